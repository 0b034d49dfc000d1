import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseArguments, UsageError } from '../../../src/cli/arguments.ts';

function refuses(argv: string[], words: RegExp): void {
  assert.throws(
    () => parseArguments(argv),
    (error) => error instanceof UsageError && words.test(error.message),
  );
}

describe('the command line', () => {
  test('runs the first request of a file as text by default', () => {
    assert.deepEqual(parseArguments(['run', 'a.http']), {
      command: 'run',
      file: 'a.http',
      selection: { by: 'first' },
      environment: null,
      variables: [],
      parallel: false,
      profile: null,
      timeoutMs: null,
      insecure: false,
      order: 'wirebook',
      output: 'text',
      recordPath: null,
      keyLogPath: null,
      caPaths: [],
      bodyLimitBytes: 1_048_576,
      showSecrets: false,
      explain: false,
    });
  });

  test('takes every option of run', () => {
    const parsed = parseArguments(
      'run a.http --name x --env dev --var a=1 --var b=c=d --parallel --profile 3 --timeout 250 --insecure --output junit --record r.ndjson --body-limit 0 --show-secrets --explain --key-log keys.txt --ca a.pem --ca b.pem --variable-order jetbrains'.split(
        ' ',
      ),
    );
    assert.deepEqual(parsed, {
      command: 'run',
      file: 'a.http',
      selection: { by: 'name', name: 'x' },
      environment: 'dev',
      variables: [
        ['a', '1'],
        ['b', 'c=d'],
      ],
      parallel: true,
      profile: 3,
      timeoutMs: 250,
      insecure: true,
      order: 'jetbrains',
      output: 'junit',
      recordPath: 'r.ndjson',
      keyLogPath: 'keys.txt',
      caPaths: ['a.pem', 'b.pem'],
      bodyLimitBytes: 0,
      showSecrets: true,
      explain: true,
    });
  });

  test('takes a request by line, or all', () => {
    const byLine = parseArguments(['run', 'a.http', '--line', '12']);
    assert.deepEqual(byLine.command === 'run' && byLine.selection, { by: 'line', line: 12 });
    const all = parseArguments(['run', 'a.http', '--all']);
    assert.deepEqual(all.command === 'run' && all.selection, { by: 'all' });
  });

  test('says what is wrong with a command line that it does not understand', () => {
    refuses([], /command is missing/);
    refuses(['send'], /Unknown command “send”/);
    refuses(['run'], /file is missing/);
    refuses(['run', 'a.http', 'b.http'], /“b.http” is too many/);
    refuses(['run', 'a.http', '--all', '--name', 'x'], /only one of/);
    refuses(['run', 'a.http', '--line', '0'], /--line takes a whole number/);
    refuses(['run', 'a.http', '--timeout', '1.5'], /--timeout takes a whole number/);
    refuses(['run', 'a.http', '--var', 'novalue'], /--var takes name=value/);
    refuses(['run', 'a.http', '--profile', 'curl'], /--profile takes/);
    refuses(['run', 'a.http', '--output', 'xml'], /--output takes/);
    refuses(['run', 'a.http', '--variable-order', 'x'], /takes wirebook or jetbrains/);
    refuses(['run', 'a.http', '--nonsense'], /nonsense/);
    refuses(['parse'], /file is missing/);
    refuses(['demo', '--http-port', '70000'], /--http-port takes/);
  });

  test('knows the ports of the demo server', () => {
    assert.deepEqual(parseArguments(['demo']), {
      command: 'demo',
      httpPort: 8080,
      httpsPort: 8443,
    });
    assert.deepEqual(parseArguments(['demo', '--http-port', '0', '--https-port', '1']), {
      command: 'demo',
      httpPort: 0,
      httpsPort: 1,
    });
  });
});
