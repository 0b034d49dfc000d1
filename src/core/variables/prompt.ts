/** A question to the user whose answer is a value. */
export interface Prompt {
  form: 'input' | 'password' | 'pick';
  /** What is asked for; may be empty. */
  label: string;
  /** What stands in the box at first. */
  preset: string;
  /** What `pick` chooses from. */
  options: string[];
  /** Asked once in a session, then remembered. */
  once: boolean;
  /** The answer opens this file: what does not is asked again where there is somebody to ask. */
  opens?: { file: string; accepts: (passphrase: string) => boolean };
}

const marker = '$value:';

/** Reads httpYac's `$input label $value: preset`, `$password …`, `$pick label $value: a, b`; `null` for all others. */
export function readPrompt(expression: string): Prompt | null {
  const head = /^\$(input|password|pick|prompt)(-askonce)?(?=\s|$)/.exec(expression);
  if (head === null) return null;
  const [lead, name, askOnce] = head;
  const rest = expression.slice(lead.length);
  const at = rest.indexOf(marker);
  const value = at === -1 ? '' : rest.slice(at + marker.length).trim();
  const options = value.split(',').map((option) => option.trim());
  const form = name === 'prompt' ? 'input' : (name as Prompt['form']);
  return {
    form,
    label: (at === -1 ? rest : rest.slice(0, at)).trim(),
    preset: form === 'pick' ? '' : value,
    options: form === 'pick' ? options.filter((option) => option !== '') : [],
    once: askOnce !== undefined,
  };
}

/** Names whose input is hidden, as REST Client does. */
const passwordName = /^(?:password|passwd|pass)$/i;

/** Reads `# @prompt name description` and kulala's `# @secret name description`, `# @kulala-prompt "description" name`. */
export function readPromptDirective(
  directive: 'prompt' | 'secret',
  value: string,
): { name: string; prompt: Prompt } | null {
  const quoted = /^"([^"]*)"\s+(\S+)(?:\s*\{(.*)\})?$/.exec(value.trim());
  const [, first = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(value.trim()) ?? [];
  const [name, label] = quoted === null ? [first, rest] : [quoted[2] ?? '', quoted[1] ?? ''];
  if (name === '') return null;
  const isHidden = directive === 'secret' || /\bpassword\b/.test(quoted?.[3] ?? '');
  const form = isHidden || passwordName.test(name) ? 'password' : 'input';
  return { name, prompt: { form, label: label || name, preset: '', options: [], once: false } };
}
