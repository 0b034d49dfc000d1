import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { curlToRequestText } from '../../../src/core/curl/curlToRequestText.ts';

function textOf(command: string): string {
  const read = curlToRequestText(command);
  assert.ok(read);
  return read.text;
}

/** Without the directive for what curl does by itself: it follows no redirect. */
const linesOf = (command: string) => textOf(`${command} -L`).trimEnd().split('\n');

describe('a curl command as a request', () => {
  test('is a GET, follows no redirect unless asked, and gets the scheme that curl takes', () => {
    assert.equal(textOf('curl a.example'), '# @no-redirect\nGET http://a.example\n');
    assert.equal(textOf('  curl.exe -sSL https://a.example'), 'GET https://a.example\n');
    assert.equal(textOf('curl -L {{host}}/x'), 'GET {{host}}/x\n');
    assert.equal(textOf('curl -L ws://a.example'), 'WEBSOCKET ws://a.example\n');
  });

  test('keeps method, headers and data in their order', () => {
    assert.deepEqual(
      linesOf(`curl -XPUT https://a.example -H 'X-A: 1' --header="X-B;" -d a=1 --data-raw @b`),
      [
        'PUT https://a.example',
        'X-A: 1',
        'X-B:',
        'Content-Type: application/x-www-form-urlencoded',
        '',
        'a=1&@b',
      ],
    );
  });

  test('has a JSON body, files, an upload', () => {
    assert.deepEqual(linesOf(`curl https://a.example --json '{"你":1}'`), [
      'POST https://a.example',
      'Content-Type: application/json',
      'Accept: application/json',
      '',
      '{"你":1}',
    ]);
    assert.deepEqual(linesOf('curl -H "Content-Type: x/y" --data-binary @a.bin b.example'), [
      'POST http://b.example',
      'Content-Type: x/y',
      '',
      '< a.bin',
    ]);
    assert.deepEqual(linesOf('curl -T a.bin b.example'), ['PUT http://b.example', '', '< a.bin']);
  });

  test('-G puts data in the query, percent-encoded where asked, variables too', () => {
    assert.deepEqual(
      linesOf(`curl -G 'a.example?x' -d y=2 --data-urlencode 'q=a b&{{t}}' --url-query z=中`),
      ['GET http://a.example?x&z=%E4%B8%AD&y=2&q=a+b%26{{%t}}'],
    );
  });

  test('-F makes a multipart body with files', () => {
    assert.deepEqual(
      linesOf(
        `curl a.example -F 'n="a;b"' -F 'f=@"x y.png";filename=z.png' -F 't=<t.txt;type=text/x'`,
      ),
      [
        'POST http://a.example',
        'Content-Type: multipart/form-data; boundary=WirebookFormBoundary',
        '',
        '--WirebookFormBoundary',
        'Content-Disposition: form-data; name="n"',
        '',
        'a;b',
        '--WirebookFormBoundary',
        'Content-Disposition: form-data; name="f"; filename="z.png"',
        'Content-Type: image/png',
        '',
        '< x y.png',
        '--WirebookFormBoundary',
        'Content-Disposition: form-data; name="t"',
        'Content-Type: text/x',
        '',
        '< t.txt',
        '--WirebookFormBoundary--',
      ],
    );
  });

  test('a form that begins like a comment is encoded', () => {
    for (const [data, form] of [
      ['#5', '%235'],
      ['//5', '%2F/5'],
    ] as const) {
      assert.equal(linesOf(`curl a.example -d '${data}'`).at(-1), form);
    }
  });

  const headers: [options: string, header: string][] = [
    ['-u me:pa:ss', 'Authorization: Basic me:pa:ss'],
    ['-u "me:p s"', 'Authorization: Basic bWU6cCBz'],
    ['--digest -u me:x', 'Authorization: Digest me:x'],
    [
      '-u key:secret --aws-sigv4 aws:amz:eu-1:s3',
      'Authorization: AWS key secret region:eu-1 service:s3',
    ],
    ['--oauth2-bearer abc', 'Authorization: Bearer abc'],
    ['-A tool/1', 'User-Agent: tool/1'],
    ['-e http://b.example', 'Referer: http://b.example'],
    ['-b a=1', 'Cookie: a=1'],
    ['-r 0-9', 'Range: bytes=0-9'],
    ['--compressed', 'Accept-Encoding: deflate, gzip, br, zstd'],
  ];
  for (const [options, header] of headers) {
    test(`${options} is a header`, () => {
      assert.deepEqual(linesOf(`curl a.example ${options}`), ['GET http://a.example', header]);
    });
  }

  const directives: [options: string, directive: string][] = [
    ['-k', '# @insecure'],
    ['-m 2.5', '# @timeout 2.5 s'],
    ['--connect-timeout 3', '# @connection-timeout 3 s'],
    ['-x http://p.example:1', '# @proxy http://p.example:1'],
    ['--socks5-hostname p.example:1', '# @proxy socks5h://p.example:1'],
  ];
  for (const [options, directive] of directives) {
    test(`${options} is a directive`, () => {
      assert.deepEqual(linesOf(`curl a.example ${options}`), [directive, 'GET http://a.example']);
    });
  }

  test('HTTP versions, HEAD and UNIX sockets stand in the request line', () => {
    assert.deepEqual(linesOf('curl a.example --http2-prior-knowledge -I'), [
      'HEAD http://a.example HTTP/2 (Prior Knowledge)',
    ]);
    assert.deepEqual(linesOf('curl --unix-socket /run/d.sock http://d/info'), [
      'GET unix:/run/d.sock:/info',
      'Host: d',
    ]);
    assert.deepEqual(linesOf('curl --unix-socket /run/d.sock https://d').slice(0, 1), [
      'GET https://unix:/run/d.sock:/',
    ]);
  });

  test('what -H names is not added a second time, and what it takes away is not added', () => {
    assert.deepEqual(linesOf(`curl a.example -d x -H 'content-type: a/b'`).slice(1, 2), [
      'content-type: a/b',
    ]);
    assert.deepEqual(linesOf(`curl a.example -d x -H 'Content-Type:'`), [
      'POST http://a.example',
      '',
      'x',
    ]);
  });

  test('blanks and line breaks of form data survive', () => {
    assert.equal(linesOf(`curl a.example -d 'a= b' -d 'c=d\ne'`).at(-1), 'a=%20b&c=d%0Ae');
  });
});

