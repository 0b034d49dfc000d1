import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import { CliFolder, eventsOf, resultOf } from '../../support/cli.ts';
import { serveHttp } from '../../support/httpServers.ts';
import { signIn, startOidcServer } from '../../support/oidcServer.ts';

const secret = 'very secret: service';

/** The port of a server that has ended. */
async function freedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('wirebook run with OAuth 2', () => {
  test('asks for a token once, shows the exchange masked, and sends the token', async (t) => {
    const { issuer, requests } = await startOidcServer(t);
    const received: string[] = [];
    const api = await serveHttp(t, (request, response) => {
      received.push(request.headers.authorization ?? '-');
      response.end('ok');
    });
    const request = `GET http://127.0.0.1:${api.port}/\nAuthorization: openid client_credentials idp\n`;
    await using folder = await CliFolder.with({
      'a.http': `@idp_tokenEndpoint = ${issuer}/token\n@idp_clientId = service\n${request}\n###\n${request}`,
      'http-client.private.env.json': JSON.stringify({ dev: { idp_clientSecret: secret } }),
    });
    const result = await folder.run('run', 'a.http', '--all', '--env', 'dev', '--output', 'json');
    assert.equal(result.exitCode, 0, result.stderr);
    assert.deepEqual(requests, ['POST /token']);
    assert.equal(received.length, 2);
    assert.match(received[0] ?? '', /^Bearer \S{20,}$/);
    assert.equal(received[0], received[1]);
    const names = eventsOf(result).flatMap((each) =>
      each.event === 'exchange.started' ? [each.name] : [],
    );
    assert.deepEqual(names, ['OAuth 2: idp', null, null]);
    assert.ok(!result.stdout.includes(received[0]!.slice('Bearer '.length)));
    assert.ok(!result.stdout.includes(secret));
  });

  test('reads Security.Auth of JetBrains, and puts the token wherever it stands', async (t) => {
    const { issuer, requests } = await startOidcServer(t);
    const received: string[] = [];
    const api = await serveHttp(t, (request, response) => {
      received.push(request.headers.authorization ?? '-');
      response.end('ok');
    });
    const entry = {
      Type: 'OAuth2',
      'Grant Type': 'Client Credentials',
      'Token URL': '{{issuer}}/token',
      'Client ID': 'service',
      Scope: 'api',
    };
    await using folder = await CliFolder.with({
      'a.http': `@bearer = Bearer {{$auth.token("main")}}\nGET http://127.0.0.1:${api.port}/\nAuthorization: {{bearer}}\n`,
      'b.http': `GET http://127.0.0.1:${api.port}/\nX-Token: {{$auth.token("other")}}\n`,
      'c.http': `GET http://127.0.0.1:${api.port}/\nX-Token: {{$auth.idToken("main")}}\n`,
      'http-client.env.json': JSON.stringify({
        dev: { issuer, Security: { Auth: { main: entry } } },
      }),
      'http-client.private.env.json': JSON.stringify({
        dev: { secret, Security: { Auth: { main: { 'Client Secret': '{{secret}}' } } } },
      }),
    });
    const result = await folder.run('run', 'a.http', '--env', 'dev', '--output', 'json');
    assert.equal(result.exitCode, 0, result.stderr);
    assert.deepEqual(requests, ['POST /token']);
    assert.match(received[0] ?? '', /^Bearer \S{20,}$/);
    assert.ok(!result.stdout.includes(received[0]!.slice('Bearer '.length)));

    const unknown = await folder.run('run', 'b.http', '--env', 'dev');
    assert.match(unknown.stderr, /^b\.http:2:10: WB_OAUTH_INVALID .*“other”.*no such entry/);
    const without = await folder.run('run', 'c.http', '--env', 'dev');
    assert.match(without.stderr, /^c\.http:2:10: WB_OAUTH_INVALID .*no ID token/);
    assert.equal(received.length, 1);
  });

  test('prints the page to sign in on', async (t) => {
    const { issuer } = await startOidcServer(t);
    const api = await serveHttp(t, (_request, response) => response.end('ok'));
    await using folder = await CliFolder.with({
      'a.http': [
        `@oauth2_tokenEndpoint = ${issuer}/token`,
        `@oauth2_authorizationEndpoint = ${issuer}/auth`,
        '@oauth2_clientId = app',
        '@oauth2_scope = openid',
        '@oauth2_usePkce = true',
        `GET http://127.0.0.1:${api.port}/`,
        'Authorization: oauth2 authorization_code',
        '',
      ].join('\n'),
    });
    const child = folder.start('run', 'a.http');
    child.stderr.on('data', (text: string) => {
      const page = /Sign in on this page: (\S+)/.exec(text)?.[1];
      if (page !== undefined) void signIn(page, null);
    });
    const result = await resultOf(child);
    assert.equal(result.exitCode, 0, result.stderr);
    assert.match(result.stdout, /> Authorization: Bearer ••••••/);
  });

  test(
    'reads $oidcAccessToken of REST Client, its options and its variables; new asks again',
    { timeout: 60_000 },
    async (t) => {
      const { issuer, requests } = await startOidcServer(t);
      const received: string[] = [];
      const api = await serveHttp(t, (request, response) => {
        received.push(request.headers.authorization ?? '-');
        response.end('ok');
      });
      const port = await freedPort();
      const token = `$oidcAccessToken authorizeEndpoint:${issuer}/auth scopes:openid`;
      const request = (option: string) =>
        `GET http://127.0.0.1:${api.port}/\nAuthorization: Bearer {{${token.replace(' ', ` ${option} `)}}}\n`;
      await using folder = await CliFolder.with({
        'a.http': `@oidcTokenEndpoint = ${issuer}/token\n@oidcClientId = app\n@oidcCallbackPort = ${port}\n${['', '', 'new'].map(request).join('\n###\n')}`,
      });
      const child = folder.start('run', 'a.http', '--all', '--output', 'json');
      child.stderr.on('data', (text: string) => {
        const page = /Sign in on this page: (\S+)/.exec(text)?.[1];
        if (page !== undefined) void signIn(page, null);
      });
      const result = await resultOf(child);
      assert.equal(result.exitCode, 0, result.stderr);
      const [first, second, third] = received;
      assert.match(first ?? '', /^Bearer \S{20,}$/);
      assert.equal(second, first);
      assert.notEqual(third, first);
      assert.equal(requests.filter((each) => each === 'POST /token').length, 2);
      assert.ok(!result.stdout.includes(first!.slice('Bearer '.length)));
    },
  );

  test('sends nothing where the configuration lacks something, and says what', async (t) => {
    const api = await serveHttp(t, () => assert.fail('it was sent'));
    await using folder = await CliFolder.with({
      'a.http': `GET http://127.0.0.1:${api.port}/\nAuthorization: openid client_credentials idp\n`,
    });
    const { exitCode, stderr } = await folder.run('run', 'a.http');
    assert.equal(exitCode, 2);
    assert.match(
      stderr,
      /^a\.http:2:16: WB_OAUTH_INVALID .*idp_tokenEndpoint, idp_clientId is missing/,
    );
  });
});
