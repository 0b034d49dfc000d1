import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { WireEvent } from '../../../src/core/wire/events.ts';
import { CliFolder, eventsOf } from '../../support/cli.ts';
import { startTestDemoServer, type TestDemoServer } from '../../support/demoServer.ts';

let demo: TestDemoServer;
before(async () => {
  demo = await startTestDemoServer();
});
after(() => demo.close());

async function runFiles(files: Record<string, string>, ...args: string[]) {
  await using folder = await CliFolder.with(files);
  const host = ['--var', `host=${demo.urls.http}`, '--var', `ws=${demo.urls.ws}`];
  const result = await folder.run('run', 'a.http', '--output', 'json', ...host, ...args);
  return { ...result, events: eventsOf(result) };
}

/** The targets that were asked for, in the order of the wire. */
function targets(events: WireEvent[]): string[] {
  return events.flatMap((event) => (event.event === 'http.request' ? [event.target] : []));
}

describe('references to earlier responses', () => {
  test('run what they refer to first, once, and take body, header, status and request', async () => {
    const { events, exitCode } = await runFiles(
      {
        'a.http':
          'GET {{host}}/echo?{{login.response.status}}&{{%login.response.headers.Content-Type}}&{{login.response.body.$.method}}&{{login.method}}&{{login.request.headers.X-Id}}&{{login.request.body.$.n}}\n' +
          '### login\nPOST {{host}}/echo\nX-Id: 7\nContent-Type: application/json\n\n{"n":"王"}\n' +
          '### later\nGET {{host}}/echo?{{%login.request.body.*}}\n',
      },
      '--all',
    );
    assert.equal(exitCode, 0);
    assert.deepEqual(targets(events), [
      '/echo',
      '/echo?200&application%2Fjson%3B%20charset%3Dutf-8&POST&POST&7&%E7%8E%8B',
      '/echo?%7B%22n%22%3A%22%E7%8E%8B%22%7D',
    ]);
    assert.deepEqual(
      events.flatMap((event) => (event.event === 'exchange.completed' ? [event.exchange] : [])),
      [1, 2, 3],
    );
  });

  test('# @ref runs once, # @forceRef each time', async () => {
    const { events } = await runFiles(
      {
        'a.http':
          '# @ref x\n# @forceRef y\nGET {{host}}/A\n### b\n# @ref x\n# @forceRef y\nGET {{host}}/B\n' +
          '### x\nGET {{host}}/status/204\n### y\nGET {{host}}/status/205\n',
      },
      '--all',
    );
    assert.deepEqual(targets(events), ['/status/204', '/status/205', '/A', '/status/205', '/B']);
  });

  test('reach into imported files', async () => {
    const { events, exitCode, stderr } = await runFiles({
      'a.http': '# @import ./common.http\nGET {{base}}/echo?{{who.response.body.$.method}}\n',
      'common.http': '@base = {{host}}\n### who\nPUT {{base}}/echo\n',
    });
    assert.deepEqual([exitCode, stderr], [0, '']);
    assert.deepEqual(targets(events), ['/echo', '/echo?PUT']);
  });

  test('reach into a file whose path has variables, of the file and of arguments', async () => {
    const { events, exitCode, stderr } = await runFiles(
      {
        'a.http':
          '@part = com\n# @import ./{{part}}{{rest}}.http\nGET {{base}}/echo?{{who.response.status}}\n',
        'common.http': '@base = {{host}}\n### who\nPUT {{base}}/echo\n',
      },
      '--var',
      'rest=mon',
    );
    assert.deepEqual([exitCode, stderr], [0, '']);
    assert.deepEqual(targets(events), ['/echo', '/echo?200']);
  });

  test('take cookies, which stay masked, as do credentials in headers', async () => {
    const { stdout, events } = await runFiles({
      'a.http':
        'GET {{host}}/echo\nX-Sid: {{set.response.cookies.sid}}\nX-Auth: {{set.request.headers.Authorization}}\n### set\nGET {{host}}/cookies/set?sid=abcdef123\nAuthorization: Bearer t0ken-t0ken\n',
    });
    assert.ok(!stdout.includes('t0ken-t0ken'));
    const request = events.findLast((event) => event.event === 'http.request');
    assert.deepEqual(
      request?.headers.filter(([name]) => name.startsWith('X-')),
      [
        ['X-Sid', '••••••'],
        ['X-Auth', '••••••'],
      ],
    );
  });

  test('take what a conversation captured', async () => {
    const { events, exitCode } = await runFiles({
      'a.http':
        'GET {{host}}/echo?{{talk.id}}\n### talk\n# @linger 50 ms\nWS {{ws}}/echo\n\n{"id":"书"}\n=== wait-for-server\n=== capture id = $.id\n',
    });
    assert.equal(exitCode, 0);
    assert.deepEqual(targets(events).at(-1), '/echo?%E4%B9%A6');
  });

  const failures: [what: string, reference: string, says: RegExp][] = [
    ['a value that is not there', 'x.response.body.$.nothing', /has no value for/],
    ['a body that is no JSON', 'plain.response.body.$.a', /needs a body in JSON/],
    ['a body that is no XML', 'x.response.body.//a', /needs a body in XML/],
    ['a path that is none', 'x.response.body.$[', /is not understood/],
    ['a request that failed', 'refused.response.status', /that failed: Connection refused/],
    [
      'a request that is not there',
      'none.response.status',
      /“none\.response\.status” names no request/,
    ],
  ];
  for (const [what, reference, says] of failures) {
    test(`${what} ends the request before it is sent`, async () => {
      const { events, exitCode, stderr } = await runFiles({
        'a.http':
          `# @name me\nGET {{host}}/A?{{${reference}}}\n### x\nGET {{host}}/json\n` +
          '### plain\nGET {{host}}/bytes/10\n### refused\nGET http://127.0.0.1:1/\n',
      });
      assert.ok(exitCode === 2 || exitCode === 3);
      assert.match(stderr, says);
      assert.match(stderr, /^a\.http:2:\d+: WB_/m);
      assert.ok(!targets(events).some((target) => target.startsWith('/A')));
    });
  }

  test('a circle ends, also when all requests start at once', async () => {
    const file =
      '### a\nGET {{host}}/{{b.response.status}}\n### b\nGET {{host}}/{{a.response.status}}\n';
    for (const args of [['--all'], ['--all', '--parallel']]) {
      const { exitCode, stderr, events } = await runFiles({ 'a.http': file }, ...args);
      assert.equal(exitCode, 2);
      assert.match(stderr, /break the circle/);
      assert.deepEqual(targets(events), []);
    }
  });
});

