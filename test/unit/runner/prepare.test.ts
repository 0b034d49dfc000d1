import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { explainFailure } from '../../../src/core/errors/explain.ts';
import { english } from '../../../src/core/errors/translate.ts';
import { idleHandlers, type Handler } from '../../../src/core/request-file/handlerNode.ts';
import { prepareRequest } from '../../../src/core/runner/prepare.ts';
import { isPrepared } from '../../../src/core/runner/preparedRequest.ts';
import { workspace } from '../../support/requestFiles.ts';
import { failureOf, prepared, preparedText } from './preparing.ts';
import { parseText, prepareContext, requestAt } from '../../support/requestFiles.ts';

describe('a prepared request', () => {
  test('says where it stands and what it is', async () => {
    const request = await prepared(
      '@a = 1\n\n### Title\n# @name hello\nDELETE http://a.example/{{a}}',
    );
    assert.deepEqual(
      [request.file, request.line, request.name, request.kind, request.method, request.url],
      [`${workspace}/sub/requests.http`, 5, 'hello', 'http', 'DELETE', 'http://a.example/1'],
    );
    assert.deepEqual([request.body, request.steps, request.headers], [[], [], []]);
  });

  test('can be handed to a worker', async () => {
    const request = await prepared('WS ws://a.example\n\n=== send hex\n00');
    assert.deepEqual(structuredClone(request), request);
  });

  const methods: [text: string, method: string, kind: string][] = [
    ['http://a.example', 'GET', 'http'],
    ['post http://a.example', 'POST', 'http'],
    ['PURGE http://a.example', 'PURGE', 'http'],
    ['SSE http://a.example', 'GET', 'sse'],
    ['WS ws://a.example', 'GET', 'websocket'],
    ['GRAPHQL http://a.example', 'POST', 'graphql'],
    ['GET http://a.example\nX-Request-Type: GraphQL', 'GET', 'graphql'],
  ];
  for (const [text, method, kind] of methods) {
    test(`${JSON.stringify(text)} is sent with ${method}`, async () => {
      const request = await prepared(text);
      assert.deepEqual([request.method, request.kind], [method, kind]);
    });
  }
});

describe('handlers', () => {
  const base = 'POST http://a.example\n\n{}\n';
  const lines: Partial<Record<Handler['kind'], string>> = {
    responseFile: '<> kept.json',
    recordedResponse: 'HTTP/1.1 200 OK\nServer: x\n\n{}',
    command: '<--->',
    assertion: '?? status == 200',
    saveResponse: '>> kept.json',
  };
  for (const [kind, line] of Object.entries(lines)) {
    const isIdle = idleHandlers.has(kind as Handler['kind']);
    test(`${line} ${isIdle ? 'changes nothing' : 'is done'}`, async () => {
      const text = `${base}\n${line}\n`;
      const [block] = parseText(text).blocks;
      assert.deepEqual(
        block?.handlers.map((each) => each.kind),
        [kind],
      );
      const [bare, whole] = [await prepared(base), await prepared(text)];
      assert.equal(JSON.stringify(bare) === JSON.stringify(whole), isIdle);
    });
  }
});

