import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkRequestFile } from '../../../src/core/runner/checkRequestFile.ts';
import { checkBodyFiles } from '../../../src/core/runner/checkBodyFiles.ts';
import { filesInMemory, parseText, prepareContext, workspace } from '../../support/requestFiles.ts';
import { failureOf, prepared, preparedText } from './preparing.ts';

const post = 'POST http://a.example\n\n';

describe('bodies', () => {
  test('text is sent as written, with its variables', async () => {
    const text = `@a = ä\n${post}x: {{a}}\n# data\ny: ${String.raw`\{\{a\}\}`}\n\n`;
    assert.equal(await preparedText(text), 'x: ä\n# data\ny: {{a}}');
    const json = `@a = ä\n${post}{ "x": "{{a}}",\n# data\n "y": 1 }`;
    assert.equal(await preparedText(json), '{ "x": "ä",\n# data\n "y": 1 }');
  });

  test('a file is looked for beside the request file, then in the workspace', async () => {
    const files = {
      'sub/near.bin': 'near',
      'near.bin': 'far',
      'far.bin': 'far',
      '/abs.bin': 'abs',
    };
    assert.equal(
      await preparedText(`${post}< ./near.bin`, { files }),
      `<${workspace}/sub/near.bin>`,
    );
    assert.equal(await preparedText(`${post}< far.bin`, { files }), `<${workspace}/far.bin>`);
    assert.equal(await preparedText(`${post}< /abs.bin`, { files }), '</abs.bin>');
    assert.equal(
      await preparedText(`@n = far\n${post}< {{n}}.bin`, { files }),
      `<${workspace}/far.bin>`,
    );
  });

  test('a file that is missing is WB_BODY_FILE_MISSING and says where it was looked for', async () => {
    for (const operator of ['<', '<@', '<@latin1']) {
      const { code, params } = await failureOf(`${post}text\n${operator} ./no.json`);
      assert.deepEqual(
        [code, params['path'], params['line']],
        ['WB_BODY_FILE_MISSING', './no.json', '4'],
      );
      assert.equal(params['lookedIn'], `${workspace}/sub/no.json, ${workspace}/no.json`);
    }
  });

  test('a file without a workspace is looked for beside the request file only', async () => {
    const { params } = await failureOf(`${post}< x`, { context: { workspaceRoot: null } });
    assert.equal(params['lookedIn'], `${workspace}/sub/x`);
  });

  test('<@ reads a file and resolves its variables', async () => {
    const files = {
      'sub/a.txt': 'hi {{name}}',
      'sub/b.txt': new Uint8Array([0xe4, 0x7b, 0x7b, 0x6e, 0x61, 0x6d, 0x65, 0x7d, 0x7d]),
    };
    const text = `@name = you\n${post}<@ a.txt\n<@latin1 b.txt\n<@ a.txt`;
    assert.equal(await preparedText(text, { files }), 'hi you\näyou\nhi you');
    const missing = await failureOf(`${post}<@ a.txt`, { files });
    assert.deepEqual([missing.code, missing.params['line']], ['WB_UNRESOLVED_VARIABLE', '3']);
  });

  test('an encoding that does not exist is refused', async () => {
    const { code, params } = await failureOf(`${post}<@klingon a`, { files: { 'sub/a': 'x' } });
    assert.equal(code, 'WB_INVALID_REQUEST');
    assert.match(params['reason'] ?? '', /klingon/);
  });

  test('the encoding may be any that browsers know', async () => {
    const files = {
      'sub/gbk.txt': new Uint8Array([0xc4, 0xe3, 0xba, 0xc3]),
      'sub/wide.txt': new Uint8Array([0x60, 0x4f, 0x7d, 0x59]),
    };
    const text = `${post}<@gb18030 gbk.txt\n<@utf-16le wide.txt\n<@utf16le wide.txt\n<@GBK gbk.txt`;
    assert.equal(await preparedText(text, { files }), '你好\n你好\n你好\n你好');
  });

  test('a folder is refused, unless a file of that name is found further on', async () => {
    const files = { 'sub/docs/a.txt': 'x', docs: 'file' };
    const { code, params } = await failureOf(`${post}< ./docs/../docs`, {
      files: { 'sub/docs/a.txt': 'x' },
    });
    assert.deepEqual([code, params['path']], ['WB_BODY_FILE_REFUSED', `${workspace}/sub/docs`]);
    assert.match(params['reason'] ?? '', /folder/);
    assert.equal(await preparedText(`${post}< docs`, { files }), `<${workspace}/docs>`);
  });

  test('a file of 2 GB is streamed, and refused where it would have to be read as a whole', async () => {
    const huge = { kind: 'file', sizeBytes: 2_147_483_648 } as const;
    const reader = {
      ...filesInMemory({}),
      stat: () => Promise.resolve(huge),
      readBytes: () => assert.fail('read as a whole'),
    };
    const around = { context: { reader } };
    assert.equal(await preparedText(`${post}< huge`, around), `<${workspace}/sub/huge>`);
    for (const body of [`${post}<@ huge`, 'GRAPHQL http://a.example\n\n< huge']) {
      const { code, params } = await failureOf(body, around);
      assert.deepEqual([code, params['line']], ['WB_BODY_FILE_REFUSED', '3']);
      assert.match(params['reason'] ?? '', /50 MB/);
    }
  });

  test('a device, and what must not be looked at without trust, are refused', async () => {
    for (const kind of ['other', 'forbidden'] as const) {
      const reader = { ...filesInMemory({}), stat: async () => ({ kind, sizeBytes: 0 }) };
      const { code } = await failureOf(`${post}< /dev/zero`, { context: { reader } });
      assert.equal(code, 'WB_BODY_FILE_REFUSED');
    }
  });

  test('multipart has CRLF line ends around files that stay as they are', async () => {
    const text =
      'POST http://a.example\nContent-Type: multipart/form-data; boundary=b\n\n--b\nContent-Disposition: form-data; name="f"\n\n< f.bin\n--b--';
    const files = { 'sub/f.bin': 'x\ny' };
    assert.equal(
      await preparedText(text, { files }),
      `--b\r\nContent-Disposition: form-data; name="f"\r\n\r\n<${workspace}/sub/f.bin>\r\n--b--`,
    );
    assert.equal(
      await preparedText(text.replaceAll('\n', '\r\n'), { files }),
      await preparedText(text, { files }),
    );
  });

  test('empty lines and comments around the name of a file are none of its part', async () => {
    const head = 'POST http://a.example\nContent-Type: multipart/form-data; boundary=b\n\n';
    const part = '--b\nContent-Disposition: form-data; name="f"\n\n';
    const text = `${head}${part}// the file\n# f\n< f\n\n\n${part}a\n\n--b--`;
    const sent = `${part}<${workspace}/sub/f>\n${part}a\n\n--b--`.replaceAll('\n', '\r\n');
    assert.equal(await preparedText(text, { files: { 'sub/f': 'x' } }), sent);
  });

  test('newline-delimited JSON ends with a newline', async () => {
    const head = 'POST http://a.example\nContent-Type: application/x-ndjson\n\n';
    assert.equal(await preparedText(`${head}{"a":1}\n{"b":2}\n\n`), '{"a":1}\n{"b":2}\n');
    assert.equal(await preparedText(head), '');
  });
});