describe('lines run', () => {
  const shared =
    '@base = {{host}}\n### login\nPOST {{base}}/echo?{{user}}\n\n{"token":"t-{{user}}"}\n';
  const user = ['--var', 'user=me'];

  test('send requests of imported files in order, each with its variables, before their own', async () => {
    const { events, exitCode, stderr } = await runFiles(
      {
        'a.http':
          'import common.http\n\n### all\nrun #login\nrun #login (@user={{who}}, @x=y)\n' +
          'run #greet (@token={{login.response.body.$.body.json.token}})\n\nGET {{base}}/echo?last\n' +
          '@who = Änne\n### greet\nGET {{base}}/echo?{{%token}}\n',
        'common.http': shared,
      },
      '--name',
      'all',
      ...user,
    );
    assert.deepEqual([exitCode, stderr], [0, '']);
    assert.deepEqual(targets(events), [
      '/echo?me',
      '/echo?%C3%84nne',
      '/echo?t-%C3%84nne',
      '/echo?last',
    ]);
  });

  test('may stand alone, run whole files and single requests of them, and blocks of their own kind', async () => {
    const { events, exitCode, stderr } = await runFiles({
      'a.http':
        '### all\nrun more.http\nrun more.http #two\nrun #GET {{host}}/echo?unnamed\nrun #again\n###\nGET {{host}}/echo?unnamed HTTP/1.1\n### again\nrun #one\n### one\nGET {{host}}/echo?own',
      'more.http':
        '@p = 1\n### one\nGET {{host}}/echo?{{p}}\n### off\n# @disabled\nGET {{host}}/echo?off\n### two\nGET {{host}}/echo?2\n',
    });
    assert.deepEqual([exitCode, stderr], [0, '']);
    assert.deepEqual(targets(events), [
      '/echo?1',
      '/echo?2',
      '/echo?2',
      '/echo?unnamed',
      '/echo?own',
    ]);
  });

  test('take paths with variables, also of a file that is imported', async () => {
    const { events, exitCode, stderr } = await runFiles(
      {
        'a.http':
          '# @import ./shared.http\n@kind = more\n### all\nrun ./{{kind}}-{{stage}}.http\nrun {{from-shared}} #two\n',
        'shared.http': '@from-shared = {{kind}}-{{stage}}.http\n',
        'more-dev.http': '### one\nGET {{host}}/echo?1\n### two\nGET {{host}}/echo?2\n',
      },
      '--var',
      'stage=dev',
    );
    assert.deepEqual([exitCode, stderr], [0, '']);
    assert.deepEqual(targets(events), ['/echo?1', '/echo?2', '/echo?2']);
  });

  test('give secrets on masked', async () => {
    const { stdout, events } = await runFiles(
      {
        'a.http': 'run #x (@key={{token}})\n### x\nGET {{host}}/echo?{{key}}\n',
        'http-client.private.env.json': '{ "dev": { "token": "hush-hush-7" } }',
      },
      '--env',
      'dev',
    );
    assert.deepEqual(targets(events), ['/echo?••••••']);
    assert.ok(!stdout.includes('hush-hush-7'));
  });

  const refused: [what: string, lines: string, says: RegExp][] = [
    ['name nothing', 'run #none', /^a\.http:1:5: .*"#none" names no request/m],
    ['name a file that is missing', 'run none.http', /"none\.http" does not exist/],
    ['have a variable without a value', 'run #x (@a={{b}})', /^a\.http:1:12: .*b/m],
    ['have one in their path', 'run {{b}}/x.http', /^a\.http:1:5: .*variable b has no value/m],
    ['run themselves', 'run a.http', /break the circle/],
    ['run each other', 'run #x', /break the circle/],
    ['need a request that fails', 'run #down\nrun #fine', /Connection refused/],
  ];
  for (const [what, lines, says] of refused) {
    test(`that ${what} end the request before it is sent`, async () => {
      const { events, exitCode, stderr } = await runFiles({
        'a.http':
          `${lines}\n\nGET {{host}}/A\n### x\n# @forceRef y\nGET {{host}}/X\n` +
          '### y\nrun #x\n### down\nGET http://127.0.0.1:1/\n### fine\nGET {{host}}/B\n',
      });
      assert.ok(exitCode === 2 || exitCode === 3);
      assert.match(stderr, says);
      assert.deepEqual(targets(events), []);
    });
  }
});

