import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { restClientConfig } from '../../../src/core/auth/oauth/restClientConfig.ts';
import { WireError } from '../../../src/core/errors/wireError.ts';

function read(expression: string, variables: Record<string, string> = {}) {
  return restClientConfig(expression, (name) => variables[name] ?? '');
}

describe('tokens of REST Client', () => {
  test('an OpenID Connect token: options win over variables', () => {
    const { config, isNew } = read(
      '$oidcAccessToken new clientId:one scopes:openid,api audience:orders',
      {
        oidcClientId: 'two',
        oidcAuthorizeEndpoint: 'https://id.example/auth',
        oidcTokenEndpoint: 'https://id.example/token',
      },
    );
    assert.ok(isNew);
    const { grant, clientId, authUrl, tokenUrl, redirectUrl, scope, pkce, authFields } = config;
    assert.deepEqual(
      [grant, clientId, scope, pkce],
      ['authorization_code', 'one', 'openid api', 'S256'],
    );
    assert.deepEqual(
      [authUrl, tokenUrl, redirectUrl],
      ['https://id.example/auth', 'https://id.example/token', 'http://localhost:7777'],
    );
    assert.deepEqual(authFields, [['resource', 'orders']]);
  });

  test('a token of Entra ID for a user comes by a device code, with openid among its scopes', () => {
    const { config, isNew } = read('$aadV2Token scopes:User.Read tenantId:a.example clientId:app');
    assert.ok(!isNew);
    assert.equal(config.grant, 'device_code');
    assert.equal(config.scope, 'User.Read openid profile');
    assert.equal(
      config.deviceUrl,
      'https://login.microsoftonline.com/a.example/oauth2/v2.0/devicecode',
    );
    assert.equal(config.clientSecret, '');
  });

  test('a token of Entra ID for an application comes by its secret', () => {
    const { config } = read('$aadV2Token AzureChinaCloud appOnly', {
      aadV2ClientId: 'app',
      aadV2ClientSecret: 'secret',
      aadV2AppUri: 'api://orders',
      aadV2TenantId: 'tenant',
    });
    const { grant, clientSecret, secretIn, scope, tokenUrl } = config;
    assert.deepEqual(
      [grant, clientSecret, secretIn, scope],
      ['client_credentials', 'secret', 'form', 'api://orders/.default'],
    );
    assert.equal(tokenUrl, 'https://login.chinacloudapi.cn/tenant/oauth2/v2.0/token');
  });

  const lacking: [expression: string, reason: RegExp][] = [
    ['$oidcAccessToken', /tokenEndpoint:, authorizeEndpoint:, clientId: is missing/],
    ['$aadV2Token', /clientId: is missing/],
  ];
  for (const [expression, reason] of lacking) {
    test(`${expression} says what is missing`, () => {
      assert.throws(
        () => read(expression),
        (error) => error instanceof WireError && reason.test(error.params['reason'] ?? ''),
      );
    });
  }

  test('a cloud that is none says which there are', () => {
    assert.throws(
      () => read('$aadV2Token clientId:a', { aadV2Cloud: 'Mars' }),
      (error) =>
        error instanceof WireError &&
        /Mars is none of AzureCloud/.test(error.params['reason'] ?? ''),
    );
  });
});
