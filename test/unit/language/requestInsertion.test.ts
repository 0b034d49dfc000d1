import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { insertionAt, insertionBehind } from '../../../src/core/language/requestInsertion.ts';
import { applyChanges } from '../../../src/core/language/textChange.ts';
import { editing } from '../../support/language.ts';

const request = 'GET http://new\nA: b\n';

async function pasted(marked: string): Promise<string | null> {
  const { input, offset } = await editing(marked);
  const change = insertionAt(input.file, input.text, offset, request);
  return change && applyChanges(input.text, [change]);
}

async function added(marked: string): Promise<string> {
  const { input, offset } = await editing(marked);
  return applyChanges(input.text, [insertionBehind(input.file, input.text, offset, request)]);
}

describe('a pasted request', () => {
  test('stands alone in an empty file or block', async () => {
    assert.equal(await pasted('|'), request);
    assert.equal(await pasted('### a\n|'), `### a\n${request}`);
  });

  test('is told apart from the request above or below', async () => {
    assert.equal(await pasted('GET http://a\n\n|'), `GET http://a\n\n###\n${request}`);
    assert.equal(await pasted('|\nGET http://a\n'), `${request}###\n\nGET http://a\n`);
  });

  test('takes the line breaks of the file', async () => {
    assert.equal(
      await pasted('GET http://a\r\n\r\n|'),
      'GET http://a\r\n\r\n###\r\nGET http://new\r\nA: b\r\n',
    );
  });

  test('does not stand within a request or behind words', async () => {
    assert.equal(await pasted('POST http://a\n\nfirst\n|\nlast\n'), null);
    assert.equal(await pasted('GET | http://a\n'), null);
    assert.equal(await pasted('# note|\n'), null);
  });
});

test('a request is added behind the one at the cursor', async () => {
  assert.equal(
    await added('GET http|://a\n\n\n### b\nGET http://b\n'),
    'GET http://a\n\n###\nGET http://new\nA: b\n\n\n### b\nGET http://b\n',
  );
  assert.equal(await added('|'), 'GET http://new\nA: b');
  assert.equal(await added('@a = 1|\n'), '@a = 1\n\nGET http://new\nA: b\n');
});
