import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readChecks } from '../../../src/core/request-file/expectation.ts';
import { parseRequestFile } from '../../../src/core/request-file/parseRequestFile.ts';
import { requestsOf } from '../../../src/core/request-file/requestFile.ts';
import { readStepForm } from '../../../src/core/request-file/stepForm.ts';

function diagnosticsOf(body: string, start = 'WS ws://a.example'): string[] {
  const text = `${start}\n\n${body}`;
  return parseRequestFile(text)
    .diagnostics.filter(({ code }) => code.startsWith('WB4'))
    .map(({ code, range }) => `${code} ${text.slice(range.offset, range.endOffset)}`);
}

/** The checks below an `=== expect`, each as `subject operator operand`. */
function checksOf(below: string): string[] {
  const [block] = requestsOf(parseRequestFile(`WS ws://a.example\n\n=== expect\n${below}`));
  const [segment] = block?.request.messages[0]?.segments ?? [];
  assert.equal(segment?.kind, 'text');
  if (segment?.kind !== 'text') return [];
  const { checks, faults } = readChecks(segment);
  return [
    ...checks.map(({ subject, operator, operand }) => `${subject} ${operator} ${operand.text}`),
    ...faults.map(({ text, range }) => `? ${range.line}:${range.column} ${text}`),
  ];
}

describe('arguments of steps', () => {
  test('=== send takes a type, fragments, uncompressed and a file, in any order', () => {
    const plain = {
      step: 'send',
      type: 'text',
      fragments: 1,
      uncompressed: false,
      lineEnd: null,
      path: null,
    };
    assert.deepEqual(readStepForm('send', ''), plain);
    assert.deepEqual(readStepForm('send', 'json uncompressed'), { ...plain, uncompressed: true });
    assert.deepEqual(readStepForm('send', 'fragments 3 hex crlf < ./a b.txt'), {
      ...plain,
      type: 'hex',
      fragments: 3,
      lineEnd: 'crlf',
      path: './a b.txt',
    });
    for (const wrong of ['fragments', 'fragments 0', 'loudly', 'hex <file', 'fragments x']) {
      assert.equal(readStepForm('send', wrong), null, wrong);
    }
  });

  test('=== expect waits for a message, a pong or a close, within a time', () => {
    const message = { step: 'expect', what: 'message', code: null, withinMs: null, check: '' };
    assert.deepEqual(readStepForm('expect', ''), message);
    assert.deepEqual(readStepForm('expect', 'within 500 ms'), { ...message, withinMs: 500 });
    const check = 'text contains "within 3"';
    assert.deepEqual(readStepForm('expect', `${check} within 2 s`), {
      ...message,
      withinMs: 2000,
      check,
    });
    assert.deepEqual(readStepForm('expect', 'pong within 1 s'), {
      ...message,
      what: 'pong',
      withinMs: 1000,
    });
    assert.deepEqual(readStepForm('expect', 'close 1008'), {
      ...message,
      what: 'close',
      code: 1008,
    });
    assert.equal(readStepForm('expect', 'within 5 parsecs'), null);
  });

  test('=== frame changes single bits of a masked text frame', () => {
    const frame = { step: 'frame', fin: true, rsv: 0, opcode: 1, mask: 'random' };
    assert.deepEqual(readStepForm('frame', ''), frame);
    assert.deepEqual(readStepForm('frame', 'fin=0 rsv1=1 rsv3=1 opcode=0x3 mask=off'), {
      ...frame,
      fin: false,
      rsv: 5,
      opcode: 3,
      mask: null,
    });
    assert.deepEqual(readStepForm('frame', 'opcode=ping mask=0x37fa213d'), {
      ...frame,
      opcode: 9,
      mask: 0x37fa213d,
    });
    for (const wrong of ['fin=2', 'opcode=16', 'rsv4=1', 'mask=maybe', 'fin']) {
      assert.equal(readStepForm('frame', wrong), null, wrong);
    }
  });

  test('close, capture, wait and repeat', () => {
    assert.deepEqual(readStepForm('close', ''), { step: 'close', code: null, reason: '' });
    assert.deepEqual(readStepForm('close', '1000 再见 now'), {
      step: 'close',
      code: 1000,
      reason: '再见 now',
    });
    assert.deepEqual(readStepForm('capture', 'token = $.auth.token'), {
      step: 'capture',
      name: 'token',
      path: '$.auth.token',
    });
    assert.deepEqual(readStepForm('wait', '500 ms'), { step: 'wait', waitMs: 500 });
    assert.deepEqual(readStepForm('repeat', '10 every 1 s'), {
      step: 'repeat',
      count: 10,
      everyMs: 1000,
    });
    for (const [step, argument] of [
      ['close', 'now'],
      ['capture', 'token'],
      ['wait', ''],
      ['repeat', '0'],
      ['repeat', '3 every day'],
    ] as const) {
      assert.equal(readStepForm(step, argument), null, `${step} ${argument}`);
    }
  });

  test('what is not understood is an error at its place that says what to write', () => {
    assert.deepEqual(diagnosticsOf('=== wait long\n=== repeat 2\n=== end\n=== close now // why'), [
      'WB4006 long',
      'WB4006 now',
    ]);
    assert.deepEqual(diagnosticsOf('=== wait {{pause}}\n=== wait-for-server {{n}}'), []);
  });

  test('steps of frames are errors where there are no frames', () => {
    const steps = '=== ping\n=== send fragments 2\nab\n=== expect pong\n=== close 1000\n=== close';
    assert.deepEqual(diagnosticsOf(steps, 'TCP localhost:7'), [
      'WB4002 === ping',
      'WB4002 === send fragments 2\nab',
      'WB4002 === expect pong',
      'WB4002 === close 1000',
    ]);
  });
});

describe('expectations', () => {
  test('each line below is a check', () => {
    assert.deepEqual(
      checksOf(
        '$.type == "welcome"\n$.a[0][\'x y\'] >= 3\ntext contains "x == y"\n  bytes == 12\n# a comment\n/^\\d+$/i\n$.id exists\nhex startsWith 00 ff\ntype == binary\n"ok"',
      ),
      [
        '$.type == "welcome"',
        "$.a[0]['x y'] >= 3",
        'text contains "x == y"',
        'bytes == 12',
        'text matches /^\\d+$/i',
        '$.id exists ',
        'hex startsWith 00 ff',
        'type == binary',
        'json contains "ok"',
      ],
    );
  });

  test('a JSON value goes on until its brackets are closed, else to the end', () => {
    assert.deepEqual(checksOf('$.n == 1\n{\n  "a": ["}"]\n}\n["b"]\n# why\nbytes == 1\nhello'), [
      '$.n == 1',
      'json contains {\n  "a": ["}"]\n}',
      'json contains ["b"]',
      'bytes == 1',
      '? 11:1 hello',
    ]);
    assert.deepEqual(checksOf('{\n  "a": [1]\nbytes == 1'), [
      'json contains {\n  "a": [1]\nbytes == 1',
    ]);
  });

  test('a line that is no check is an error at its place', () => {
    assert.deepEqual(checksOf('bytes == 1\n  hello\ntext matches x'), [
      'bytes == 1',
      '? 5:3 hello',
      '? 6:1 text matches x',
    ]);
    assert.deepEqual(diagnosticsOf('=== expect\nhello'), ['WB4007 hello']);
    assert.deepEqual(diagnosticsOf('=== expect dance within 3 s'), ['WB4007 dance']);
  });
});
