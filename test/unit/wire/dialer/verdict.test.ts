import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { DialTarget } from '../../../../src/core/wire/dialer/connection.ts';
import { certificateFailure } from '../../../../src/core/wire/dialer/verdict.ts';
import type { CertificateFacts } from '../../../../src/core/wire/wireFacts.ts';

const target = { host: 'localhost', port: 443 } as DialTarget;

function certificate(subject: string, issuer: string, notAfter = '2999'): CertificateFacts {
  return { subject, issuer, san: [], notBefore: '2000', notAfter, sha256: 'AA' };
}

const root = certificate('CN=Root', 'CN=Root');

describe('a certificate that is refused', () => {
  test('because of the dates of an issuer is not blamed on the host', () => {
    const leaf = certificate('CN=localhost', 'CN=Inter');
    const issuer = certificate('CN=Inter', 'CN=Root', '2001');
    const { code, params } = certificateFailure('CERT_HAS_EXPIRED', [leaf, issuer, root], target);
    assert.equal(code, 'WB_TLS_EXPIRED');
    assert.deepEqual([params['case'], params['subject']], ['issuer', 'CN=Inter']);
  });

  test('because of its own dates is', () => {
    const leaf = certificate('CN=localhost', 'CN=Root', '2001');
    const { params } = certificateFailure('CERT_HAS_EXPIRED', [leaf, root], target);
    assert.deepEqual([params['case'], params['subject']], [undefined, 'CN=localhost']);
  });

  test('with its unknown root lacks no intermediate certificate', () => {
    const leaf = certificate('CN=localhost', 'CN=Root');
    const withRoot = certificateFailure('SELF_SIGNED_CERT_IN_CHAIN', [leaf, root], target);
    assert.equal(withRoot.code, 'WB_TLS_UNKNOWN_AUTHORITY');
    assert.deepEqual([withRoot.params['case'], withRoot.params['issuer']], ['rootSent', 'CN=Root']);
    const alone = certificateFailure('UNABLE_TO_VERIFY_LEAF_SIGNATURE', [leaf], target);
    assert.deepEqual([alone.params['case'], alone.params['issuer']], [undefined, 'CN=Root']);
  });

  test('of an unknown authority names that, not what was sent beside', () => {
    const leaf = certificate('CN=localhost', 'CN=Other');
    const { params } = certificateFailure(
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      [leaf, root],
      target,
    );
    assert.equal(params['issuer'], 'CN=Other');
  });
});
