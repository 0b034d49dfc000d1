import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { ScriptResult, ScriptRun } from '../../../src/core/scripts/script.ts';
import { ScriptRunner } from '../../../src/core/scripts/scriptRunner.ts';

const runner = new ScriptRunner();
/** For scripts that are to be stopped. */
const hasty = new ScriptRunner({ scriptMs: 300, threadMs: 3_000 });
after(() => Promise.all([runner.dispose(), hasty.dispose()]));

const body = '{"token":"t-1","items":[1,2]}';
const response = {
  status: 201,
  headers: [
    ['Content-Type', 'application/json'],
    ['Set-Cookie', 'a=1'],
    ['set-cookie', 'b=2'],
  ] as const,
  mimeType: 'application/json',
  charset: 'utf-8',
  body,
  parts: null,
};
const request = {
  method: 'POST',
  url: 'http://localhost/orders',
  headers: [['Accept', '*/*']] as const,
  environment: { host: 'localhost' },
  variables: {},
};

function scriptRun(code: string): ScriptRun {
  return { file: 'a.http', line: 10, code, globals: { kept: 'before' }, request, response };
}

function run(code: string, changes: Partial<ScriptRun> = {}): Promise<ScriptResult> {
  return runner.run(() => ({ ...scriptRun(code), ...changes }));
}

describe('a script', () => {
  test('sees the response as JetBrains shows it', async () => {
    const { tests } = await run(`
      client.test('status', () => client.assert(response.status === 201));
      client.test('body', () => client.assert(response.body.items.length === 2));
      client.test('type', () => client.assert(response.contentType.mimeType === 'application/json'));
      client.test('header', () => client.assert(response.headers.valueOf('CONTENT-TYPE') !== null));
      client.test('headers', () => client.assert(response.headers.valuesOf('Set-Cookie').join() === 'a=1,b=2'));
    `);
    assert.deepEqual(
      tests.map(({ name, passed }) => [name, passed]),
      [
        ['status', true],
        ['body', true],
        ['type', true],
        ['header', true],
        ['headers', true],
      ],
    );
  });

  test('tells what failed and why, in a test and outside of one', async () => {
    const { tests, fault } = await run(`
      client.test('total', () => { client.assert(1 + 1 === 3, '总数不对'); });
      client.assert(false);
      client.log('never');
    `);
    assert.deepEqual(tests, [
      { name: 'total', passed: false, message: '总数不对' },
      { name: 'client.assert', passed: false, message: 'assertion failed' },
    ]);
    assert.equal(fault, null);
  });

  test('keeps variables for later requests and for its own', async () => {
    const { globals, variables, logs } = await run(
      `client.log(client.global.get('kept'), request.environment.get('host'), request.variables.get('none'));
       client.global.set('token', response.body.token);
       client.global.set('object', { a: [1] });
       client.global.clear('kept');
       request.variables.set('n', 7);`,
    );
    assert.deepEqual(globals, { token: 't-1', object: { a: [1] } });
    assert.deepEqual(variables, { n: '7' });
    assert.deepEqual(logs, ['before localhost null']);
  });

  test('reads a stream part by part until it has enough', async () => {
    const { logs } = await run(
      `response.body.onEachLine(
         (line, unsubscribe) => { client.log(line); if (line === '第二行') unsubscribe(); },
         () => client.log('end'));`,
      { response: { ...response, parts: ['one', '第二行', 'three'] } },
    );
    assert.deepEqual(logs, ['one', '第二行', 'end']);
  });

  test('hashes, and knows base64', async () => {
    const { logs } = await run(
      `client.log(crypto.sha256().updateWithText('a').updateWithText('b').digest().toHex());
       client.log(crypto.hmac.sha256().withTextSecret('key').updateWithText('data').digest().toBase64());
       client.log(atob('aGk='), btoa('hi'));`,
    );
    assert.deepEqual(logs, [
      'fb8e20fc2e4c3f248c60c39bd652f3c1347298bb977b8b4d5903b85055620603',
      'UDH+PZicbRU3oBP6bnOdojRj/a7DtwE32Cjjas4iG9A=',
      'hi aGk=',
    ]);
  });

  test('ends early by client.exit, which is no fault', async () => {
    const { logs, fault } = await run(`client.log('a'); client.exit(); client.log('b');`);
    assert.deepEqual(logs, ['a']);
    assert.equal(fault, null);
  });
});

describe('a faulty script', () => {
  test('says what is wrong and at which line of its file, and keeps what it had done', async () => {
    const { fault, logs } = await run(`client.log('so far');\n\nnope();`);
    assert.deepEqual(fault, {
      code: 'WB_SCRIPT_FAILED',
      reason: "ReferenceError: 'nope' is not defined",
      line: 12,
    });
    assert.deepEqual(logs, ['so far']);
  });

  test('with a syntax error does nothing', async () => {
    const { fault } = await run('client.log(1);\nx = ;');
    assert.equal(fault?.code, 'WB_SCRIPT_FAILED');
    assert.match(fault?.reason ?? '', /^SyntaxError: /);
    assert.equal(fault?.line, 11);
  });
});

describe('a hostile script', () => {
  for (const name of ['fetch', 'require', 'process', 'WebAssembly', 'setTimeout', 'navigator']) {
    test(`finds no ${name}`, async () => {
      const { logs } = await run(`client.log(typeof ${name})`);
      assert.deepEqual(logs, ['undefined']);
    });
  }

  test('imports no module', async () => {
    const { logs } = await run(
      `import('node:fs').then(() => client.log('in'), () => client.log('refused'))`,
    );
    assert.deepEqual(logs, ['refused']);
  });

  for (const [name, code] of [
    ['loops for ever', 'while (true);'],
    ['backtracks for ever', `/(a+)+$/.test('a'.repeat(60) + 'b')`],
  ] as const) {
    test(`that ${name} is stopped, and the next one runs`, { timeout: 60_000 }, async () => {
      const { fault, globals } = await hasty.run(() => scriptRun(code));
      assert.equal(fault?.code, 'WB_SCRIPT_TIMEOUT');
      assert.deepEqual(globals, { kept: 'before' });
      const next = await hasty.run(() => scriptRun('client.log(1)'));
      assert.deepEqual(next.logs, ['1']);
    });
  }

  test('that recurses without end is stopped', async () => {
    const { fault } = await run('(function again() { again(); })()');
    assert.match(fault?.reason ?? '', /stack overflow/);
  });

  test(
    'that allocates without end is stopped, and the next one runs',
    { timeout: 60_000 },
    async () => {
      const { fault } = await run(
        `const all = []; for (;;) all.push('x'.repeat(1e6) + all.length)`,
      );
      assert.ok(fault?.code === 'WB_SCRIPT_MEMORY' || fault?.code === 'WB_SCRIPT_TIMEOUT');
      const next = await hasty.run(() => scriptRun('client.log(1)'));
      assert.deepEqual(next.logs, ['1']);
    },
  );

  test('that breaks the functions that tell loses its report and nothing else', async () => {
    const { globals, tests } = await run(
      `Object.prototype.toJSON = () => 1; client.global.set('kept', 'broken'); client.test('x', () => {});`,
    );
    assert.deepEqual(globals, { kept: 'before' });
    assert.deepEqual(tests, []);
  });

  test('that logs without end is cut off', async () => {
    const { logs } = await run(`for (let i = 0; i < 1200; i++) client.log('x'.repeat(20000))`);
    assert.ok(logs.length <= 1000);
    assert.ok(logs.every((each) => each.length <= 10_000));
  });
});