describe('URLs', () => {
  const urls: [text: string, url: string][] = [
    ['GET http://a.example', 'http://a.example/'],
    ['GET http://a.example/x y?z=ä#part', 'http://a.example/x%20y?z=%C3%A4'],
    ['GET a.example/x', 'http://a.example/x'],
    ['GET localhost:8443/x', 'https://localhost:8443/x'],
    ['GET localhost:443?x', 'https://localhost/?x'],
    ['GET [::1]:8080/x', 'http://[::1]:8080/x'],
    ['GET /x?y\nHost: a.example:8080', 'http://a.example:8080/x?y'],
    ['@host = https://a.example\nGET /x', 'https://a.example/x'],
    ['@host = b.example\nGET /x\nHost: a.example', 'http://a.example/x'],
    ['GET /x\nHost: https://a.example:8080', 'https://a.example:8080/x'],
    ['GET /x?y=/z\nHost: http://a.example/', 'http://a.example/x?y=/z'],
    ['GET /x\nhost: a.example:443', 'https://a.example/x'],
    ['GET /x\nhost: a.example:8443', 'https://a.example:8443/x'],
    ['WS /x\nHost: a.example:8443', 'wss://a.example:8443/x'],
    ['WS a.example', 'ws://a.example/'],
    ['WSS a.example:9000', 'wss://a.example:9000/'],
    ['WSS a.example:8443', 'wss://a.example:8443/'],
    ['WEBSOCKET https://a.example/x', 'wss://a.example/x'],
    ['wss://a.example/x', 'wss://a.example/x'],
    ['@h = a.example\nGET http://{{h}}\n  /p\n  ?q={{%h}}/', 'http://a.example/p?q=a.example/'],
  ];
  for (const [text, url] of urls) {
    test(`${JSON.stringify(text)} goes to ${url}`, async () => {
      assert.equal((await prepared(text)).url, url);
    });
  }

  const wrong = [
    'GET /no/host',
    'OPTIONS *\nHost: a.example',
    'GET http://',
    'GET http://a b/',
    'GET http://a:99999',
    'POST ftp://a.example',
    'DELETE everything now',
    'WS ftp://a.example',
  ];
  for (const text of wrong) {
    test(`${JSON.stringify(text)} is WB_INVALID_URL`, async () => {
      const { code, phase, params } = await failureOf(text);
      assert.deepEqual([code, phase, params['line']], ['WB_INVALID_URL', 'prepare', '1']);
      assert.ok(params['url']);
    });
  }

  test('a Host with a scheme is sent without it', async () => {
    const { headers } = await prepared('GET /x\nHost: https://a.example:8080');
    assert.deepEqual(headers, [['Host', 'a.example:8080']]);
  });

  test('headers below NOP hold for all requests that write none of that name', async () => {
    const text =
      '### Shared\n@t = 1\n\nNOP\nHost: a.example\n# no header\nX-Token: {{t}}\n\n### a\nGET /x\nx-token: own\n\n### b\nGET /y';
    const [own, other] = [await prepared(text), await prepared(text, { index: 1 })];
    assert.deepEqual(
      [own.url, own.headers],
      [
        'http://a.example/x',
        [
          ['x-token', 'own'],
          ['Host', 'a.example'],
        ],
      ],
    );
    assert.deepEqual(other.headers, [
      ['Host', 'a.example'],
      ['X-Token', '1'],
    ]);
  });

  test('default headers of kulala hold for requests that write none of that name', async () => {
    const files = {
      'http-client.env.json': JSON.stringify({
        $kulalaShared: {
          t: 'shared',
          $kulalaDefaultHeaders: { 'X-Api': 'd1', 'X-Shared': '{{t}}', 'X-Count': 7, 'X-No': [] },
        },
        dev: { $kulalaDefaultHeaders: { 'x-api': 'dev', Host: 'a.example' } },
      }),
      'http-client.private.env.json': JSON.stringify({
        $kulalaShared: { $kulalaDefaultHeaders: { 'X-Key': 'hidden {{t}}' } },
      }),
    };
    const all = await prepared('GET http://b.example\nx-shared: own', { files });
    assert.deepEqual(all.headers, [
      ['x-shared', 'own'],
      ['X-Key', 'hidden shared'],
      ['X-Api', 'd1'],
      ['X-Count', '7'],
    ]);
    assert.ok(all.secrets.includes('hidden shared'));
    const dev = await prepared('GET /x', { files, context: { environment: 'dev' } });
    assert.equal(dev.url, 'http://a.example/x');
    assert.deepEqual(dev.headers, [
      ['x-api', 'dev'],
      ['Host', 'a.example'],
      ['X-Key', 'hidden shared'],
      ['X-Shared', 'shared'],
      ['X-Count', '7'],
    ]);
  });

  test('a TCP conversation takes no default headers', async () => {
    const files = {
      'http-client.env.json':
        '{ "$kulalaShared": { "$kulalaDefaultHeaders": { "X-Api": "{{t}}" } } }',
    };
    assert.deepEqual((await prepared('TCP localhost:7', { files })).headers, []);
  });

  test('a line break from a variable is refused', async () => {
    assert.equal(
      (await failureOf('@x = a\\nb\nGET http://a.example/{{x}}')).code,
      'WB_INVALID_URL',
    );
  });

  const unixSockets: [text: string, url: string, path: string][] = [
    ['GET unix:/run/x.sock:/y?z=1', 'http://localhost/y?z=1', '/run/x.sock'],
    ['GET unix:///run/x.sock:/y', 'http://localhost/y', '/run/x.sock'],
    ['GET http://unix:/run/x.sock:/y', 'http://localhost/y', '/run/x.sock'],
    ['GET https://unix:/run/x.sock', 'https://localhost/', '/run/x.sock'],
    ['GET http+unix://%2Frun%2Fa%20b%3Ac.sock/y', 'http://localhost/y', '/run/a b:c.sock'],
    ['http+unix://%2Frun%2Fx.sock', 'http://localhost/', '/run/x.sock'],
    ['GET unix:/run/x.sock:/y\nHost: docker', 'http://docker/y', '/run/x.sock'],
    ['@s = /运行/x.sock\nGET unix:{{s}}:/y', 'http://localhost/y', '/运行/x.sock'],
    ['ws+unix:/run/x.sock:/chat', 'ws://localhost/chat', '/run/x.sock'],
    ['WS ws+unix:///run/x.sock:/chat?a:b', 'ws://localhost/chat?a:b', '/run/x.sock'],
    ['WS unix:/run/x.sock:/chat', 'ws://localhost/chat', '/run/x.sock'],
    ['wss+unix:/run/x.sock:/chat', 'wss://localhost/chat', '/run/x.sock'],
    ['TCP unix:/run/x.sock', 'tcp://localhost/run/x.sock', '/run/x.sock'],
    ['tls://unix:/run/x.sock', 'tls://localhost/run/x.sock', '/run/x.sock'],
    ['GET unix:./x.sock:/y', 'http://localhost/y', `${workspace}/sub/x.sock`],
    ['GET unix:../x.sock:/y', 'http://localhost/y', `${workspace}/x.sock`],
    [
      'TCP unix:run/x.sock',
      `tcp://localhost${workspace}/sub/run/x.sock`,
      `${workspace}/sub/run/x.sock`,
    ],
    ['WS ws+unix:./x.sock:/chat', 'ws://localhost/chat', `${workspace}/sub/x.sock`],
    ['GET unix:@app:/y', 'http://localhost/y', '@app'],
    ['GET http+unix://%00app/y', 'http://localhost/y', '@app'],
    ['TCP unix:@app', 'tcp://localhost/@app', '@app'],
    ['curl --abstract-unix-socket app http://d/info', 'http://d/info', '@app'],
    ['curl --unix-socket /run/d.sock https://d/info', 'https://d/info', '/run/d.sock'],
  ];
  for (const [text, url, path] of unixSockets) {
    test(`${JSON.stringify(text)} goes to ${url} over ${path}`, async () => {
      const request = await prepared(text);
      const { host } = new URL(url);
      assert.deepEqual([request.url, request.options.unixSocket], [url, { path, host }]);
    });
  }

  for (const text of ['GET unix:8080/y', 'TCP unix:@', 'UDP unix:/run/x.sock']) {
    test(`${JSON.stringify(text)} says what to write`, async () => {
      const { code, params } = await failureOf(text);
      assert.equal(code, 'WB_INVALID_REQUEST');
      assert.match(params['reason'] ?? '', /UNIX socket.* write /);
    });
  }

  test('a named pipe is said to be of Windows', async () => {
    for (const text of ['GET unix://./pipe/docker:/v1', String.raw`GET unix:\\.\pipe\docker:/v1`]) {
      const { params } = await failureOf(text);
      assert.match(params['reason'] ?? '', /is a named pipe, which only Windows has\.$/);
    }
  });

  test('credentials in the URL become a header and leave the URL', async () => {
    const request = await prepared('GET http://me:p%40ss%zz@a.example/');
    assert.equal(request.url, 'http://a.example/');
    assert.deepEqual(request.headers, [['Authorization', `Basic ${btoa('me:p%40ss%zz')}`]]);
    const plain = await prepared('GET http://me:p%40ss@a.example/');
    assert.deepEqual(plain.headers, [['Authorization', `Basic ${btoa('me:p@ss')}`]]);
    const own = await prepared('GET http://me:pass@a.example/\nauthorization: Bearer x');
    assert.deepEqual(own.headers, [['authorization', 'Bearer x']]);
  });
});

