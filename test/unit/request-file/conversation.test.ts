import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseRequestFile } from '../../../src/core/request-file/parseRequestFile.ts';
import { requestsOf } from '../../../src/core/request-file/requestFile.ts';

/** `step argument: text` of each step. */
function stepsOf(body: string): string[] {
  const [block] = requestsOf(parseRequestFile(`WS ws://a.example\n\n${body}`));
  return (block?.request.messages ?? []).map(({ step, argument, segments }) => {
    const text = segments.map((each) => (each.kind === 'text' ? each.text : `< ${each.path.text}`));
    return `${`${step} ${argument.text}`.trim()}: ${text.join('')}`.trim();
  });
}

const codes = (body: string) =>
  parseRequestFile(`WS ws://a\n\n${body}`).diagnostics.filter(({ code }) => code === 'WB4005')
    .length;

/** Each diagnostic and the line it stands in. */
function diagnosedLines(text: string): string[] {
  return parseRequestFile(text).diagnostics.map(({ code, range }) => `${code} ${range.line}`);
}

describe('conversations', () => {
  test('no body only connects', () => {
    assert.deepEqual(stepsOf(''), []);
    assert.deepEqual(stepsOf('===\n===\n'), []);
  });

  test('=== separates messages, and the empty lines around them go', () => {
    assert.deepEqual(stepsOf('one\n\nline\n\n===\n\ntwo\n===\n\n'), [
      'send: one\n\nline',
      'send: two',
    ]);
  });

  test('only a line that begins with exactly === separates', () => {
    assert.deepEqual(stepsOf('a ===\n ===\n====\n====='), ['send: a ===\n ===\n====\n=====']);
  });

  test('a separator may carry a comment', () => {
    assert.deepEqual(
      stepsOf('a\n===  // next\nb\n=== wait-for-server  # two //\nc\n===wait-for-server 3 // d'),
      ['send: a', 'send: b', 'wait-for-server:', 'send: c', 'wait-for-server 3:'],
    );
  });

  test('slashes that are no comment stay', () => {
    assert.deepEqual(stepsOf('=== send < http://x\n=== expect text contains "a // b"'), [
      'send < http://x:',
      'expect text contains "a // b":',
    ]);
  });

  test('a wait may come first', () => {
    assert.deepEqual(stepsOf('=== wait-for-server\nhello'), ['wait-for-server:', 'send: hello']);
  });

  test('the text below a step belongs to it or is a message of its own', () => {
    assert.deepEqual(stepsOf('=== send hex\n00\n=== expect\n{}\n=== ping a\nnext\n=== bytes\nff'), [
      'send hex: 00',
      'expect: {}',
      'ping a:',
      'send: next',
      'bytes: ff',
    ]);
  });

  test('lines inside a message in JSON that look like comments are sent, with a hint where nothing says that they may be', () => {
    const json = '{\n  // why\n  "a": 1\n}';
    assert.deepEqual(stepsOf(`${json}\n=== send text\n${json}`), [
      `send: ${json}`,
      `send text: ${json}`,
    ]);
    assert.deepEqual(diagnosedLines(`WS ws://a\n\n${json}\n=== send text\n${json}`), ['WB1013 4']);
    assert.deepEqual(diagnosedLines(`WS ws://a\n\n=== expect\n${json}\n$.b exists`), []);
    assert.deepEqual(diagnosedLines(`TCP a.example:7\n\n${json}`), []);
  });

  test('lines of a message that begin with # are data behind a separator', () => {
    assert.deepEqual(stepsOf('===\n\n# general\n===\n// x'), ['send: # general', 'send: // x']);
  });

  test('comments between complete JSON and the next step are comments', () => {
    assert.deepEqual(stepsOf('{"a":1}\n\n# then\n\n===\n{"b":2}\n\n// end'), [
      'send: {"a":1}',
      'send: {"b":2}',
    ]);
  });

  test('a file may be a message', () => {
    assert.deepEqual(stepsOf('< ./one.json\n===\n<@ ./two.json'), [
      'send: < ./one.json',
      'send: < ./two.json',
    ]);
  });

  test('repeat and end belong together', () => {
    assert.equal(codes('=== repeat 2\na\n=== repeat 3\nb\n=== end\n=== end'), 0);
    assert.equal(codes('=== repeat 2\na\n=== repeat 3\n=== end'), 1);
    assert.equal(codes('=== end\n=== repeat 2'), 2);
  });

  test('scripts behind the messages are not sent', () => {
    assert.deepEqual(stepsOf('hello\n\n{{@streaming\nx\n}}'), ['send: hello']);
  });

  test('ranges of steps hold their line and their text', () => {
    const text = 'WS ws://a\n\nfirst\n=== send hex // c\n00 ff\n01\n';
    const messages = requestsOf(parseRequestFile(text))[0]?.request.messages ?? [];
    const shown = messages.map(({ range }) => text.slice(range.offset, range.endOffset));
    assert.deepEqual(shown, ['first', '=== send hex // c\n00 ff\n01']);
  });
});