describe('forms', () => {
  const head =
    'POST http://a.example\nContent-Type: application/x-www-form-urlencoded; charset=utf-8\n\n';
  const forms: [body: string, sent: string][] = [
    ['a=1&b=2', 'a=1&b=2'],
    ['a=1\n&b=2\n&c=3', 'a=1&b=2&c=3'],
    ['a=1&\nb=2&\n', 'a=1&b=2'],
    ['a = 1 &\n b = two words\n', 'a=1&b=two words'],
    ['a=1\nb=2', 'a=1&b=2'],
    ['a=1==\r\n&b', 'a=1==&b'],
    ['a=1\n# &b=2\n  // &c=3\n&d=#4', 'a=1&d=#4'],
    ['a={{v}}&b={{%v}}', 'a=x&y = z&b=x%26y%20%3D%20z'],
    ['// who\na=1\n# why\n&b=2\n\n# end', 'a=1&b=2'],
  ];
  for (const [body, sent] of forms) {
    test(`${JSON.stringify(body)} is sent as ${JSON.stringify(sent)}`, async () => {
      const text = `@v = x&y = z\n${head}${body}`;
      assert.equal(await preparedText(text), sent);
    });
  }

  test('files are fields of their own, or the value of the last one above', async () => {
    const files = { 'sub/f': 'x=1' };
    const send = (body: string) => preparedText(`${head}${body}`, { files });
    const file = `<${workspace}/sub/f>`;
    assert.equal(await send('a=1\n< f\n&b=2'), `a=1&${file}&b=2`);
    assert.equal(await send('a=1&\n<@ f\n<@ f'), 'a=1&x=1&x=1');
    assert.equal(await send('a=1&b=\n< f\nc=3'), `a=1&b=${file}&c=3`);
  });

  test('a million equals signs cost no more than they are long', async () => {
    const value = '='.repeat(1_000_000);
    assert.equal(await preparedText(`${head}a${value}`), `a${value}`);
  });

  test('a variable without a value is found at its place', async () => {
    const { params } = await failureOf(`${head}a = 1 &\n  b = {{no}}`);
    assert.deepEqual([params['line'], params['column']], ['5', '7']);
    const first = await failureOf(`${head}a=1&b={{no}}`);
    assert.deepEqual([first.params['line'], first.params['column']], ['4', '7']);
  });
});