describe('headers', () => {
  test('keep order, case, repetition and the Host as written', async () => {
    const text = '@v = 2\nGET http://a.example\nx-B: 1\nHost: other.example\nX-b: {{v}}\nx-B: 1';
    assert.deepEqual((await prepared(text)).headers, [
      ['x-B', '1'],
      ['Host', 'other.example'],
      ['X-b', '2'],
      ['x-B', '1'],
    ]);
  });

  test('CR, LF and NUL in a value are refused, also from variables', async () => {
    for (const [escape, line] of [
      ['\\r', '3'],
      ['\\n', '3'],
      ['\\r\\nX: y', '3'],
    ]) {
      const { code, params } = await failureOf(
        `@bad = a${escape}b\nGET http://a.example\nX-Bad: {{bad}}`,
      );
      assert.deepEqual(
        [code, params['name'], params['line']],
        ['WB_INVALID_HEADER', 'X-Bad', line],
      );
      assert.match(params['reason'] ?? '', /line break/);
    }
    assert.equal((await failureOf('GET http://a.example\nX: a\0b')).code, 'WB_INVALID_HEADER');
  });

  test('a name that a variable makes no token is refused', async () => {
    for (const name of ['a b', 'a:', '', 'ä', 'a\\nb']) {
      const { code } = await failureOf(`@n = "${name}"\nGET http://a.example\n{{n}}: x`);
      assert.equal(code, 'WB_INVALID_HEADER', name);
    }
  });

  test('a subprotocol with a line break is refused', async () => {
    const text = '@p = a\\r\\nX: y\n# @subprotocol {{p}}\nWS ws://a.example';
    assert.equal((await failureOf(text)).code, 'WB_INVALID_HEADER');
  });

  test('what the kind needs is added where the file leaves it out', async () => {
    assert.deepEqual((await prepared('SSE http://a.example')).headers, [
      ['Accept', 'text/event-stream'],
    ]);
    assert.deepEqual((await prepared('SSE http://a.example\naccept: x')).headers, [
      ['accept', 'x'],
    ]);
    assert.deepEqual((await prepared('# @subprotocol chat, v2\nWS ws://a.example')).headers, [
      ['Sec-WebSocket-Protocol', 'chat, v2'],
    ]);
    assert.deepEqual((await prepared('POST http://a.example\nX-REQUEST-TYPE: GraphQL')).headers, [
      ['Content-Type', 'application/json'],
    ]);
  });
});

