import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseRequestFile } from '../../../src/core/request-file/parseRequestFile.ts';
import { textOfTokens } from './treeText.ts';

const count = 60_000;

/** Shapes that make a reader look at the same lines or characters again and again; then it never ends. */
const shapes: Record<string, string> = {
  'script openings without an end': `GET http://x\n\n${'{{\n'.repeat(count)}`,
  'comments above data': `GET http://x\n\n{}\n\n${'# a\n\n'.repeat(count)}x`,
  'comments behind a handler': `GET http://x\n\n?? a\n${'# c\n'.repeat(count)}x\n${'# c\n'.repeat(count)}`,
  'block comments without an end': `GET http://x\n\n${'/*\n\n'.repeat(count)}`,
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

describe('hostile files are read to their end', () => {
  for (const [name, text] of Object.entries(shapes)) {
    test(name, () => {
      assert.equal(textOfTokens(parseRequestFile(text), text), text);
    });
  }
});
