import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { CliFolder, resultOf } from '../../support/cli.ts';

const cliPath = new URL('../../../dist/cli.js', import.meta.url).pathname;
const pythonIsMissing = spawnSync('python3', ['--version']).status !== 0 && 'python3 is missing';

/** Runs a command on a terminal of its own and types each answer when its question is there; prints what was shown. */
const person = `
import json, os, pty, select, sys
answers = [(q.encode(), a.encode()) for q, a in json.loads(sys.argv[1])]
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[2], sys.argv[2:])
shown = b''
while select.select([terminal], [], [], 60)[0]:
    try:
        read = os.read(terminal, 65536)
    except OSError:
        break
    shown += read
    if answers and answers[0][0] in shown:
        os.write(terminal, answers.pop(0)[1])
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

async function onTerminal(text: string, answers: [question: string, typed: string][]) {
  await using folder = await CliFolder.with({ 'a.http': text });
  const args = ['-c', person, JSON.stringify(answers), process.execPath, cliPath, 'run', 'a.http'];
  return await resultOf(spawn('python3', args, { cwd: folder.path }));
}

describe('questions on a terminal', { skip: pythonIsMissing }, () => {
  test('are asked there; a password is not shown, a number chooses from a list', async () => {
    const { stdout } = await onTerminal(
      '# @prompt user Your name\nGET http://127.0.0.1:1/{{%user}}/{{$password PIN}}/{{$pick Size $value: small, large}}\n',
      [
        ['Your name: ', '王\r'],
        ['PIN: ', 'pin-9876\r'],
        ['(number or text): ', '2\r'],
      ],
    );
    assert.match(stdout, /GET http:\/\/127\.0\.0\.1:1\/%E7%8E%8B\/••••••\/large/);
    assert.ok(!stdout.includes('pin-9876'));
  });

  test('end the request when they are left with Ctrl+C', async () => {
    const { stdout, exitCode } = await onTerminal('GET http://127.0.0.1:1/{{$input City}}\n', [
      ['City: ', '\u0003'],
    ]);
    assert.match(stdout, /WB_PROMPT_CANCELLED The question for City was cancelled/);
    assert.equal(exitCode, 2);
  });

  test('show no control character of the file', async () => {
    const { stdout } = await onTerminal('GET http://127.0.0.1:1/{{$input a\u001b[31mb}}\n', [
      ['b: ', '\r'],
    ]);
    assert.ok(!stdout.includes('\u001b[31m'));
  });
});
