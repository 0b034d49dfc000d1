import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { tlsFacts } from '../../../src/console/tabs/connectionFacts.ts';
import type { TlsView } from '../../../src/protocol/connectionView.ts';
import { tls } from '../../support/consoleFixtureParts.ts';

const fact = (change: Partial<TlsView>, name: string): string | undefined =>
  tlsFacts({ ...tls, ...change }).find((each) => each.name === name)?.value;

describe('the facts of TLS', () => {
  test('name the authorities that a server takes client certificates of, where TLS 1.2 shows them', () => {
    const asked = (clientAuthorities: string[] | null) =>
      fact({ version: 'TLSv1.2', clientAuthorities }, 'asks for a certificate by');
    assert.equal(asked(['CN=Staff CA', 'CN=Partners CA']), 'CN=Staff CA\nCN=Partners CA');
    assert.equal(asked([]), 'any authority');
    assert.equal(asked(null), undefined);
    assert.equal(fact({ version: 'TLSv1.2' }, 'client certificate'), undefined);
  });

  test('say that TLS 1.3 asks encrypted, except where a session was resumed and nothing is asked', () => {
    assert.match(
      fact({ version: 'TLSv1.3' }, 'client certificate')!,
      /TLS 1\.3 asks for it encrypted/,
    );
    assert.equal(fact({ version: 'TLSv1.3', resumed: true }, 'client certificate'), undefined);
  });

  test('say of a staple that its signature was not checked', () => {
    const dates = { producedAt: null, thisUpdate: null, nextUpdate: null };
    const staple = (status: 'good' | 'revoked' | 'unreadable') =>
      fact({ ocsp: { ...dates, status } }, 'OCSP');
    assert.equal(staple('good'), 'good\nso says the staple; its signature was not checked');
    assert.match(staple('revoked')!, /^revoked\n.*not checked$/);
    assert.equal(staple('unreadable'), 'the stapled answer cannot be read');
  });
});