describe('quotes and line ends', () => {
  const url = 'https://a.example/?x=1&y=2';
  const same: Record<string, string> = {
    'of a POSIX shell': `curl -L \\\n  '${url}' \\\r\n -H "A: \\"q\\" \\$ \`" -H $'B: \\u4e2d\\x41\\'\\101'`,
    'of cmd': `curl -L ^"${url.replace('&', '^&')}^" ^\r\n  -H ^"A: ^\\^"q^\\^" $ \`^" -H "B: 中A'A"`,
    'of PowerShell': `curl.exe -L \`\n  '${url}' \`\n -H "A: \`"q\`" \`$ \`\`" -H 'B: 中A''A'`,
    'of someone in a hurry': `curl -L\n  ${url}\n  -H 'A: "q" $ \`'\n-H "B: 中A'A"`,
  };
  for (const [whose, command] of Object.entries(same)) {
    test(whose, () => {
      assert.equal(textOf(command), `GET ${url}\nA: "q" $ \`\nB: 中A'A\n`);
    });
  }

  test('a line break inside quotes of cmd is kept', () => {
    assert.equal(
      linesOf('curl ^"http://a.example^" -H ^"Content-Type: a/b^" --data-raw ^"x^\n\ny^"')
        .slice(3)
        .join('\n'),
      'x\ny',
    );
  });
});

describe('where to connect and who asks', () => {
  test('client certificates become ClientCert', () => {
    const expected = {
      '--cert c.pem --key k.pem --pass "a b"': 'cert: c.pem key: k.pem passphrase: "a b"',
      '-E both.pem:word': 'cert: both.pem key: both.pem passphrase: word',
      "--cert 'a\\:b.p12:w:x' --cert-type P12": 'pfx: a:b.p12 passphrase: w:x',
      "--cert 'C:\\x y.p12' --cert-type p12": 'pfx: "C:\\x y.p12"',
    };
    for (const [options, value] of Object.entries(expected)) {
      assert.ok(
        textOf(`curl ${options} https://a.example`).includes(`\nClientCert: ${value}\n`),
        options,
      );
    }
  });

  test('--cacert, --resolve and --connect-to become directives', () => {
    const expected = {
      '--cacert ca.pem': '# @ca ca.pem',
      '--resolve a.example:443:127.0.0.1': '# @connect-to a.example:443:127.0.0.1:',
      "--resolve '*:443:[::1]'": '# @connect-to :443:[::1]:',
      '--connect-to ::127.0.0.1:8443': '# @connect-to ::127.0.0.1:8443',
    };
    for (const [options, line] of Object.entries(expected)) {
      assert.ok(textOf(`curl ${options} https://a.example`).includes(`${line}\n`), options);
    }
    assert.deepEqual(notes('curl https://a --resolve a:443:127.0.0.1,::1'), [
      ['WB1041', '--resolve'],
    ]);
  });
});

