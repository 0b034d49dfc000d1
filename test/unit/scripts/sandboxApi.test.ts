import assert from 'node:assert/strict';
import { generateKeyPairSync, verify } from 'node:crypto';
import { after, describe, test } from 'node:test';
import type { ScriptResponse, ScriptResult } from '../../../src/core/scripts/script.ts';
import { noGlobals } from '../../../src/core/scripts/script.ts';
import { ScriptRunner } from '../../../src/core/scripts/scriptRunner.ts';

const runner = new ScriptRunner();
after(() => runner.dispose());

const url = 'http://a.example/';
const template = { url, headers: [['X-A', 'one']] as const, body: 'sent' };
const request = {
  method: 'GET',
  ...template,
  known: template,
  environment: {},
  fileVariables: {},
  iteration: 0,
  variables: {},
  templateValues: [],
};

const slides = `<?xml version="1.0"?>
<show xmlns:x="urn:x"><slide type="all" id="a" class="big blue">Eins &amp; zwei</slide>
<slide name="n" class="blue"><x:item>drei</x:item></slide></show>`;

function run(code: string, response: Partial<ScriptResponse> | null = {}): Promise<ScriptResult> {
  const answer = {
    status: 200,
    headers: [
      ['Set-Cookie', 'sid=a=b; Path=/; HttpOnly'],
      ['set-cookie', 'lang=zh; Domain=a.example; Secure; Max-Age=60'],
    ] as const,
    mimeType: 'text/xml',
    charset: 'utf-8',
    body: slides,
    isStream: false,
    ...response,
  };
  const script = { file: 'a.http', line: 1, code, globals: noGlobals, request };
  const call = { ...script, response: response === null ? null : answer };
  return runner.call(() => ({ do: 'run', script: 1, run: call }));
}

/** What the script logs; it has no fault. */
async function logged(code: string, response: Partial<ScriptResponse> | null = {}) {
  const { logs, fault } = await run(code, response);
  assert.equal(fault, null);
  return logs;
}

async function reasonOf(code: string, response: Partial<ScriptResponse> | null = {}) {
  return (await run(code, response)).fault?.reason;
}

describe('crypto of a script', () => {
  // The values are those of Python's hashlib and hmac.
  const values: [expression: string, value: string][] = [
    [
      `md5().updateWithText('é', 'ISO-8859-1').digest().toHex()`,
      '3406877694691ddd1dfb0aca54681407',
    ],
    [`sha1().updateWithHex('616263').digest().toHex()`, 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    [
      `sha512().updateWithBase64('YWJj').digest().toBase64(true)`,
      '3a81oZNherrMQXNJriBBMRLm-k6JqX6iCp7u5ktV05ohkpkqJ0_BqDa6PCOj_uu9RU1EI2Q86A4qmslPpUyknw',
    ],
    [
      `hmac.sha1().withHexSecret('6b6579').updateWithText('abc').digest().toHex()`,
      '4fd0b215276ef12f2b3e4c8ecac2811498b656fc',
    ],
    [
      `hmac.md5().withBase64Secret('a2V5').updateWithText('abc').digest().toHex()`,
      'd2fe98063f876b03193afb49b4979591',
    ],
    [
      `sha3('256').updateWithText('abc').digest().toHex()`,
      '3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532',
    ],
    [
      `hmac.sha3('256').withTextSecret('key').updateWithText('abc').digest().toHex()`,
      '09b6dbab8d11795ca7c8d82f1cf91682013c7cb980abbb25473be4ae7f7b5683',
    ],
  ];
  for (const [expression, value] of values) {
    test(expression, async () =>
      assert.deepEqual(await logged(`client.log(crypto.${expression})`), [value]),
    );
  }

  test('says what is no hexadecimal text and no encoding', async () => {
    const hex = await reasonOf(`crypto.md5().updateWithHex('abc')`);
    assert.equal(hex, 'Error: "abc" is not hexadecimal');
    const encoding = await reasonOf(`crypto.md5().updateWithText('a', 'EBCDIC')`);
    assert.match(encoding ?? '', /the encoding EBCDIC is none of UTF-8/);
  });

  test('says what there is in the place of crypto.subtle', async () => {
    const reason = await reasonOf(`crypto.subtle.digest('SHA-256', 'a')`);
    assert.match(reason ?? '', /crypto\.subtle is not there: jwt\.sign/);
  });
});

describe('jwt of a script', () => {
  test('makes the token of RFC 7519 libraries, and reads it', async () => {
    // Made by jwt.io: HS256, secret "key".
    const [token, payload, sub] = await logged(`
      const token = jwt.sign({ sub: '王' }, 'key');
      client.log(token.split('.', 2).join('.'));
      client.log(jwt.decode(token).payload);
      client.log(jwt.verify(token, 'key').sub);`);
    assert.equal(token, 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiLnjosifQ');
    assert.deepEqual([payload, sub], ['{"sub":"王"}', '王']);
  });

  test('tells a wrong key and a token that has expired', async () => {
    const wrong = await reasonOf(`jwt.verify(jwt.sign({}, 'key'), 'other')`);
    assert.equal(wrong, 'Error: the signature of the token is not that of the key');
    const late = await reasonOf(`jwt.verify(jwt.sign({ exp: 1 }, 'key'), 'key')`);
    assert.equal(late, 'Error: the token has expired');
    assert.match(
      (await reasonOf(`jwt.sign({}, 'key', { algorithm: 'none' })`)) ?? '',
      /none of HS, RS/,
    );
  });

  test('signs with RSA and ECDSA, so that others can verify it', async () => {
    const type = {
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    } as const;
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256', ...type });
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048, ...type });
    for (const [algorithm, pair] of [
      ['ES256', ec],
      ['RS256', rsa],
      ['PS256', rsa],
    ] as const) {
      const [token = '', verified] = await logged(`
        const token = jwt.sign({ a: 1 }, ${JSON.stringify(pair.privateKey)}, { algorithm: '${algorithm}' });
        client.log(token, jwt.verify(token, ${JSON.stringify(pair.publicKey)}).a);`).then(
        ([line = '']) => line.split(' '),
      );
      assert.equal(verified, '1');
      if (algorithm === 'PS256') continue;
      const [head, claims, signature = ''] = token.split('.');
      const key = { key: pair.publicKey, dsaEncoding: 'ieee-p1363' } as const;
      assert.ok(
        verify(
          'sha256',
          Buffer.from(`${head}.${claims}`),
          key,
          Buffer.from(signature, 'base64url'),
        ),
      );
    }
  });
});