describe('directives of a run', () => {
  test('@disabled is left out of --all, @loop sends again with its number, @sleep waits', async () => {
    const { events, exitCode } = await runFiles(
      {
        'a.http':
          '# @disabled\nGET {{host}}/A\n### b\n# @loop for 3\n# @sleep 30\nGET {{host}}/echo?{{$index}}\n### c\n# @disabled false\nGET {{host}}/B\n',
      },
      '--all',
    );
    assert.equal(exitCode, 0);
    assert.deepEqual(targets(events), ['/echo?0', '/echo?1', '/echo?2', '/B']);
  });

  test('--tag sends what has one of the tags, --all what has none too', async () => {
    const file =
      '# @tag smoke, slow\nGET {{host}}/echo?1\n### two\n# @tag other\nGET {{host}}/echo?2\n' +
      '### three\n# @tag smoke\n# @disabled\nGET {{host}}/echo?3\n### four\nGET {{host}}/echo?4\n';
    const sent = async (...args: string[]) =>
      targets((await runFiles({ 'a.http': file }, ...args)).events);
    assert.deepEqual(await sent('--tag', 'smoke'), ['/echo?1']);
    assert.deepEqual(await sent('--tag', 'slow', '--tag', 'other'), ['/echo?1', '/echo?2']);
    const none = await runFiles({ 'a.http': file }, '--tag', 'x');
    assert.equal(none.exitCode, 2);
    assert.match(none.stderr, /tags: smoke, slow, other\./);
  });

  test('@disabled is sent when it is asked for', async () => {
    const { events } = await runFiles({ 'a.http': '# @disabled\n# @name x\nGET {{host}}/A\n' });
    assert.deepEqual(targets(events), ['/A']);
  });
});

describe('questions on the command line', () => {
  const file =
    '# @prompt user Your name\nGET {{host}}/echo?{{user}}&{{$input City}}&{{$secret a-key}}\n';

  test('are answered with --var, by name or by label; secrets by the process', async () => {
    await using folder = await CliFolder.with({ 'a.http': file });
    process.env['WIREBOOK_SECRET_A_KEY'] = 'from-the-process';
    const result = await folder.run(
      'run',
      'a.http',
      '--output',
      'json',
      '--var',
      `host=${demo.urls.http}`,
      '--var',
      'user=me',
      '--var',
      'City=Bern',
    );
    delete process.env['WIREBOOK_SECRET_A_KEY'];
    assert.equal(result.exitCode, 0);
    assert.deepEqual(targets(eventsOf(result)), ['/echo?me&Bern&••••••']);
  });

  test('end the request where nobody can be asked, or the secret is not set', async () => {
    const { exitCode, stderr, events } = await runFiles({ 'a.http': file });
    assert.equal(exitCode, 2);
    assert.match(stderr, /^a\.http:2:19: WB_INVALID_REQUEST .*Nobody can be asked for "Your name"/);
    assert.deepEqual(targets(events), []);
    const secret = await runFiles({ 'a.http': file }, '--var', 'user=me', '--var', 'City=Bern');
    assert.match(secret.stderr, /set WIREBOOK_SECRET_A_KEY/);
  });
});