const sentBody = async (body: string, files = {}) =>
  JSON.parse(
    await preparedText(`@id = 7\nGRAPHQL http://a.example\n\n${body}`, { files }),
  ) as unknown;

describe('GraphQL', () => {
  test('query and variables become JSON', async () => {
    assert.deepEqual(
      await sentBody('query Get($id: Int) {\n  item(id: $id) { name }\n}\n\n{ "id": {{id}} }'),
      {
        query: 'query Get($id: Int) {\n  item(id: $id) { name }\n}',
        operationName: 'Get',
        variables: { id: 7 },
      },
    );
  });

  test('a query alone has no variables, though it begins with a brace or has empty lines', async () => {
    assert.deepEqual(await sentBody('{ items { id } }'), { query: '{ items { id } }' });
    assert.deepEqual(await sentBody('query {\n\n  items { id }\n}'), {
      query: 'query {\n\n  items { id }\n}',
    });
  });

  test('the query may come from a file', async () => {
    const files = { 'sub/q.graphql': 'query { a }' };
    assert.deepEqual(await sentBody('< q.graphql\n\n{ "x": 1 }', files), {
      query: 'query { a }',
      variables: { x: 1 },
    });
  });

  test('variables may come from a file too', async () => {
    const files = { 'sub/v.json': '{ "x": 1 }' };
    assert.deepEqual(
      await sentBody('fragment F on T { id }\nquery A { a { ...F } }\n\n< v.json', files),
      {
        query: 'fragment F on T { id }\nquery A { a { ...F } }',
        operationName: 'A',
        variables: { x: 1 },
      },
    );
  });

  test('fragments above any request of the file go along where they are spread, each once', async () => {
    const text =
      'fragment A on T { a ...B }\n\ngql C < c.graphql\n\nGRAPHQL http://a.example\n\n' +
      'query One { one { ...A ...A ...D } }\nfragment D on T { d }\n\n{ "x": {{id}} }\n' +
      '###\nfragment B on T { b(id: {{id}}) ...A ...C }\n\nGRAPHQL http://a.example\n\nquery { b }\n';
    const files = { 'sub/c.graphql': 'fragment C on T { c }' };
    const body = await preparedText(`@id = 7\n${text}`, { files });
    assert.deepEqual(JSON.parse(body), {
      query:
        'query One { one { ...A ...A ...D } }\nfragment D on T { d }\n\n' +
        'fragment A on T { a ...B }\n\nfragment B on T { b(id: 7) ...A ...C }\n\nfragment C on T { c }',
      operationName: 'One',
      variables: { x: 7 },
    });
    const plain = await preparedText(`@id = 7\n${text}`, { files, index: 1 });
    assert.deepEqual(JSON.parse(plain), { query: 'query { b }' });
  });

  test('gql name < file asks for the operation of that name', async () => {
    const files = { 'sub/q.graphql': 'query One { a }\nquery Two { b }' };
    assert.deepEqual(await sentBody('gql Two < q.graphql', files), {
      query: 'query One { a }\nquery Two { b }',
      operationName: 'Two',
    });
  });

  test('a million empty lines cost no more than they are long', async () => {
    const query = `query {${'\n'.repeat(1_000_000)}a }`;
    assert.deepEqual(await sentBody(query), { query });
  });

  test('variables that are not JSON are refused', async () => {
    const { code, params } = await failureOf('GRAPHQL http://a.example\n\nquery { a }\n\n{ x: 1 }');
    assert.equal(code, 'WB_INVALID_REQUEST');
    assert.match(params['reason'] ?? '', /GraphQL variables are not JSON/);
  });
});

