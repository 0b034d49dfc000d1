import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Prompt } from '../core/variables/prompt.ts';
import { printable } from './printable.ts';
import { secretVariable, type Asker } from '../engine/engineOutside.ts';

/** Asks on the terminal, one question at a time; `--var` answers by label. Secrets are variables of the process. */
export function terminalAsker(answers: ReadonlyMap<string, string>, stop: AbortSignal): Asker {
  let last: Promise<unknown> = Promise.resolve();
  return {
    prompt: async (prompt) => {
      const given = answers.get(prompt.label);
      if (given !== undefined) return { value: given };
      if (!process.stdin.isTTY) return 'nobody';
      const answer = last.then(() => ask(prompt, stop));
      last = answer;
      return answer;
    },
    secret: (name) => Promise.resolve(process.env[secretVariable(name)]),
  };
}

/** Questions go to standard error: standard output belongs to the report. */
async function ask(prompt: Prompt, stop: AbortSignal): Promise<{ value: string } | 'cancelled'> {
  const hidden = new Writable({ write: (_chunk, _encoding, done) => done() });
  const output = prompt.form === 'password' ? hidden : process.stderr;
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  const question = questionOf(prompt);
  // Written by us where the input is hidden, and only once the terminal does not echo any more.
  if (output === hidden) process.stderr.write(question);
  try {
    const typed = await new Promise<string | null>((resolve) => {
      lines.once('SIGINT', () => resolve(null)).once('close', () => resolve(null));
      lines
        .question(output === hidden ? '' : question, { signal: stop })
        .then(resolve, () => resolve(null));
    });
    return typed === null ? 'cancelled' : answerOf(prompt, typed);
  } finally {
    lines.close();
    if (prompt.form === 'password') process.stderr.write('\n');
  }
}

function questionOf({ label, form, preset, options }: Prompt): string {
  const list = options.map((option, index) => `  ${index + 1}  ${option}\n`).join('');
  const hint = form === 'pick' ? ' (number or text)' : preset === '' ? '' : ` (${preset})`;
  return printable(`${list}${label || 'Value'}${hint}: `);
}

/** Nothing typed takes the preset; of a list, a number chooses. */
function answerOf({ form, preset, options }: Prompt, typed: string): { value: string } {
  if (form === 'pick') return { value: options[Number(typed) - 1] ?? typed };
  return { value: typed === '' ? preset : typed };
}
