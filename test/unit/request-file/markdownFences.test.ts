import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { markdownFences } from '../../../src/core/request-file/markdownFences.ts';
import { requestsOf } from '../../../src/core/request-file/requestFile.ts';

const text = `# How to

\`\`\`http
### 一
GET https://a.example/一
\`\`\`

\`\`\`js
\`\`\`http is no fence here
GET https://no.example
\`\`\`

- a list

  ~~~WS title=x
  WS ws://b.example
  A: b

  你好
  ~~~

\`\`\`\`rest
POST https://c.example

\`\`\`
inner
\`\`\`
\`\`\`\`
`;

describe('Markdown', () => {
  const fences = markdownFences(text, { path: 'notes.md' });
  const requests = fences.map(({ file }) => requestsOf(file)[0]);

  test('has its http, rest and ws blocks read as request files', () => {
    assert.deepEqual(
      fences.map(({ language, line, endLine }) => [language, line, endLine]),
      [
        ['http', 3, 6],
        ['ws', 15, 20],
        ['rest', 22, 28],
      ],
    );
    assert.deepEqual(
      requests.map((block) => block?.request.url.text),
      ['https://a.example/一', 'ws://b.example', 'https://c.example'],
    );
    assert.equal(fences[0]?.file.path, 'notes.md');
  });

  test('gives ranges that count in the whole text, in indented blocks too', () => {
    for (const block of requests) {
      const { url, headers, messages, body } = block!.request;
      const pieces = [
        ...url.parts,
        ...headers.map(({ value }) => value),
        ...messages.flatMap(({ segments }) => segments),
        ...body.segments,
      ];
      for (const piece of pieces) {
        assert.ok('text' in piece);
        const { offset, endOffset, line, column } = piece.range;
        assert.equal(text.slice(offset, endOffset), piece.text);
        const lineText = text.split('\n').at(line - 1) ?? '';
        assert.ok(lineText.slice(column - 1).startsWith(piece.text.split('\n')[0] ?? ''));
      }
    }
  });

  test('may lack the closing fence, and an empty block is none', () => {
    assert.equal(markdownFences('```http\nGET https://a.example').length, 1);
    assert.equal(markdownFences('```http\n```\n').length, 0);
    assert.equal(markdownFences('```https\nGET https://a.example\n```').length, 0);
  });
});
