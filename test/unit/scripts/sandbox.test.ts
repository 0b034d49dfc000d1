import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { ScriptResult, ScriptRun } from '../../../src/core/scripts/script.ts';
import { Scripts } from '../../../src/core/scripts/scripts.ts';
import { ScriptRunner } from '../../../src/core/scripts/scriptRunner.ts';

const runner = new ScriptRunner();
/** For scripts that are to be stopped. */
const hasty = new ScriptRunner({ scriptMs: 300, threadMs: 3_000 });
/** A slow machine needs its time to fill the memory. */
const patient = new ScriptRunner({ scriptMs: 50_000, threadMs: 55_000 });
after(() => Promise.all([runner.dispose(), hasty.dispose(), patient.dispose()]));

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
  isStream: false,
};
const request = {
  method: 'POST',
  url: 'http://{{host}}/{{own}}',
  headers: [
    ['Accept', '*/*'],
    ['X-Own', '{{own}}'],
  ] as const,
  body: '{{host}}',
  known: {
    url: 'http://localhost/{{own}}',
    headers: [
      ['Accept', '*/*'],
      ['X-Own', '{{own}}'],
    ] as const,
    body: 'localhost',
  },
  environment: { host: 'localhost' },
  fileVariables: { page: '2' },
  iteration: 3,
  variables: {},
  templateValues: ['first', 'second'],
};

function scriptRun(code: string): ScriptRun {
  return {
    file: 'a.http',
    line: 10,
    code,
    globals: { values: { kept: 'before' }, headers: {} },
    request,
    response,
  };
}

function run(code: string, on = runner): Promise<ScriptResult> {
  return on.call(() => ({ do: 'run', script: 1, run: scriptRun(code) }));
}

