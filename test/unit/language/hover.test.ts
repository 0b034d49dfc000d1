import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { directiveFacts } from '../../../src/core/language/facts/directiveFacts.ts';
import { hoverAt } from '../../../src/core/language/hover.ts';
import { activeDirectives } from '../../../src/core/request-file/directiveCatalogue.ts';
import { editing } from '../../support/language.ts';

async function hover(...world: Parameters<typeof editing>) {
  const { input, offset } = await editing(...world);
  const found = hoverAt(input, offset);
  if (found === null) return null;
  const { title, lines, span } = found;
  return { title, lines, over: input.text.slice(span.offset, span.endOffset) };
}

/** Title, text and sentences of a hover. */
async function texts(marked: string) {
  const found = await hover(marked);
  return found && [found.title, found.over, ...found.lines.map(({ text, code }) => code ?? text)];
}

describe('the hover of a variable', () => {
  const files = {
    'http-client.env.json': '{\n  "dev": { "host": "http://dev", "token": "shown-once" }\n}',
    'http-client.private.env.json': '{ "dev": { "token": "hush-hush" } }',
  };
  const dev = { environment: 'dev' };

  test('says its resolved value, where it comes from, and what it hides', async () => {
    const text = '@host = http://{{name}}\n@name = file.test\nGET {{ho|st}}/a';
    assert.deepEqual(await hover(text, files, dev), {
      title: 'host',
      over: '{{host}}',
      lines: [
        { code: 'http://file.test' },
        {
          text: 'From requests.http:1',
          place: { path: '/work-space/api/sub/requests.http', line: 1 },
        },
        {
          text: 'Hides http-client.env.json:2 · dev',
          place: { path: '/work-space/api/http-client.env.json', line: 2 },
          code: 'http://dev',
        },
      ],
    });
  });

  test('masks secrets, and shows what is public and hidden by them', async () => {
    const found = await hover('GET http://a\nX-Token: {{to|ken}}', files, dev);
    assert.deepEqual(
      found?.lines.map(({ code }) => code),
      ['••••••', undefined, 'shown-once'],
    );
  });

  test('masks what a secret is part of', async () => {
    const found = await hover('@all = a {{token}} b\nGET http://a/{{a|ll}}', files, dev);
    assert.equal(found?.lines[0]?.code, 'a •••••• b');
  });

  test('says why there is no value', async () => {
    const [nowhere] = (await hover('GET http://{{no|where}}'))?.lines ?? [];
    assert.match(nowhere?.text ?? '', /^The variable "nowhere" has no value/);
    const circle = await hover('@a = {{b}}\n@b = {{a}}\nGET http://{{|a}}');
    assert.match(circle?.lines[0]?.text ?? '', /refers to itself/);
  });

  test('says that a value is asked for', async () => {
    const found = await hover('GET http://a/{{$input Who|?}}');
    assert.deepEqual(found?.lines, [
      { text: 'Asks for a text before sending.' },
      { text: 'Its value is fetched when the request is sent.' },
    ]);
  });

  test('explains a dynamic variable with an example', async () => {
    const found = await hover('GET http://a/{{$random.hexade|cimal(4)}}');
    assert.equal(found?.lines[0]?.text, 'Random hexadecimal digits.');
    assert.match(found.lines[1]?.code ?? '', /^[0-9a-f]{4}$/);
  });
});

describe('the hover of a word of the protocol', () => {
  test('explains header names in any case', async () => {
    assert.deepEqual(await texts('GET http://a\nif-none-m|atch: *'), [
      'If-None-Match',
      'if-none-match',
      'Send it only if the resource has another ETag.',
      'RFC 9110 §13.1.2',
    ]);
    assert.equal(await texts('GET http://a\nX-O|wn: *'), null);
  });

  test('explains methods', async () => {
    const found = await texts('PA|TCH http://a');
    assert.deepEqual(found?.slice(2), [
      'Changes parts of a resource; not idempotent.',
      'RFC 5789 §2',
    ]);
  });

  test('explains status codes of recorded responses and assertions', async () => {
    const found = await texts('GET http://a\n\nHTTP/1.1 42|9 Too Many Requests\nA: b');
    assert.equal(found?.[0], '429 Too Many Requests');
    assert.equal((await texts('GET http://a\n\n?? status == 2|04'))?.[0], '204 No Content');
  });

  test('explains close codes and steps', async () => {
    assert.match(
      (await texts('WS ws://a\n\nhi\n=== close 10|08 no'))?.[2] ?? '',
      /^Policy violation/,
    );
    assert.match(
      (await texts('WS ws://a\n\nhi\n=== expect close 43|21'))?.[2] ?? '',
      /4000 to 4999/,
    );
    assert.equal(
      (await texts('WS ws://a\n\nhi\n=== wait-for-se|rver 2'))?.[0],
      '=== wait-for-server',
    );
  });

  test('explains directives, and says what a time without a unit means', async () => {
    assert.deepEqual(await texts('# @connection|Timeout 1.5 m\nGET http://a'), [
      '@connection-timeout',
      '@connectionTimeout',
      'Time for lookup, TCP and TLS together.',
      '1.5 m = 90000 ms',
    ]);
    const bare = await hover('# @timeout |5\nGET http://a');
    assert.deepEqual(bare?.lines[1], {
      code: '5 s = 5000 ms',
      text: 'A bare number means seconds.',
    });
  });

  test('every directive with an effect is explained', () => {
    assert.deepEqual(
      [...activeDirectives.keys()].filter((name) => !directiveFacts[name]),
      [],
    );
  });
});
