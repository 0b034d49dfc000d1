import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { parseLines, parseRequestFile } from '../../../src/core/request-file/parseRequestFile.ts';
import { splitLines } from '../../../src/core/request-file/sourceLines.ts';
import { corpus } from '../../support/corpus.ts';
import { textOfTokens } from './treeText.ts';

const count = 20_000;

/** Shapes that make a reader look at the same lines or characters again and again; then it never ends. */
const shapes: Record<string, string> = {
  'script openings without an end': `GET http://x\n\n${'{{\n'.repeat(count)}`,
  'comments above data': `GET http://x\n\n{}\n\n${'# a\n\n'.repeat(count)}x`,
  'comments behind a handler': `GET http://x\n\n?? a\n${'# c\n'.repeat(count)}x\n${'# c\n'.repeat(count)}`,
  'block comments without an end': `GET http://x\n\n${'/*\n\n'.repeat(count)}`,
  'scripts without an end above separators': '> {%\n###\n'.repeat(count),
  'scripts without an end above requests': '> {%\n###\nGET http://y\n'.repeat(count),
  'comments without an end above separators': '/*\n###\n'.repeat(count),
  'a script of separators': `> {%\n${'###\n'.repeat(count)}%}`,
  'recorded responses with comments': `HTTP/1.1 200\n\n${'{}\n\n# c\n\n'.repeat(count)}`,
  'requests inside unfinished JSON': `POST http://x\n\n{\n${'\nGET http://y\n'.repeat(count)}`,
  'requests without separators': 'GET http://y\n'.repeat(count),
  'separators only': '###\n'.repeat(count),
  'prose only': 'foo bar\n\n'.repeat(count),
  'blanks before the version': `GET x${' '.repeat(count * 8)}HTTP/1${' '.repeat(count * 8)}y`,
  'versions in a row': `GET x${' HTTP/'.repeat(count * 2)}y`,
  'folded header lines': `GET http://x\nA: b\n${' c\n'.repeat(count)}`,
  'braces in a header': `GET http://x\nA: ${'{{'.repeat(count * 4)}`,
  'comments in a step line': `WS ws://x\n\n=== ${'"a // '.repeat(count)}`,
  'steps only': `WS ws://x\n\n${'===\nx\n'.repeat(count)}`,
  'a line of brackets': `POST http://x\n\n${'['.repeat(count * 10)}`,
  'a line of quotation marks': `POST http://x\n\n{${'"'.repeat(count * 10)}`,
  'a long directive': `# @${'aB'.repeat(count * 4)}`,
  'curl commands in a row': 'curl -X "a\n\n'.repeat(count),
  'curl quotations without an end': "curl 'x\ncurl $'\\\n\n".repeat(count),
  'a curl command of many options': `curl ${"-H 'a: b' -d x ".repeat(count)}`,
  'a curl command of one long word': `curl -F 'a=${';type='.repeat(count * 2)}'`,
  'fragments without an end': 'fragment a {\n\n'.repeat(count),
  'assertions of operators': `GET http://x\n\n?? js ${'== '.repeat(count * 2)}`,
  'runs of variables': `run #a (${'@a=b,'.repeat(count * 2)}`,
  'a line of #': '#'.repeat(count * 10),
};

const corpusLines = [...new Set(corpus.flatMap(({ text }) => text.split('\n')))];

const special: Record<string, string> = {
  'NUL bytes': 'GET http://x/\0\nA: \0\n\n\0\n### \0\n\0',
  'lone surrogates': '### \uD800\nGET http://x/\uDC00\nA\uD800: b\n\n\uDFFF',
  'CR alone': '### a\rGET http://x\rA: b\r\r{}\r\r### b\rGET http://y',
  'CRLF and CR mixed': '\r\n\r### a\r\nGET http://x\r\n\n\rx\r\r\n',
  'a byte order mark': '\uFEFFGET http://x\n\uFEFF\n',
  'a line of one megabyte': `GET http://x/${'a'.repeat(1 << 20)}\n\n${'b'.repeat(1 << 20)}`,
  'a million lines': '\n'.repeat(1_000_000),
  'deep nesting': `POST http://x\n\n${'[{"a":'.repeat(100_000)}`,
};

describe('special characters and sizes are read to their end', () => {
  for (const [name, text] of Object.entries(special)) {
    test(name, () => {
      assert.equal(textOfTokens(parseRequestFile(text), text), text);
    });
  }
});

/** How often a parser looks at a line of a text. */
function looksAtLines(text: string): number {
  let looks = 0;
  const lines = new Proxy(splitLines(text), {
    get(target, key) {
      looks += 1;
      return Reflect.get(target, key);
    },
  });
  parseLines({ text, lines }, null);
  return looks;
}

describe('reading takes linear time', () => {
  const lines = [...Object.values(shapes).map((text) => text.slice(0, 40)), ...corpusLines];
  const unit = fc.array(fc.constantFrom(...lines), { minLength: 1, maxLength: 5 });

  test('whatever is repeated: ten times the text is looked at ten times as often', () => {
    fc.assert(
      fc.property(unit, (chosen) => {
        const text = `${chosen.join('\n')}\n`;
        const few = looksAtLines(`GET http://x\n\n${text.repeat(20)}`);
        const many = looksAtLines(`GET http://x\n\n${text.repeat(200)}`);
        assert.ok(many <= few * 15, `${few} looks become ${many}`);
      }),
      { numRuns: 300 },
    );
  });
});

describe('hostile files are read to their end', () => {
  for (const [name, text] of Object.entries(shapes)) {
    test(name, () => {
      assert.equal(textOfTokens(parseRequestFile(text), text), text);
    });
  }
});