const authentication = async (value: string) => {
  const request = await prepared(`GET http://a.example\nAuthorization: ${value}`);
  assert.deepEqual(request.headers, []);
  return { ...request.authentication, secrets: request.secrets };
};

describe('...name among the headers', () => {
  const environment = JSON.stringify({
    dev: { id: 7, defaults: { 'X-Id': '{{id}}', 'X-Text': 'a {{b}}', Authorization: 'Basic u p' } },
  });
  const around = {
    files: { 'http-client.env.json': environment },
    context: { environment: 'dev' },
  };

  test('stands for the members of an object of the environment, in its place', async () => {
    const text = '@b = {{id}}\nGET http://a.example\nA: 1\n...defaults\nB: {{defaults.X-Id}}';
    assert.deepEqual((await prepared(text, around)).headers, [
      ['A', '1'],
      ['X-Id', '7'],
      ['X-Text', 'a 7'],
      ['Authorization', 'Basic dTpw'],
      ['B', '7'],
    ]);
  });

  test('is refused where there is no such object', async () => {
    const { code, params } = await failureOf('GET http://a.example\n...nothing', around);
    assert.deepEqual([code, params['line']], ['WB_INVALID_REQUEST', '2']);
    assert.match(params['reason'] ?? '', /"nothing" is no object of headers/);
  });
});