/** The steps of a conversation: what they do without how they look, bytes as numbers. */
async function steps(body: string, files = {}): Promise<Record<string, unknown>[]> {
  const request = await prepared(`@n = you\nWS ws://a.example\n\n${body}`, { files });
  return request.steps.map(({ column: _column, shown: _shown, ...step }) => {
    if (step.step !== 'send') return step;
    const { content, fragments: _fragments, uncompressed: _uncompressed, ...rest } = step;
    return 'bytes' in content
      ? { ...rest, bytes: [...content.bytes] }
      : { ...rest, text: content.text };
  });
}

describe('conversations', () => {
  test('messages, waits and their lines', async () => {
    assert.deepEqual(
      await steps(
        'hi {{n}}\n===\n{ "a": 1 }\n=== wait-for-server\n=== wait-for-server 3 // c\nlast',
      ),
      [
        { step: 'send', line: 4, text: 'hi you' },
        { step: 'send', line: 5, text: '{ "a": 1 }' },
        { step: 'wait-for-server', line: 7, count: 1 },
        { step: 'wait-for-server', line: 8, count: 3 },
        { step: 'send', line: 9, text: 'last' },
      ],
    );
  });

  test('hex and base64 become bytes', async () => {
    const sent = await steps('=== send hex\n00 0a\nFF\n=== send base64\nAP8=\n=== send binary\nä');
    assert.deepEqual(
      sent.map(({ bytes }) => bytes),
      [
        [0, 10, 255],
        [0, 255],
        [0xc3, 0xa4],
      ],
    );
  });

  test('WB4004 when the text is not what it should be', async () => {
    for (const body of [
      '=== send hex\n0',
      '=== send hex\nzz',
      '=== send base64\n=?=',
      '=== send base64\nA',
    ]) {
      const { code, params } = await failureOf(`WS ws://a.example\n\n${body}`);
      assert.deepEqual([code, params['diagnostic']], ['WB_INVALID_REQUEST', 'WB4004'], body);
    }
  });

  test('files are read, as text or as bytes', async () => {
    const files = {
      'sub/a.txt': 'file {{n}}',
      'sub/b.bin': new Uint8Array([1, 2]),
      'sub/c.hex': '0102',
    };
    assert.deepEqual(
      await steps(
        '< a.txt\n===\n<@ a.txt\n=== send < a.txt\n=== send binary < b.bin\n=== send hex < c.hex',
        files,
      ),
      [
        { step: 'send', line: 4, text: 'file {{n}}' },
        { step: 'send', line: 5, text: 'file you' },
        { step: 'send', line: 7, text: 'file {{n}}' },
        { step: 'send', line: 8, bytes: [1, 2] },
        { step: 'send', line: 9, bytes: [1, 2] },
      ],
    );
    assert.equal((await failureOf('WS ws://a\n\n=== send < no')).code, 'WB_BODY_FILE_MISSING');
  });

  test('options of a message that cannot be kept are refused', async () => {
    const { code, params } = await failureOf('WS ws://a.example\n\n=== send fragments 0\nx');
    assert.deepEqual([code, params['diagnostic']], ['WB_INVALID_REQUEST', 'WB4006']);
  });

  test('what is captured stays open in the steps below, everything else is resolved', async () => {
    const body =
      '{{n}}\n=== expect\n$.for == "{{n}}"\n=== capture token = $.token\n{{n}}: {{token}} {{%token}}\n=== ping {{token}}';
    const [first, , , second, ping] = await steps(body);
    assert.equal(first?.['text'], 'you');
    assert.deepEqual(second?.['text'], [
      'you: ',
      { capture: 'token', encoded: false },
      ' ',
      { capture: 'token', encoded: true },
      '',
    ]);
    assert.deepEqual(ping?.['text'], ['', { capture: 'token', encoded: false }, '']);
    const above = await failureOf('WS ws://a.example\n\n{{token}}\n=== capture token = $.t');
    assert.equal(above.code, 'WB_UNRESOLVED_VARIABLE');
  });

  test('steps between repeat and end belong to the repeat', async () => {
    const [repeat, last] = await steps('=== repeat 2 every 1 s\na\n=== wait 1 s\n=== end\nb');
    assert.deepEqual(
      [repeat?.['count'], repeat?.['everyMs'], [repeat?.['steps']].flat().length, last?.['text']],
      [2, 1000, 2, 'b'],
    );
  });
});