const notes = (command: string) =>
  curlToRequestText(command)?.notes.map(({ code, args }) => [code, ...args]);

describe('what cannot be carried over', () => {
  test('is said: options, pipes, further requests', () => {
    assert.deepEqual(notes('curl a.example --frobnicate --key x -b jar.txt b.example'), [
      ['WB1041', '--frobnicate'],
      ['WB1045', '--cookie jar.txt'],
      ['WB1041', 'b.example'],
      ['WB1041', '--key'],
    ]);
    assert.deepEqual(notes('curl a.example | jq .'), [['WB1041', '| jq .']]);
    assert.deepEqual(notes('curl a.example --next b.example'), [['WB1041', '--next']]);
    assert.deepEqual(notes(`curl a.example -H @file`), [['WB1045', '--header @file']]);
  });

  test('is said: no URL, an open quotation, a body that reads differently', () => {
    assert.deepEqual(notes('curl -X'), [['WB1042']]);
    assert.deepEqual(notes("curl 'a.example"), [['WB1043']]);
    assert.deepEqual(notes(`curl a.example -H 'Content-Type: a/b' -d 'x\n### y'`), [['WB1044']]);
  });

  const kept: [options: string, part: string][] = [
    ['-H @headers.txt', '--header @headers.txt'],
    ['-b jar.txt', '--cookie jar.txt'],
    ["-F 'a=@f.txt,g.txt'", '--form a=@f.txt,g.txt'],
    [`-F 'a=@"f,1.txt",g.txt'`, '--form a=@"f,1.txt",g.txt'],
    ['-F \'a=@f.txt;headers="X: 1"\'', '--form a=@f.txt;headers="X: 1"'],
    ['-G -d @f.txt', '@f.txt'],
    ['-G --data-urlencode q@f.txt', '@f.txt'],
    ['--url-query q@f.txt', '@f.txt'],
    ['-K more.txt', '--config'],
    ['-n', '--netrc'],
    ['--request-target /x', '--request-target'],
    ['--expand-data {{x}}', '--expand-data'],
  ];
  for (const [options, part] of kept) {
    test(`is an error where it is a part of the request: ${options}`, () => {
      assert.ok(
        notes(`curl a.example ${options}`)?.some(
          ([code, text]) => code === 'WB1045' && text === part,
        ),
      );
    });
  }

  test('is said of a file that would be sent encoded, which a request file cannot', () => {
    const command = "curl a.example -d a=1 --data-urlencode 'c@f.txt'";
    assert.deepEqual(notes(command), [['WB1045', '--data-urlencode @f.txt']]);
    assert.ok(textOf(command).endsWith('\na=1&c=\n'));
  });

  test('is nothing for one file with a comma in its name, text, and an empty jar', () => {
    assert.deepEqual(
      notes(`curl a.example -F 'a=@"f,1.txt"' -F b=@f.txt -F 'c=1,2' -F 'd=<f,g' -b ''`),
      [],
    );
    assert.deepEqual(linesOf(`curl a.example --url-query +a=%20 --url-query 'b=!('`), [
      'GET http://a.example?a=%20&b=%21%28',
    ]);
  });

  test('is nothing for options that change only what curl shows or stores', () => {
    assert.deepEqual(
      notes('curl -sSfvi -o out.txt -w "%{http_code}" -c jar --retry 3 -N a.example'),
      [],
    );
  });

  test('another text is no curl command', () => {
    assert.equal(curlToRequestText('curly a.example'), null);
    assert.equal(curlToRequestText('GET http://a.example'), null);
    assert.equal(curlToRequestText('curl'), null);
  });
});