describe('credentials', () => {
  const basic: [written: string, plain: string][] = [
    ['Basic user password', 'user:password'],
    ['Basic user:password', 'user:password'],
    ['Basic user:pa:ss', 'user:pa:ss'],
    ['Basic user pa:ss word', 'user:pa:ss word'],
    ['basic {{u}} {{p}}', 'ünï:pass'],
  ];
  for (const [written, plain] of basic) {
    test(`${written} is sent in base64`, async () => {
      const request = await prepared(
        `@u = ünï\n@p = pass\nGET http://a.example\nAuthorization: ${written}`,
      );
      const sent = request.headers[0]?.[1] ?? '';
      assert.equal(Buffer.from(sent.slice('Basic '.length), 'base64').toString('utf8'), plain);
      assert.ok(request.secrets.includes(sent.slice('Basic '.length)));
      assert.ok(request.secrets.includes(plain.slice(plain.indexOf(':') + 1)));
    });
  }

  test('base64, Bearer and others stay as written, and are secret', async () => {
    for (const value of [
      'Basic dXNlcjpwYXNz',
      'Bearer abc.def',
      'Digest username="x", nonce="y"',
    ]) {
      const request = await prepared(`GET http://a.example\nAuthorization: ${value}`);
      assert.deepEqual(request.headers, [['Authorization', value]]);
      assert.deepEqual(request.secrets, [value.slice(value.indexOf(' ') + 1)]);
    }
    assert.deepEqual((await prepared('GET http://a.example\nAuthorization: abc')).secrets, ['abc']);
  });

  test('keys in headers of their own are secret', async () => {
    assert.deepEqual((await prepared('GET http://a.example\nX-Api-Key: abcd')).secrets, ['abcd']);
  });

  test('Digest and AWS become headers only when they are sent, and their passwords are secret', async () => {
    const digest = {
      scheme: 'digest',
      user: 'user',
      password: 'pa:ss=word',
      secrets: ['pa:ss=word'],
    };
    assert.deepEqual(await authentication('Digest user pa:ss=word'), digest);
    assert.deepEqual(await authentication('Digest user:pa:ss=word'), digest);
    assert.deepEqual(await authentication('AWS id key token:t/1 service:s3 region:eu-west-1'), {
      scheme: 'aws',
      accessKey: 'id',
      secretKey: 'key',
      token: 't/1',
      region: 'eu-west-1',
      service: 's3',
      secrets: ['key', 't/1'],
    });
  });

  test('shorthands that are incomplete or not supported are not sent as they stand', async () => {
    const refused: [field: string, code: string][] = [
      ['Authorization: Digest user', 'WB_INVALID_REQUEST'],
      ['Authorization: AWS id', 'WB_INVALID_REQUEST'],
      ['Authorization: AWS id key zone:x', 'WB_INVALID_REQUEST'],
      ['Authorization: openid client_credentials x', 'WB_OAUTH_INVALID'],
      ['Proxy-Authorization: Digest user password', 'WB_UNSUPPORTED_KIND'],
    ];
    for (const [field, code] of refused) {
      assert.equal((await failureOf(`GET http://a.example\n${field}`)).code, code, field);
    }
  });
});