describe('diagnostics of body files', () => {
  test('WB3001 points at the path of each missing file', async () => {
    const text = 'POST http://a\n\n< ./here\n< ./gone\n< {{later}}\n###\nWS ws://a\n\n< ./lost';
    const found = await checkBodyFiles(
      parseText(text),
      filesInMemory({ 'sub/here': 'x' }),
      workspace,
    );
    assert.deepEqual(
      found.map(({ code, range }) => [code, text.slice(range.offset, range.endOffset)]),
      [
        ['WB3001', './gone'],
        ['WB3001', './lost'],
      ],
    );
    assert.match(found[0]?.message ?? '', /"\.\/gone".*sub\/gone/);
  });

  test('WB3009 points at a folder, nothing at what must not be looked at', async () => {
    const file = parseText('POST http://a\n\n< ./docs');
    const reader = filesInMemory({ 'sub/docs/a': 'x' });
    const found = await checkBodyFiles(file, reader, workspace);
    assert.deepEqual(
      found.map(({ code }) => code),
      ['WB3009'],
    );
    const forbidding = {
      ...reader,
      stat: async () => ({ kind: 'forbidden', sizeBytes: 0 }) as const,
    };
    assert.deepEqual(await checkBodyFiles(file, forbidding, workspace), []);
  });
});

describe('all that the text alone does not show', () => {
  test('is in the order of the text', async () => {
    const file = parseText('POST http://{{host}}\n\n< ./gone\n{{x}}');
    const context = await prepareContext({}, { environment: 'dev' });
    const found = await checkRequestFile(file, context);
    assert.deepEqual(
      found.map(({ code, range }) => [code, range.line]),
      [
        ['WB3004', 1],
        ['WB2001', 1],
        ['WB3001', 3],
        ['WB2001', 4],
      ],
    );
  });
});
