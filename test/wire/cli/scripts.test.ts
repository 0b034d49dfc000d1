import assert from 'node:assert/strict';
import { text as bodyText } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { CliFolder, eventsOf } from '../../support/cli.ts';
import { serveHttp } from '../../support/httpServers.ts';
import { startTestDemoServer, type TestDemoServer } from '../../support/demoServer.ts';

let demo: TestDemoServer;
before(async () => {
  demo = await startTestDemoServer();
});
after(() => demo.close());

/** Runs all requests of a file, with further files beside it. */
async function runFile(text: string, files: Record<string, string> = {}) {
  await using folder = await CliFolder.with({ ...files, 'a.http': text });
  const result = await folder.run('run', 'a.http', '--all', '--output', 'json');
  const events = eventsOf(result);
  const expectations = events
    .filter((event) => event.event === 'expect')
    .map(({ line, text: name, passed }) => [line, name, passed]);
  const logs = events.filter((event) => event.event === 'script.log').map((event) => event.text);
  return { ...result, events, expectations, logs };
}

describe('assertions of a request file', () => {
  test('are held against the response, each an event', async () => {
    const { expectations, exitCode, stderr } = await runFile(
      `GET ${demo.urls.http}/json\n\n?? status == 200\n?? body customer.city == 杭州\n`,
    );
    assert.deepEqual(expectations, [
      [3, 'status == 200', true],
      [4, 'body customer.city == 杭州', true],
    ]);
    assert.equal(exitCode, 0);
    assert.equal(stderr, '');
  });

  test('look into XML and JSON by a path', async (t) => {
    const server = await serveHttp(t, (_request, response) => {
      response.end('<order><city>杭州</city></order>');
    });
    const { expectations, exitCode } = await runFile(
      `GET http://127.0.0.1:${server.port}/

?? xpath //city == 杭州

###
GET ${demo.urls.http}/json

?? jsonpath $.items[?@.price >= 60].name exists
`,
    );
    assert.deepEqual(
      expectations.map(([, , passed]) => passed),
      [true, true],
    );
    assert.equal(exitCode, 0);
  });

  test('that are not met end with 1, and say where and what was there', async () => {
    const { exitCode, stderr } = await runFile(
      `@wanted = 201\nGET ${demo.urls.http}/json\n\n?? status == {{wanted}}\n`,
    );
    assert.equal(exitCode, 1);
    assert.equal(
      stderr,
      'a.http:4:1: WB_EXPECTATION Expected status == {{wanted}}, but it was 200.\n',
    );
  });

  test('make an unexpected status expected', async () => {
    const { exitCode } = await runFile(`GET ${demo.urls.http}/status/404\n\n?? status == 404\n`);
    assert.equal(exitCode, 0);
  });
});