describe('what is not sent', () => {
  const refused: [text: string, code: string, line: string][] = [
    ['GTE http://a.example', 'WB_INVALID_REQUEST', '1'],
    ['GET http://a.example\nAccept */*', 'WB_INVALID_REQUEST', '2'],
    ['GET http://a.example\nA B: c', 'WB_INVALID_REQUEST', '2'],
    ['# @timeout soon\nGET http://a.example', 'WB_INVALID_REQUEST', '1'],
    ['GET http://a.example HTTP/3', 'WB_INVALID_REQUEST', '1'],
    ['GET http://a.example\n...headers', 'WB_INVALID_REQUEST', '2'],
    ['GRPC a.example/x', 'WB_UNSUPPORTED_KIND', '1'],
    ['TCP a.example', 'WB_INVALID_REQUEST', '1'],
    ['ftp://a.example', 'WB_UNSUPPORTED_KIND', '1'],
    ['WS ws://a.example\n\nhi\n=== expect\nsoon', 'WB_INVALID_REQUEST', '5'],
    ['GET http://{{missing}}', 'WB_UNRESOLVED_VARIABLE', '1'],
    ['POST http://a.example\n\nline\n {{missing}}', 'WB_UNRESOLVED_VARIABLE', '4'],
    ['POST http://a.example\n\n{{missing}}\n< ./no-file', 'WB_UNRESOLVED_VARIABLE', '3'],
    ['@a = {{a}}\nGET http://{{a}}', 'WB_INVALID_REQUEST', '2'],
    ['GET http://a.example/{{process.exit(1)}}', 'WB_INVALID_REQUEST', '1'],
    ['GET http://a.example/{{login.response.body.id}}', 'WB_UNRESOLVED_VARIABLE', '1'],
  ];
  for (const [text, code, line] of refused) {
    test(`${JSON.stringify(text)} is ${code}`, async () => {
      const failure = await failureOf(text);
      assert.deepEqual(
        [failure.code, failure.phase, failure.params['line']],
        [code, 'prepare', line],
      );
      if (code === 'WB_INVALID_REQUEST') assert.ok(failure.params['reason']);
      if (code === 'WB_UNSUPPORTED_KIND') assert.ok(failure.params['kind']);
      if (code === 'WB_UNRESOLVED_VARIABLE') assert.ok(failure.params['name']);
    });
  }

  test('says what a reference lacks, and what to do about it', async () => {
    const cases: [expression: string, message: RegExp, hint: RegExp][] = [
      [
        'plain',
        /^The variable plain has no value\. Nothing was sent\.$/,
        /^Define it with @plain = …/,
      ],
      ['none.response.status', /^“none\.response\.status” names no request\./, /# @name/],
      ['$processEnv NOT_SET', /^“\$processEnv NOT_SET” is set nowhere\./, /the process/],
      [
        '$.clients..id',
        /^“\$\.clients\.\.id” has no value yet: a script sets it/,
        /that script first/,
      ],
      ['users[*].id', /^“users\[\*\]\.id” is known from other tools/, /Write the value itself/],
      ['$nothing 1', /^There is no dynamic variable “\$nothing”\. Nothing/, /behind \{\{\$/],
      [
        'login.request.url',
        /^“login\.request\.url” reads what no reference has\. Nothing/,
        /\.response\.body, \.headers/,
      ],
    ];
    for (const [expression, message, hint] of cases) {
      const failure = await failureOf(`GET http://a/{{${expression}}}\n### login\nGET http://b`);
      const told = explainFailure({ ...failure, cause: null }, english);
      assert.match(told.message, message);
      assert.match(told.hint, hint);
    }
  });

  test('keeps the method of another tool as it is written', async () => {
    for (const [text, method] of [
      ['MQTT tcp://a.example', 'MQTT'],
      ['GRPC a.example/service', 'GRPC'],
    ]) {
      const file = parseText(text ?? '');
      const request = await prepareRequest(file, requestAt(file), await prepareContext());
      assert.equal(request?.method, method);
    }
  });

  test('is recorded with its place, kind, method and the URL as written', async () => {
    const file = parseText('### Name\npost http://{{missing}}/x');
    const request = await prepareRequest(file, requestAt(file), await prepareContext());
    assert.equal(isPrepared(request), false);
    assert.deepEqual(request, {
      file: `${workspace}/sub/requests.http`,
      line: 2,
      name: 'Name',
      kind: 'http',
      method: 'POST',
      url: 'http://{{missing}}/x',
      failure: {
        code: 'WB_UNRESOLVED_VARIABLE',
        phase: 'prepare',
        params: { name: 'missing', diagnostic: 'WB2001', line: '2', column: '13' },
      },
    });
  });

  test('one request does not keep the next from being sent', async () => {
    const text = 'GET http://{{missing}}\n###\nGET http://a.example';
    assert.equal((await prepared(text, { index: 1 })).url, 'http://a.example/');
  });

  test('warnings and hints keep nothing from being sent', async () => {
    const text = '# @unheard-of\nget http://a.example\n\nbody\n\n> {% script %}';
    assert.equal(await preparedText(text), 'body');
  });
});
