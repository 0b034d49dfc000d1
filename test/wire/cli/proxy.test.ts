import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CliFolder, eventsOf } from '../../support/cli.ts';
import { serveHttp } from '../../support/httpServers.ts';
import { proxiesAreMissing, startSquid, user } from '../../support/proxies.ts';

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
    });
    const through = await folder.run('run', 'a.http', '--output', 'json');
    const body = eventsOf(through).find(({ event }) => event === 'http.body');
    assert.match(JSON.stringify(body), /squid\.test/);
    assert.doesNotMatch(through.stdout, /geheim|YW5uYTpn/);
    const past = await folder.run('run', 'past.http');
    assert.doesNotMatch(past.stdout, /squid/);
    assert.match(past.stdout, /200 OK/);
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