describe('scripts of a request file', () => {
  test('below a request test its response and give variables to later ones', async () => {
    const { expectations, logs, events, exitCode } = await runFile(
      `POST ${demo.urls.http}/echo
Content-Type: application/json

{ "name": "王小明" }

> {%
  client.test('is echoed', () => client.assert(response.body.body.json.name === '王小明'));
  client.global.set('name', response.body.body.json.name);
  client.log(response.contentType.mimeType);
%}

###
GET ${demo.urls.http}/echo?name={{%name}}
`,
    );
    assert.deepEqual(expectations, [[6, 'is echoed', true]]);
    assert.deepEqual(logs, ['application/json']);
    const urls = events.filter((event) => event.event === 'exchange.started').map(({ url }) => url);
    assert.equal(urls[1], `${demo.urls.http}/echo?name=${encodeURIComponent('王小明')}`);
    assert.equal(exitCode, 0);
  });

  test('below a request see it as written and as it was sent', async () => {
    const { logs, exitCode } = await runFile(
      `@t = one
POST ${demo.urls.http}/echo?{{t}}
X-T: {{t}}
Content-Type: text/plain

body {{t}}

> {%
  client.log(request.url.getRaw(), request.url());
  client.log(request.body.getRaw().trim(), request.body().trim());
  const own = request.headers.findByName('x-t');
  client.log(own.getRawValue(), own.value(), request.headers.valueOf('X-T'));
%}
`,
    );
    assert.deepEqual(logs, [
      `${demo.urls.http}/echo?{{t}} ${demo.urls.http}/echo?one`,
      'body {{t}} body one',
      '{{t}} one one',
    ]);
    assert.equal(exitCode, 0);
  });

  test('above a request give it variables, from a file too', async () => {
    const { events, exitCode } = await runFile(
      `< ./before.js\n< {% request.variables.set('b', request.variables.get('a') + '2') %}\nGET ${demo.urls.http}/echo?q={{b}}\n`,
      { 'before.js': `request.variables.set('a', '1');` },
    );
    const started = events.find((event) => event.event === 'exchange.started');
    assert.match(started?.url ?? '', /q=12$/);
    assert.equal(exitCode, 0);
  });

  test('of a block Shared run before every request, those below NOP after it', async () => {
    const { logs, stderr } = await runFile(
      `### Shared
< {%
  request.variables.set('path', 'json');
  client.log('shared');
%}
< ./shared.js

NOP

> {% client.log('after ' + response.status) %}

### first
< {% client.log('own, of ' + request.variables.get('path')) %}
GET ${demo.urls.http}/{{path}}

> {% client.log('own, after') %}

### second
GET ${demo.urls.http}/{{path}}
`,
      { 'shared.js': "client.log('file')" },
    );
    assert.equal(stderr, '');
    const first = ['shared', 'file', 'own, of json', 'own, after', 'after 200'];
    assert.deepEqual(logs, [...first, 'shared', 'file', 'after 200']);
  });

  test('that fail end with 1 and the line of the fault; the response is kept', async () => {
    const { exitCode, stderr, events } = await runFile(
      `GET ${demo.urls.http}/json\n\n> {%\n  const x = 1;\n  x.nothing.here;\n%}\n`,
    );
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /^a\.http:5:1: WB_SCRIPT_FAILED The script in a\.http stopped at line 5: TypeError/,
    );
    assert.ok(events.some((event) => event.event === 'http.body'));
    const failed = events.find((event) => event.event === 'exchange.failed');
    assert.equal(failed?.phase, 'script');
  });

  test('that fail above a request keep it from being sent', async () => {
    const { exitCode, events } = await runFile(`< {% nothing() %}\nGET ${demo.urls.http}/json\n`);
    assert.equal(exitCode, 1);
    assert.ok(!events.some((event) => event.event === 'dns.started'));
  });

  test('see the messages of a WebSocket', async () => {
    const { logs, exitCode } = await runFile(
      `# @linger 200 ms\nWEBSOCKET ${demo.urls.ws}/echo\n\n你好\n===\nbye\n\n> {%\n  response.body.onEachMessage((message) => client.log(message));\n%}\n`,
    );
    assert.deepEqual(logs, ['你好', 'bye']);
    assert.equal(exitCode, 0);
  });

  test('find a variable that none has set yet missing, and nothing is sent', async () => {
    const { exitCode, stderr } = await runFile(
      `GET ${demo.urls.http}/echo?t={{token}}\n\n> {% client.global.set('token', 1) %}\n`,
    );
    assert.equal(exitCode, 2);
    assert.match(stderr, /WB_UNRESOLVED_VARIABLE/);
  });

  test('import modules: files beside them, which import others', async () => {
    const files = {
      'main.js': `import './set.js';\nrequest.variables.set('b', client.global.get('seen'));`,
      'set.js': `import { word } from './words';\nclient.global.set('seen', word());`,
      'words.js': `export function word() { return 'there'; }`,
    };
    const { events, exitCode, logs } = await runFile(
      `< ./main.js\nGET ${demo.urls.http}/echo?q={{b}}\n\n> {%\n  import { word } from './words.js';\n  client.log(word());\n%}\n`,
      files,
    );
    assert.equal(exitCode, 0);
    const started = events.find((event) => event.event === 'exchange.started');
    assert.match(started?.url ?? '', /q=there$/);
    assert.deepEqual(logs, ['there']);
  });

  test('of files that are not there are told as that, and nothing is sent', async () => {
    const { stderr, exitCode } = await runFile(`GET ${demo.urls.http}/json\n\n> ./none.js\n`);
    assert.equal(exitCode, 2);
    assert.match(
      stderr,
      /^a\.http:3:3: WB_SCRIPT_FILE_MISSING The script file \.\/none\.js was not found/,
    );
  });

  test('a collection of a script sends its request once for each element, and says which', async (t) => {
    const bodies: string[] = [];
    const server = await serveHttp(t, async (request, response) => {
      bodies.push(`${request.url} ${await bodyText(request)}`);
      response.end('ok');
    });
    await using folder = await CliFolder.with({
      'a.http': `< {%
  request.variables.set('clients', [{ id: 1, name: '王' }, { id: 2, name: 'Li' }, { id: 3, name: 'Chen' }]);
  request.variables.set('kinds', ['a', 'b']);
%}
POST http://127.0.0.1:${server.port}/{{$.kinds}}

{ "id": {{$.clients..id}}, "name": "{{$.clients[*].name}}" }

> {%
  const current = request.variables.get('clients')[request.iteration()];
  client.test('element ' + current.id, () => client.assert(request.templateValue(1) == current.id));
  client.log(request.iteration(), request.templateValue(0), request.templateValue(2), request.templateValue(3));
%}
`,
      'b.http': `POST http://127.0.0.1:${server.port}/{{$.none}}\n`,
      'c.http': `POST http://127.0.0.1:${server.port}/{{$.[}}\n`,
    });
    const { exitCode, stdout, stderr } = await folder.run('run', 'a.http');
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(bodies, [
      '/a { "id": 1, "name": "王" }',
      '/b { "id": 2, "name": "Li" }',
      '/a { "id": 3, "name": "Chen" }',
    ]);
    const logs = stdout.split('\n').filter((line) => line.startsWith('  log'));
    assert.deepEqual(
      logs.map((line) => line.replace(/^ +log +/, '')),
      ['0 a 王 null', '1 b Li null', '2 a Chen null'],
    );
    assert.equal(stdout.split('✓ element').length, 4);
    const none = await folder.run('run', 'b.http');
    assert.match(none.stderr, /^b\.http:1:\d+: WB_UNRESOLVED_VARIABLE/);
    const wrong = await folder.run('run', 'c.http');
    assert.match(wrong.stderr, /^c\.http:1:\d+: \w+ .*The path in "\$\.\[" is not understood/);
    assert.equal(bodies.length, 3);
  });
});
