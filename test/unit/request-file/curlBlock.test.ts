import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseReports } from '../../../src/core/request-file/parseReport.ts';
import { requestsOf } from '../../../src/core/request-file/requestFile.ts';
import { parseText } from '../../support/requestFiles.ts';
import { textOfTokens } from './treeText.ts';

const text = `@host = http://a.example

### 登录
# @timeout 3 s
curl -X POST '{{host}}/登录?x=1' \\
  -H 'Content-Type: application/json' \\
  -H "X-A: \\"q\\"" \\
  -k -m 9 --data '{
    "name": "世界"
  }' --frobnicate | jq .
> {% client.log() %}

curl --url https://b.example \\
  -d @body.txt

GET https://c.example
`;

describe('curl commands in a request file', () => {
  const file = parseText(text);
  const [first, second, third] = parseReports(file);

  test('are the requests that curl would send', () => {
    const { method, url, headers, body, kind, name } = first!;
    assert.deepEqual([kind, name, method, url], ['http', '登录', 'POST', '{{host}}/登录?x=1']);
    assert.deepEqual(headers, [
      ['Content-Type', 'application/json'],
      ['X-A', '"q"'],
    ]);
    assert.deepEqual(body, { kind: 'text', text: '{\n    "name": "世界"\n  }' });
    assert.deepEqual(second!.body, { kind: 'form', path: 'body.txt' });
  });

  test('stand beside other requests without separators', () => {
    assert.deepEqual(
      [first, second, third].map((report) => [report?.line, report?.url]),
      [
        [5, '{{host}}/登录?x=1'],
        [13, 'https://b.example'],
        [16, 'https://c.example'],
      ],
    );
  });

  test('obey the directives of the file before their own options', () => {
    const directives = requestsOf(file)[0]!.directives;
    assert.equal(directives.findLast(({ name }) => name === 'timeout')?.value?.text, '3 s');
    assert.deepEqual(first!.directives, { insecure: '', timeout: '3 s', 'no-redirect': '' });
  });

  test('have tokens that are the text, and ranges where a value stands as it is sent', () => {
    assert.equal(textOfTokens(file, text), text);
    const { url, headers, body } = requestsOf(file)[0]!.request;
    for (const source of [...url.parts, headers[0]!.name, headers[0]!.value, body.segments[0]!]) {
      assert.ok('text' in source);
      const { offset, endOffset } = source.range;
      assert.equal(text.slice(offset, endOffset), source.text);
    }
  });

  test('have a body that begins like a comment, and is none', () => {
    const [block] = requestsOf(parseText(`curl http://a.example -d '#5'`));
    const { kind, segments } = block!.request.body;
    assert.deepEqual([kind, segments.map((part) => 'text' in part && part.text)], ['text', ['#5']]);
  });

  test('say what has no effect', () => {
    const notes = first!.diagnostics.filter(({ code }) => code === 'WB1041');
    assert.deepEqual(
      notes.map(({ line, message }) => [line, /"(.*)"/.exec(message)?.[1]]),
      [
        [10, '--frobnicate'],
        [10, '| jq .'],
      ],
    );
  });

  test('may have comments of the shell', () => {
    const [report] = parseReports(
      parseText('curl https://a.example/x#y -H "A: #b" \\\n  # why\n  -d c=#d # end\n'),
    );
    assert.deepEqual(report?.diagnostics, []);
    assert.deepEqual([report.url, report.body.text], ['https://a.example/x#y', 'c=#d']);
  });

  test('of a scheme that is not ours are another tool’s', () => {
    const [report] = parseReports(parseText('curl ftp://a.example/x'));
    assert.equal(report?.kind, 'unsupported');
  });
});
