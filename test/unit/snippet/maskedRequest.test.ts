import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { prepareRequest } from '../../../src/core/runner/prepare.ts';
import { isPrepared } from '../../../src/core/runner/preparedRequest.ts';
import { copiedRequest } from '../../../src/core/snippet/copiedRequest.ts';
import { maskedRequest } from '../../../src/core/snippet/maskedRequest.ts';
import { pythonString, shellWord } from '../../../src/core/snippet/quoting.ts';
import { snippetFormats, snippetOf } from '../../../src/core/snippet/snippet.ts';
import { parseText, prepareContext, requestAt } from '../../support/requestFiles.ts';

const files = { 'http-client.private.env.json': '{ "dev": { "token": "hush-hush-7" } }' };

async function prepared(text: string) {
  const file = parseText(text);
  const context = await prepareContext(files, { environment: 'dev' });
  const request = await prepareRequest(file, requestAt(file), context);
  assert.ok(isPrepared(request));
  return { request: copiedRequest(request), secrets: request.secrets };
}

describe('copying a request', () => {
  test('masks secrets in URL, headers, body and messages, in every format', async () => {
    const text =
      'POST http://a/?t={{token}}\nAuthorization: Bearer abc-def-ghi\n\n{{token}} abc-def-ghi';
    for (const source of [text, `WS ws://a/?t={{token}}\nX: {{token}}\n\n{{token}}`]) {
      const { request: open, secrets } = await prepared(source);
      const { request, hasSecrets } = maskedRequest(open, secrets);
      assert.equal(hasSecrets, true);
      for (const format of snippetFormats(request)) {
        const copied = snippetOf(request, format).text;
        assert.doesNotMatch(copied, /hush|abc-def/, format);
        assert.match(copied, /••••••/, format);
      }
    }
  });

  test('knows that there is nothing to mask', async () => {
    const { request, secrets } = await prepared('POST http://a/\nAccept: */*\n\nhello');
    const masked = maskedRequest(request, secrets);
    assert.equal(masked.hasSecrets, false);
    assert.deepEqual(masked.request.headers, request.headers);
  });

  test('writes a command that can be read', async () => {
    const { request } = await prepared(
      '# @timeout 5 s\nPUT http://a/b HTTP/1.1\nContent-Type: text/plain\n\nhello',
    );
    assert.equal(
      snippetOf(request, 'curl').text,
      "curl http://a/b \\\n  --request PUT \\\n  --header 'Content-Type: text/plain' \\\n  --data-raw hello \\\n  --location \\\n  --http1.1 \\\n  --max-time 5\n",
    );
  });
});

test('words are quoted where they must be', () => {
  assert.equal(shellWord("it's"), String.raw`'it'\''s'`);
  assert.equal(shellWord(''), "''");
  assert.equal(shellWord('a/b:c=d'), 'a/b:c=d');
  assert.equal(pythonString('a"\\\n\u2028👋\u0007'), String.raw`"a\"\\\n\u2028👋\u0007"`);
});