describe('a script', () => {
  test('sees its request as JetBrains shows it: as written, and with what is known', async () => {
    const { logs, fault } = await run(`
      request.variables.set('own', 'mine');
      client.log(request.method, request.url.getRaw(), request.url.tryGetSubstituted());
      client.log(request.body.getRaw(), request.body.tryGetSubstituted(), request.iteration());
      const own = request.headers.findByName('x-own');
      client.log(own.name(), own.getRawValue(), own.tryGetSubstituted(), request.headers.all().length);
      client.log(request.headers.findByName('none'), request.environment.get('host'));
      client.global.set('g', { a: 1 });
      const { global, environment, file, request: own2 } = client.variables;
      client.log(global.get('g'), environment.get('host'), file.get('page'), own2.get('own'), file.get('none'));
    `);
    assert.equal(fault, null);
    assert.deepEqual(logs, [
      'POST http://{{host}}/{{own}} http://localhost/mine',
      '{{host}} localhost 3',
      'X-Own {{own}} mine 2',
      'null localhost',
      '{"a":1} localhost 2 mine null',
    ]);
  });

  test('logs what has no JSON too', async () => {
    const { logs } = await run(
      'const a = []; a.push(a); client.log(1n, a.length, () => 1); client.log(a)',
    );
    assert.deepEqual(logs, ['1 1 () => 1', '[object Array]']);
  });

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
       request.variables.set('n', 7);
       request.variables.set('list', [{ id: 1 }]);
       client.log(request.variables.get('list')[0].id, request.templateValue(1), request.templateValue(2));`,
    );
    assert.deepEqual(globals.values, { token: 't-1', object: { a: [1] } });
    assert.deepEqual(variables, { n: 7, list: [{ id: 1 }] });
    assert.deepEqual(logs, ['before localhost null', '1 second null']);
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

describe('what a script leaves to promises', () => {
  test('is waited for by its test, which fails when its promise does', async () => {
    const { tests, fault } = await run(`
      client.test('later', async () => { await 0; client.assert(response.status === 999, 'status'); });
      client.test('rejected', () => Promise.reject('no'));
      client.test('good', async () => { for (let i = 0; i < 20000; i++) await i; });
      client.test('never', () => new Promise(() => {}));
    `);
    assert.deepEqual(tests, [
      { name: 'later', passed: false, message: 'status' },
      { name: 'rejected', passed: false, message: 'no' },
      { name: 'good', passed: true, message: '' },
      { name: 'never', passed: false, message: 'its promise was never settled' },
    ]);
    assert.equal(fault, null);
  });

  test('is waited for behind a failed assertion and client.exit', async () => {
    for (const end of ['client.assert(false)', 'client.exit()']) {
      const { tests } = await run(
        `client.test('later', async () => { await 0; throw new Error('lost'); }); ${end};`,
      );
      assert.deepEqual(tests[0], { name: 'later', passed: false, message: 'lost' });
    }
  });

  for (const [name, code] of [
    ['an asynchronous function', `\n(async () => { throw new Error('lost'); })();`],
    ['a module', `export {};\nawait 0; throw new Error('lost');`],
  ] as const) {
    test(`of ${name} that fails is a fault of the script at its line`, async () => {
      const { fault } = await run(code);
      assert.deepEqual(fault, { code: 'WB_SCRIPT_FAILED', reason: 'Error: lost', line: 11 });
    });
  }

  test('is told as what it throws: an assertion is a failed test, client.exit nothing', async () => {
    const asserted = await run(`(async () => { await 0; client.assert(false, 'late'); })()`);
    assert.deepEqual(asserted.tests, [{ name: 'client.assert', passed: false, message: 'late' }]);
    const left = await run(`(async () => { await 0; client.exit(); client.log('never'); })()`);
    assert.deepEqual([left.fault, left.logs], [null, []]);
  });

  test('is a fault where nothing settles it', async () => {
    const { fault } = await run(`(async () => { await new Promise(() => {}); })()`);
    assert.equal(fault?.reason, 'Error: it waits for a promise that nothing settles');
  });

  test('is stopped where it goes on for ever', { timeout: 60_000 }, async () => {
    const { fault } = await run('(async () => { for (;;) await 0; })()', hasty);
    assert.equal(fault?.code, 'WB_SCRIPT_TIMEOUT');
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
      const { fault, globals } = await run(code, hasty);
      assert.equal(fault?.code, 'WB_SCRIPT_TIMEOUT');
      assert.deepEqual(globals.values, { kept: 'before' });
      const next = await run('client.log(1)', hasty);
      assert.deepEqual(next.logs, ['1']);
    });
  }

  test('that recurses without end is stopped', async () => {
    const { fault } = await run('(function again() { again(); })()');
    assert.match(fault?.reason ?? '', /stack overflow/);
  });

  for (const what of [
    `'x'.repeat(1e6) + all.length`,
    `new ArrayBuffer(1e6)`,
    `new Array(1e5).fill(0)`,
    `{}`,
  ]) {
    test(`that allocates ${what} without end is stopped`, { timeout: 120_000 }, async () => {
      const { fault } = await run(`const all = []; for (;;) all.push(${what})`, patient);
      assert.equal(fault?.code, 'WB_SCRIPT_MEMORY', fault?.reason);
      const next = await run('client.log(1)', patient);
      assert.deepEqual(next.logs, ['1']);
    });
  }

  test('that breaks the functions that tell loses its report and nothing else', async () => {
    const { globals, tests, fault } = await run(
      `Object.prototype.toJSON = () => 1; client.global.set('kept', 'broken'); client.test('x', () => {});`,
    );
    assert.deepEqual(globals.values, { kept: 'before' });
    assert.deepEqual(tests, []);
    assert.equal(fault?.reason, 'what it did cannot be read');
  });

  test('that logs without end is cut off, and says so', async () => {
    const { logs } = await run(`for (let i = 0; i < 1200; i++) client.log('x'.repeat(20))`);
    assert.equal(logs.length, 1000);
    assert.equal(logs.at(-1), '… more than 1,000 lines at once');
  });

  test('that tells more than anybody reads has failed', async () => {
    const { fault } = await run(`for (let i = 0; i < 900; i++) client.log('x'.repeat(20000))`);
    assert.equal(fault?.reason, 'what it did cannot be read');
  });
});

describe('a script that listens to a stream', () => {
  const scripts = new Scripts(runner);
  const stream = { ...response, isStream: true };

  async function listen(code: string, by = scripts) {
    const to = { script: by.number(), line: 10 };
    const { globals: _none, ...begun } = scriptRun(code);
    const started = await by.start(to.script, { ...begun, response: stream });
    return { to, started };
  }

  test('is handed its parts when they come, until it has enough', async () => {
    const { to, started } = await listen(
      `client.log(response.status);
       response.body.onEachLine(
         (line, unsubscribe) => { client.log(line); if (line === '第二行') unsubscribe(); },
         () => client.log('end'));`,
    );
    assert.deepEqual(started.logs, ['201']);
    assert.ok(started.isListening);
    const first = await scripts.deliver(to, ['one']);
    assert.deepEqual([first.logs, first.taken], [['one'], 1]);
    const second = await scripts.deliver(to, ['第二行', 'three']);
    assert.deepEqual([second.logs, second.taken], [['第二行'], 2]);
    const last = await scripts.finish(to);
    assert.deepEqual([last.logs, last.isListening], [['end'], false]);
  });

  test('ends a test with a later part, or else with the stream', async () => {
    const { to, started } = await listen(
      `client.test('first', () => new Promise((end) => response.body.onEachMessage(end)));
       client.test('never', () => new Promise(() => {}));`,
    );
    assert.deepEqual(started.tests, []);
    const { tests } = await scripts.deliver(to, ['one']);
    assert.deepEqual(tests, [{ name: 'first', passed: true, message: '' }]);
    const last = await scripts.finish(to);
    assert.deepEqual(
      last.tests.map(({ name, passed }) => [name, passed]),
      [['never', false]],
    );
  });

  test('fails with a part when its asynchronous function does', async () => {
    const { to } = await listen(
      `response.body.onEachMessage(async (m) => {\n await 0; m.nothing.here;\n})`,
    );
    const { fault, isListening } = await scripts.deliver(to, ['one']);
    assert.deepEqual([fault?.line, isListening], [11, false]);
  });

  test('that subscribes to nothing is over at once', async () => {
    const { started } = await listen(`client.log('only the head')`);
    assert.equal(started.isListening, false);
  });

  test('goes on after an assertion that failed, and ends with client.exit', async () => {
    const { to } = await listen(
      `response.body.onEachMessage((m) => { if (m === 'exit') client.exit(); client.assert(m === 'good', m); })`,
    );
    const { tests, isListening } = await scripts.deliver(to, ['bad']);
    assert.deepEqual(tests, [{ name: 'client.assert', passed: false, message: 'bad' }]);
    assert.ok(isListening);
    const last = await scripts.deliver(to, ['exit']);
    assert.deepEqual([last.fault, last.isListening], [null, false]);
  });

  test('shares variables with scripts that run in between', async () => {
    const { to } = await listen(
      `response.body.onEachMessage((m) => client.global.set(m, client.global.get('other')))`,
    );
    const { globals: _none, ...other } = scriptRun(`client.global.set('other', 'from there')`);
    await scripts.runScript(other);
    await scripts.deliver(to, ['seen']);
    const { seen, other: kept } = (await scripts.scriptGlobals()).values;
    assert.deepEqual([seen, kept], ['from there', 'from there']);
  });

  test('says at which line a part was too much for it, and is over', async () => {
    const { to } = await listen(`response.body.onEachMessage((m) => {\n  m.nothing.here;\n})`);
    const { fault, taken, isListening } = await scripts.deliver(to, ['one', 'two']);
    assert.equal(fault?.line, 11);
    assert.match(fault?.reason ?? '', /^TypeError/);
    assert.deepEqual([taken, isListening], [1, false]);
  });

  for (const [name, code] of [
    ['loops for ever', 'while (true);'],
    ['backtracks for ever', `/(a+)+$/.test('a'.repeat(60) + 'b')`],
  ] as const) {
    test(`that ${name} on a part is stopped, and others go on`, { timeout: 60_000 }, async () => {
      const own = new Scripts(hasty);
      const { to } = await listen(`response.body.onEachMessage(() => { ${code} })`, own);
      const { fault } = await own.deliver(to, ['one']);
      assert.equal(fault?.code, 'WB_SCRIPT_TIMEOUT');
      const { to: next } = await listen(`response.body.onEachMessage((m) => client.log(m))`, own);
      assert.deepEqual((await own.deliver(next, ['two'])).logs, ['two']);
    });
  }

  test('that keeps all parts is stopped at its memory', { timeout: 60_000 }, async () => {
    const { to } = await listen(
      `const all = []; response.body.onEachMessage((m) => all.push(m + all.length))`,
    );
    const part = 'x'.repeat(1024 * 1024);
    let fault = null;
    for (let count = 0; fault === null && count < 400; count++) {
      ({ fault } = await scripts.deliver(to, [part]));
    }
    assert.equal(fault?.code, 'WB_SCRIPT_MEMORY', fault?.reason);
  });

  test('takes no longer over many parts than until something of it is told', async () => {
    const { to } = await listen(
      `response.body.onEachMessage(() => { const end = Date.now() + 60; while (Date.now() < end); })`,
    );
    const { taken } = await scripts.deliver(to, Array(50).fill('part'));
    assert.ok(taken > 0 && taken < 50);
    scripts.forget(to.script);
    assert.equal((await scripts.deliver(to, ['one'])).fault?.code, 'WB_SCRIPT_FAILED');
  });
});
