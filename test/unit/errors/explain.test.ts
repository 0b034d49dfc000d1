import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { causeOf } from '../../../src/core/errors/causeOf.ts';
import { explainFailure } from '../../../src/core/errors/explain.ts';
import { english } from '../../../src/core/errors/translate.ts';
import type { Sentence } from '../../../src/core/errors/sentence.ts';
import { sentences } from '../../../src/core/errors/sentences.ts';

/** What is said of a handshake that the server ended with an alert. */
function refusedBy(alert: string) {
  const params = { host: 'h', reason: `the alert ${alert}`, case: alert };
  return explainFailure({ code: 'WB_TLS_FAILED', phase: 'tls', params, cause: null }, english);
}

describe('explainFailure', () => {
  test('fills the sentence with what is known of the case', () => {
    const { message, hint } = explainFailure(
      {
        code: 'WB_TCP_REFUSED',
        phase: 'tcp',
        params: { host: 'localhost', port: '8080' },
        cause: 'ECONNREFUSED',
      },
      english,
    );
    assert.equal(message, 'Connection refused: nothing listens on localhost:8080.');
    assert.equal(hint, 'Start the server, or check the port.');
  });

  for (const [code, params, way] of [
    ['WB_TLS_SELF_SIGNED', { host: 'h', subject: 'CN=a', notAfter: 'x' }, /CN=a.*Trust it/s],
    ['WB_TLS_EXPIRED', { host: 'h', subject: 'CN=a', notAfter: '2020' }, /CN=a.*2020.*Renew it/s],
    [
      'WB_TLS_WRONG_HOST',
      { host: 'h', names: 'b, c' },
      /asked for h.*b, c.*Use one of these names/s,
    ],
  ] as const) {
    test(`says of ${code} which certificate it was and what would make it pass`, () => {
      const { hint } = explainFailure({ code, phase: 'tls', params, cause: null }, english);
      assert.match(hint, way);
    });
  }

  test('says of a case that is known what is true of it, and else what is true of all', () => {
    const { message, hint } = refusedBy('unrecognized_name');
    assert.equal(message, 'The server does not know the name h: the alert unrecognized_name.');
    assert.match(hint, /SNI/);
    assert.match(refusedBy('handshake_failure').hint, /none of the cipher suites/);
    assert.match(refusedBy('no_application_protocol').hint, /ALPN/);
    assert.match(refusedBy('internal_error').message, /handshake with h failed/);
  });

  test('does not replace placeholders inside an argument', () => {
    assert.equal(english('{0} and {1}', '{1}', 'b'), '{1} and b');
  });

  test('uses only the parameters that each sentence declares', () => {
    for (const [code, { message, hint, params }] of Object.entries(sentences)) {
      const used = [...`${message} ${hint}`.matchAll(/\{(\d+)\}/g)].map(([, index]) =>
        Number(index),
      );
      const declared = params.map((_, index) => index);
      assert.deepEqual(
        [...new Set(used)].toSorted((a, b) => a - b),
        declared,
        code,
      );
    }
  });

  test('uses in no case a parameter that its sentence does not declare', () => {
    for (const [code, { inCase = {}, params }] of Object.entries<Sentence>(sentences)) {
      for (const { message = '', hint } of Object.values(inCase)) {
        const used = [...`${message} ${hint}`.matchAll(/\{(\d+)\}/g)];
        assert.ok(
          used.every(([, index]) => Number(index) < params.length),
          code,
        );
      }
    }
  });
});

describe('causeOf', () => {
  test('prefers the code of a system error over its words', () => {
    assert.equal(
      causeOf(Object.assign(new Error('connect'), { code: 'ECONNRESET' })),
      'ECONNRESET',
    );
    assert.equal(causeOf(new Error('words')), 'words');
    assert.equal(causeOf('text'), 'text');
    assert.equal(causeOf(undefined), null);
  });
});
