import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { CliFolder, eventsOf } from '../../support/cli.ts';
import { serveHttp } from '../../support/httpServers.ts';
import { startTestDemoServer } from '../../support/demoServer.ts';
import { proxiesAreMissing, startDante, startSquid, user } from '../../support/proxies.ts';

describe('the command line', { skip: proxiesAreMissing }, () => {
  test('takes a proxy from the environment, and never shows its password', async (t) => {
    const server = await serveHttp(t, (request, response) => response.end(request.headers['via']));
    const proxy = `http://${user.name}:${user.password}@127.0.0.1:${await startSquid(t, 'basic')}`;
    process.env['ALL_PROXY'] = proxy;
    process.env['NO_PROXY'] = '<-loopback>';
    t.after(() => {
      delete process.env['ALL_PROXY'];
      delete process.env['NO_PROXY'];
    });
    const request = `GET http://127.0.0.1:${server.port}/\n`;
    await using folder = await CliFolder.with({
      'a.http': request,
      'past.http': `# @no-proxy\n${request}`,
      'named.http': `# @no-proxy a.test, 127.0.0.0/8\n${request}`,
      'others.http': `# @no-proxy a.test\n${request}`,
      'curl.http': `curl --noproxy a.test http://127.0.0.1:${server.port}/\n`,
    });
    const through = await folder.run('run', 'a.http', '--output', 'json');
    const body = eventsOf(through).find(({ event }) => event === 'http.body');
    assert.match(JSON.stringify(body), /squid\.test/);
    assert.doesNotMatch(through.stdout, /geheim|YW5uYTpn/);
    const past = await folder.run('run', 'past.http');
    assert.doesNotMatch(past.stdout, /squid/);
    assert.match(past.stdout, /200 OK/);
    assert.doesNotMatch((await folder.run('run', 'named.http')).stdout, /squid/);
    assert.match((await folder.run('run', 'others.http')).stdout, /squid\.test/);
    assert.match((await folder.run('run', 'curl.http')).stdout, /squid\.test/);
  });

  test('sends the example of proxies and TLS', async (t) => {
    const demo = await startTestDemoServer();
    t.after(() => demo.close());
    const [squid, dante] = [await startSquid(t), await startDante(t, 1)];
    const example = await readFile(
      new URL('../../../examples/proxies.http', import.meta.url),
      'utf8',
    );
    const text = example
      .replaceAll(':3128', `:${squid}`)
      .replaceAll(':1080', `:${dante}`)
      .replaceAll(':8080', `:${demo.httpPort}`)
      .replaceAll(':8443', `:${demo.httpsPort}`);
    await using folder = await CliFolder.with({ 'proxies.http': text });
    const result = await folder.run('run', 'proxies.http', '--all', '--output', 'json');
    assert.equal(result.exitCode, 0, result.stderr);
    const events = eventsOf(result);
    const connects = events.flatMap((event) =>
      event.event === 'proxy.connect' ? [event.proxy] : [],
    );
    const http = `http://localhost:${squid}`;
    assert.deepEqual(connects, [http, http, `socks5h://localhost:${dante}`]);
    const versions = events.flatMap((event) =>
      event.event === 'tls.established' ? [event.version] : [],
    );
    assert.deepEqual(versions, ['TLSv1.3', 'TLSv1.3', 'TLSv1.2']);
  });

  test('names the proxy in a failure, without its password', async () => {
    await using folder = await CliFolder.with({
      'a.http': '# @proxy http://anna:geheim-12@127.0.0.1:9\nGET https://a.example/\n',
    });
    const { exitCode, stdout, stderr } = await folder.run('run', 'a.http');
    assert.equal(exitCode, 3);
    assert.match(
      stderr,
      /WB_PROXY_UNREACHABLE The proxy http:\/\/127\.0\.0\.1:9 cannot be reached/,
    );
    assert.doesNotMatch(stdout + stderr, /geheim/);
  });
});

describe('what a preparation fails with', () => {
  const written: [proxy: string, shown: string][] = [
    ['gopher://ali:{{pw}}@127.0.0.1:9', 'gopher://••••••@127.0.0.1:9'],
    ['http://ali:{{pw}}@h.test:9/x', 'http://••••••@h.test:9/x'],
    ['pac+http://ali:{{pw}}@h.test/x', 'pac+http://h.test/x'],
    ['pac:http://ali:{{pw}}@h.test/x', 'http://h.test/x'],
    ['ali:{{pw}}@h.test/wpad.dat', 'http://h.test/wpad.dat'],
    ['socks6://ali:geheim-12@h.test:9', 'socks6://••••••@h.test:9'],
    ['https//ali:geheim-12@h.test:9', 'https//••••••@h.test:9'],
    ['http://ali:a/b geheim-12@h.test:9', 'http://••••••@h.test:9'],
    ['ali:/geheim-12@h.test', '••••••@h.test'],
  ];
  for (const [proxy, shown] of written) {
    test(`shows no password of # @proxy ${proxy}`, async () => {
      await using folder = await CliFolder.with({
        'a.http': `# @proxy ${proxy}\nGET http://a.test/\n`,
        'http-client.private.env.json': '{"dev": {"pw": "geheim-12"}}',
      });
      for (const output of ['text', 'json']) {
        const run = await folder.run('run', 'a.http', '--env', 'dev', '--output', output);
        assert.notEqual(run.exitCode, 0);
        assert.ok(run.stdout.includes(shown), run.stdout);
        assert.doesNotMatch(run.stdout + run.stderr, /geheim/);
      }
      const parsed = await folder.run('parse', 'a.http', '--json');
      const diagnostics = /"diagnostics":.*/.exec(parsed.stdout)?.[0];
      assert.doesNotMatch(`${diagnostics}${parsed.stderr}`, /geheim/);
    });
  }

  test('shows no value of a private environment', async () => {
    await using folder = await CliFolder.with({
      'a.http': '# @timeout {{pw}}\nGET http://a.test/\n',
      'http-client.private.env.json': '{"dev": {"pw": "geheim-12"}}',
    });
    const run = await folder.run('run', 'a.http', '--env', 'dev', '--output', 'json');
    const failed = eventsOf(run).find(({ event }) => event === 'exchange.failed');
    assert.match(JSON.stringify(failed), /••••••\W+ is no value for @timeout/);
    assert.doesNotMatch(run.stdout + run.stderr, /geheim/);
  });
});

test('a proxy that passes a plain request on is named in the text', async (t) => {
  const proxy = await serveHttp(t, (_request, response) => response.end('from the proxy'));
  const url = `http://anna:geheim-12@127.0.0.1:${proxy.port}`;
  await using folder = await CliFolder.with({
    'a.http': `# @proxy ${url}\nGET http://a.test/\n`,
  });
  const { stdout } = await folder.run('run', 'a.http');
  assert.ok(
    stdout.includes(`  PROXY http://127.0.0.1:${proxy.port} forwards\n> GET http://a.test/ `),
  );
  assert.match(stdout, /from the proxy/);
});