describe('documents of a script', () => {
  test('XML is a document that finds elements, and still its text', async () => {
    const logs = await logged(`
      const [first, second] = response.body.getElementsByTagName('slide');
      client.log(first.textContent, first.getAttribute('type'), first.id, first.className);
      client.log(second.firstElementChild.tagName, second.children.length, second.parentNode.nodeName);
      client.log(response.body.getElementById('a').nextSibling.nextSibling === second);
      client.log(response.body.getElementsByClassName('blue').length, response.body.getElementsByName('n').length);
      client.log(first, response.body.includes('<show'), response.body.documentElement.nodeName);
      client.log(response.body.getElementById('none'), first.hasAttribute('none'));`);
    assert.deepEqual(logs, [
      'Eins & zwei all a big blue',
      'x:item 1 show',
      'true',
      '2 1',
      '<slide type="all" id="a" class="big blue">Eins &amp; zwei</slide> true show',
      'null false',
    ]);
  });

  test('HTML has elements that are never closed; others must be', async () => {
    const html = {
      mimeType: 'text/html',
      body: '<html><body><p id=a>one<br>two</p></body></html>',
    };
    const logs = await logged(
      `client.log(response.body.getElementsByTagName('br').length, response.body.getElementById('a').textContent)`,
      html,
    );
    assert.deepEqual(logs, ['1 onetwo']);
    const open = { mimeType: 'text/html', body: '<html><p>one</html>' };
    const reason = await reasonOf(`response.body.getElementById('a')`, open);
    assert.match(reason ?? '', /the document is not text\/html, or elements in it are not closed/);
  });

  test('DOMParser reads a text, and says what is none', async () => {
    const [text] = await logged(
      `client.log(new DOMParser().parseFromString('<a><b>hey</b></a>', 'text/xml').getElementsByTagName('b')[0].innerHTML)`,
    );
    assert.equal(text, 'hey');
    const reason = await reasonOf(`new DOMParser().parseFromString('<a>', 'text/xml')`);
    assert.equal(reason, 'Error: the document is not text/xml, or elements in it are not closed');
  });

  test('a document that is nested too deep is an error, not an overflow', async () => {
    const body = '<a>'.repeat(5000) + '</a>'.repeat(5000);
    const reason = await reasonOf(`response.body.getElementsByTagName('a')`, { body });
    assert.match(reason ?? '', /nested deeper than 200 elements/);
  });

  test('xpath gives nodes or a value', async () => {
    const logs = await logged(`
      client.log(xpath(response.body, '//slide/@type')[0].textContent, xpath(response.body, 'count(//slide)') + 1);
      client.log(xpath(response.body, '//x:item/text()').map((node) => node.nodeValue));
      const slide = response.body.getElementsByTagName('slide')[1];
      client.log(xpath(slide, '/slide/@name')[0].nodeValue, xpath(slide, 'string(x:item)'));
      client.log(xpath(response.body, '//slide')[0]);`);
    assert.deepEqual(logs.slice(0, 3), ['all 3', '["drei"]', 'n drei']);
    assert.match(logs[3] ?? '', /^<slide type="all"/);
    assert.match((await reasonOf(`xpath(response.body, '//[')`)) ?? '', /Error/);
  });

  test('jsonPath gives a value, or a list where there may be several', async () => {
    const json = { mimeType: 'application/json', body: '{"a":[{"n":1},{"n":2}]}' };
    const logs = await logged(
      `client.log(jsonPath(response.body, '$.a[1].n') + 1, jsonPath(response.body, '$.a[*].n'), jsonPath(response.body, '$.none'))`,
      json,
    );
    assert.deepEqual(logs, ['3 [1,2] null']);
    assert.match(
      (await reasonOf(`jsonPath({}, '$[')`)) ?? '',
      /the JSONPath \$\[ is not understood/,
    );
  });
});

describe('what else scripts of JetBrains use', () => {
  test('the request below it is called for its parts', async () => {
    const logs = await logged(
      `const [header] = request.headers.all(); client.log(request.url(), request.body(), header.value(), \`\${header.name}\`, header.name());`,
    );
    assert.deepEqual(logs, ['http://a.example/ sent one X-A X-A']);
  });

  test('cookies that the response sets', async () => {
    const logs = await logged(`
      const [sid] = response.cookiesByName('sid');
      client.log(response.cookies().length, sid.value, sid.path, sid.httpOnly, sid.secure, sid.domain);
      const [lang] = response.cookiesByName('lang');
      client.log(lang.domain, lang.secure, lang.maxAge);`);
    assert.deepEqual(logs, ['2 a=b / true false null', 'a.example true 60']);
  });

  test('URLSearchParams, as in a browser', async () => {
    const [logs] = await logged(`
      const p = new URLSearchParams('?a=1&b=%E7%8E%8B+x&a=2&c');
      p.append('d', "it's & more"); p.set('a', 3); p.delete('c');
      const names = []; for (const [name] of p) names.push(name); p.forEach((value, name) => names.push(value));
      client.log(p, String(p), p.get('b'), p.getAll('a'), p.has('c'), p.size, names, String(new URLSearchParams({ x: 1 })), [...p.keys()]);`);
    const expected = new URLSearchParams('?a=1&b=%E7%8E%8B+x&a=2&c');
    expected.append('d', "it's & more");
    expected.set('a', '3');
    expected.delete('c');
    assert.ok(
      logs?.includes(
        ` ${expected} 王 x ["3"] false 3 ["a","b","d","3","王 x","it's & more"] x=1 ["a","b","d"]`,
      ),
      logs,
    );
  });

  test('base64, also of window', async () => {
    assert.deepEqual(
      await logged(`client.log(window.btoa('é'), atob('w6k='), window.atob('aGk='))`),
      ['6Q== Ã© hi'],
    );
  });

  test('dynamic variables, as a text or called', async () => {
    const [logs = ''] = await logged(`
      request.variables.set('id', $random.uuid);
      client.log(request.variables.get('id').length, \`\${$uuid}\`.length, $random.alphabetic(5).length, $random.integer(7, 8) + 1,
        $random.lorem.words(2).split(' ').length, $timestamp > 1e9, $exampleServer, $random.bool.bool);`);
    assert.match(logs, /^36 36 5 8 2 true localhost:8080 (?:true|false)$/);
    assert.match((await reasonOf(`client.log($random.pokemon.name())`)) ?? '', /has no value here/);
  });

  test('client.global.headers are kept, and forgotten', async () => {
    const { globals } = await run(
      `const { headers } = client.global; headers.set('X-A', 1); headers.set('X-B', 'b'); headers.clear('X-B');`,
    );
    assert.deepEqual(globals, { values: {}, headers: { 'X-A': '1' } });
  });

  const absent: [code: string, reason: RegExp][] = [
    [`fetch('http://a')`, /^ReferenceError: 'fetch' is not defined: scripts have no network$/],
    [`setTimeout(() => {}, 1)`, /scripts have no timers; # @sleep/],
    [`require('fs')`, /scripts have no files and no processes$/],
    [`$env.HOME`, /\$env is not there: write \{\{\$env\.NAME\}\} in the request/],
    [`import { a } from './a.js'`, /there is no module a\.js: a script imports files/],
    [`import fs from 'node:fs'`, /there is no module node:fs: a script imports files/],
  ];
  for (const [code, reason] of absent) {
    test(`${code} says why it is not there`, async () => {
      assert.match((await reasonOf(code)) ?? '', reason);
    });
  }

  test('response above a request says why it is not there', async () => {
    const reason = await reasonOf('response.status', null);
    assert.match(reason ?? '', /there is no response before the request is sent$/);
  });
});
