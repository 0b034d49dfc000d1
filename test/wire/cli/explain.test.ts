import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CliFolder, eventsOf } from '../../support/cli.ts';
import { startTestDemoServer, type TestDemoServer } from '../../support/demoServer.ts';

let demo: TestDemoServer;
before(async () => {
  demo = await startTestDemoServer();
});
after(() => demo.close());

describe('wirebook run --explain', () => {
  test('says on standard error where each variable comes from, secrets masked, and sends', async () => {
    await using folder = await CliFolder.with({
      'a.http':
        '@path = file\n### hello\nGET {{host}}/echo?{{path}}&{{$dotenv PIN}}\nX-T: {{token}}\n',
      'http-client.env.json': JSON.stringify({ dev: { host: demo.urls.http, path: 'env' } }),
      'http-client.private.env.json': '{ "dev": {\n"token": "s3cret-token" } }',
      '.env': 'PIN=12345678\n',
    });
    const result = await folder.run(
      'run',
      'a.http',
      '--env',
      'dev',
      '--output',
      'json',
      '--explain',
    );
    assert.equal(result.exitCode, 0);
    const [title, ...lines] = result.stderr.replaceAll(`${folder.path}/`, '').trimEnd().split('\n');
    assert.equal(title, 'a.http:3 hello');
    assert.deepEqual(lines, [
      `  host         = ${demo.urls.http}  [environment dev http-client.env.json:1]`,
      '  path         = file  [file a.http:1, hides environment dev http-client.env.json:1]',
      '  $dotenv PIN  = ••••••  [dotenv .env:1]',
      '  token        = ••••••  [private environment dev http-client.private.env.json:2]',
    ]);
    assert.equal(eventsOf(result).at(-1)?.event, 'exchange.completed');
    assert.ok(!result.stdout.includes('12345678'), 'values of .env are masked in the events too');
  });

  test('says what scripts above the request have set, and what that hides', async () => {
    await using folder = await CliFolder.with({
      'a.http': `@v = file\n\n< {% request.variables.set("v", "script"); client.global.set("g", 1); %}\nGET ${demo.urls.http}/echo?{{v}}{{g}}\n`,
    });
    const { stderr, stdout } = await folder.run('run', 'a.http', '--explain');
    assert.match(stdout, /echo\?script1/);
    assert.equal(
      stderr,
      'a.http:4\n  v  = script  [script, hides file a.http:1]\n  g  = 1  [script]\n',
    );
  });

  test('says what another request hands over, its secrets masked', async () => {
    await using folder = await CliFolder.with({
      'a.http': `@v = file\n### outer\nrun #inner (@v={{token}})\n### inner\nGET ${demo.urls.http}/echo?{{v}}\n`,
      'http-client.private.env.json': '{ "dev": { "token": "s3cret-token" } }',
    });
    const { stderr } = await folder.run(
      'run',
      'a.http',
      '--name',
      'outer',
      '--env',
      'dev',
      '--explain',
    );
    assert.match(stderr, /inner\n {2}v {2}= ••••••  \[override, hides file a\.http:1\]/);
  });

  test('says why a variable has no value', async () => {
    await using folder = await CliFolder.with({ 'a.http': 'GET http://{{nohost}}/\n' });
    const { stderr, exitCode } = await folder.run('run', 'a.http', '--explain');
    assert.equal(exitCode, 2);
    const [, line = ''] = stderr.split('\n');
    assert.match(line, /^ {2}nohost {2}WB2001 The variable "nohost" has no value.*\.$/);
  });
});
