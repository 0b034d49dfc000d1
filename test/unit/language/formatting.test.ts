import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { formatChanges } from '../../../src/core/language/formatting.ts';
import { applyChanges } from '../../../src/core/language/textChange.ts';
import { meaningOf } from '../../../src/core/language/meaning.ts';
import { parseRequestFile } from '../../../src/core/request-file/parseRequestFile.ts';

function format(text: string): string {
  return applyChanges(text, formatChanges(parseRequestFile(text), text));
}

const samples = globSync('{examples,test/unit,test/corpus}/**/*.{http,rest,ws}').map((file) =>
  readFileSync(file, 'utf8'),
);

describe('formatting', () => {
  test('gives blanks, capitals and empty lines their usual places', () => {
    const untidy =
      '###one\n#@name  first\n@a=1\n@b   :=  2  \n  get   http://a   HTTP/1.1   \n  X-cAsE:  b  \nAccept :  c\n\n\n\n{  }\n### two\nGET http://b\n\n\n\n\n### three\n\n\n';
    assert.equal(
      format(untidy),
      '### one\n# @name first\n@a = 1\n@b := 2\nGET http://a HTTP/1.1\nX-cAsE: b\nAccept: c\n\n{  }\n\n### two\nGET http://b\n\n### three\n',
    );
  });

  test('leaves bodies, continued URLs, folded headers, quotes and other tools’ requests', () => {
    for (const text of [
      'GET http://a\n    ?q=1\n    &r=2\n',
      'GET http://a\nX: a\n  folded\n',
      'POST http://a\n\n  indented \n\n\n  text  \n',
      '# @name "with  blanks"\nGET http://a\n',
      'curl  https://a\n',
      'grpc  a.b/C\n',
    ]) {
      assert.equal(format(text), text);
    }
  });

  test('writes steps of a conversation with one blank, and leaves their text', () => {
    assert.equal(
      format('WS ws://a\n\n  hi  \n===wait-for-server   2\n===  send json\n{  }\n'),
      'WS ws://a\n\n  hi  \n=== wait-for-server 2\n=== send json\n{  }\n',
    );
  });

  test('keeps the line breaks of the file', () => {
    assert.equal(
      format('###a\r\nget http://a\r\n###b\r\n'),
      '### a\r\nGET http://a\r\n\r\n### b\r\n',
    );
  });

  test('of the examples and samples changes nothing a second time, and nothing that is sent', () => {
    assert.ok(samples.length > 5);
    for (const text of samples) {
      const once = format(text);
      assert.equal(meaningOf(parseRequestFile(once)), meaningOf(parseRequestFile(text)));
      assert.equal(format(once), once);
    }
  });

  test('of any lines in any order does so too', () => {
    const line = fc.constantFrom(
      ...samples.flatMap((sample) => sample.split(/\r\n|\n|\r/)),
      '',
      '',
      '###',
      '  ',
      'get  /x',
      'A:b',
      ' A : b',
      '@a=b',
      '@a  b',
      '===',
      '===x',
      '#@name x',
      '/*',
      '*/',
      '{{',
      '}}',
      '> {%',
      '%}',
      '\uFEFF',
      '\0',
      '\uD800',
      '# @name "',
      ':',
      '<  a',
      '?? x',
    );
    const lineBreak = fc.constantFrom('\n', '\n', '\r\n', '\r');
    const file = fc.array(fc.tuple(line, lineBreak), { maxLength: 30 });
    fc.assert(
      fc.property(file, (lines) => {
        const text = lines.flat().join('');
        const once = format(text);
        assert.equal(meaningOf(parseRequestFile(once)), meaningOf(parseRequestFile(text)));
        assert.equal(format(once), once);
      }),
      { numRuns: 2000 },
    );
  });
});
