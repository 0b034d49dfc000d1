import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { furtherFacts, mainFacts, totalText } from '../../../src/console/shell/factsLine.ts';
import { remediesOf, splitSentences } from '../../../src/console/shell/failureModel.ts';
import { phaseSegments } from '../../../src/console/shell/phaseModel.ts';
import { currentTab, tabSet } from '../../../src/console/shell/tabModel.ts';
import {
  axisTicks,
  timelineEndMs,
  timelineLanes,
} from '../../../src/console/tabs/timelineModel.ts';
import { requestNote, responseNote } from '../../../src/console/tabs/handshakeNotes.ts';
import { stateText } from '../../../src/console/words/states.ts';
import { exchangeTitle } from '../../../src/protocol/exchangeTitle.ts';
import { restoreUiState } from '../../../src/console/page/uiState.ts';
import { fixtureExchange } from '../../support/consoleFixtures.ts';
import type { FixtureName } from '../../support/consoleFixtureNames.ts';
import type { ExchangeView } from '../../../src/protocol/exchange.ts';

function exchange(name: FixtureName): ExchangeView {
  const found = fixtureExchange(name);
  assert.ok(found);
  return found;
}

function tabs(name: FixtureName): string {
  return tabSet(exchange(name)).tabs.join(' ');
}

describe('tabs', () => {
  test('each kind of exchange has its own', () => {
    assert.equal(tabs('ticker'), 'frames messages handshake timeline connection wire');
    assert.equal(tabs('json'), 'response headers timeline connection http2 wire');
    assert.equal(tabs('events'), 'events response headers timeline connection http2 wire');
    assert.equal(tabs('selfSigned'), 'connection timeline wire');
    assert.equal(tabs('refused'), 'handshake timeline connection wire');
    assert.equal(tabs('badFrame'), 'frames messages handshake timeline connection wire');
  });

  test('the tab chosen by hand stays where it exists', () => {
    const chosen = { websocket: 'wire', http: 'nonsense' };
    assert.equal(currentTab(tabSet(exchange('ticker')), chosen), 'wire');
    assert.equal(currentTab(tabSet(exchange('json')), chosen), 'response');
  });
});

describe('phases', () => {
  test('the upgrade of a WebSocket is one step named by its status', () => {
    const segments = phaseSegments(exchange('ticker'), 17.6);
    assert.deepEqual(
      segments.map(({ label, durationMs }) => `${label} ${durationMs.toFixed(1)}`),
      ['DNS 1.2', 'TCP 0.9', 'TLS 12.4', '101 3.1'],
    );
  });

  test('a phase that lasts ends now', () => {
    const last = phaseSegments(exchange('events'), 5200).at(-1)!;
    assert.equal(last.pending, true);
    assert.equal(Math.round(last.durationMs), 5173);
  });

  test('the phase that failed says so', () => {
    const failed = phaseSegments(exchange('selfSigned'), 8.1).filter((each) => each.failed);
    assert.deepEqual(
      failed.map(({ label }) => label),
      ['TLS'],
    );
  });

  test('a reused connection says so and shows no zeros', () => {
    assert.deepEqual(mainFacts(exchange('json')), ['HTTP/2', 'reused (7th request)']);
    const further = furtherFacts(exchange('json')).join(' ');
    assert.match(further, /no DNS, TCP or TLS: the connection was open/u);
    assert.doesNotMatch(further, /DNS 0|TCP 0|TLS 0/u);
  });

  test('the total of a WebSocket is the time it took to open', () => {
    assert.equal(totalText(exchange('ticker')), '17.6 ms to open');
    assert.equal(totalText(exchange('json')), '34.0 ms');
  });
});

describe('timeline', () => {
  test('every attempt to connect has a lane under TCP', () => {
    const [hop] = timelineLanes(exchange('ticker'), 17.6);
    assert.deepEqual(
      hop!.lanes.map(({ label, failed }) => `${label}${failed ? ' ✕' : ''}`),
      ['DNS', 'TCP', '[::1]:8443 ✕', '127.0.0.1:8443', 'TLS', 'upgrade'],
    );
  });

  test('an attempt that another one outran is no failure, one without an answer is', () => {
    const ticker = exchange('ticker');
    const [hop] = ticker.hops;
    const remote = { address: '::1', port: 8443 };
    const attempts = ['otherConnected', 'cancelled', 'timeout', 'ECONNREFUSED'].map((result) => ({
      remote,
      startMs: 1,
      endMs: 2,
      result,
    }));
    const [{ lanes } = { lanes: [] }] = timelineLanes(
      { ...ticker, hops: [{ ...hop!, attempts }] },
      17.6,
    );
    assert.deepEqual(
      lanes.filter(({ nested }) => nested).map(({ note, failed }) => [note, failed]),
      [
        ['given up: another address was faster', false],
        ['cancelled', false],
        ['no answer in time', true],
        ['ECONNREFUSED', true],
      ],
    );
  });

  test('every redirect has lanes of its own', () => {
    const hops = timelineLanes(exchange('redirects'), 52);
    assert.deepEqual(
      hops.map(({ number, lanes }) => [number, lanes.length]),
      [
        [1, 6],
        [2, 3],
        [3, 3],
      ],
    );
    assert.equal(timelineEndMs(hops), 52);
  });

  test('an axis has a few round numbers', () => {
    assert.deepEqual(axisTicks(17.6), [0, 5, 10, 15]);
    assert.deepEqual(axisTicks(600), [0, 200, 400, 600]);
    for (const endMs of [0.001, 0.3, 1, 7, 99, 12_345]) {
      const count = axisTicks(endMs).length;
      assert.ok(count >= 3 && count <= 7, `${endMs}: ${count}`);
    }
  });
});

describe('failures', () => {
  test('the first sentence is the title', () => {
    assert.deepEqual(splitSentences('It failed. 127.0.0.1:80 said no. Twice.'), {
      title: 'It failed.',
      explanation: '127.0.0.1:80 said no. Twice.',
    });
    assert.deepEqual(splitSentences('证书是自签名的。没有发送任何内容。'), {
      title: '证书是自签名的。',
      explanation: '没有发送任何内容。',
    });
    assert.deepEqual(splitSentences('no end'), { title: 'no end', explanation: '' });
  });

  test('a self-signed certificate can be trusted', () => {
    const { failure, url } = exchange('selfSigned');
    assert.deepEqual(remediesOf(failure!, url), [
      'trustCertificate',
      'sendOnceInsecure',
      'showChain',
      'sendAgain',
    ]);
  });

  test('an expired or foreign certificate cannot be trusted for good', () => {
    const { failure, url } = exchange('selfSigned');
    const expired = remediesOf({ ...failure!, code: 'WB_TLS_EXPIRED' }, url);
    assert.ok(!expired.includes('trustCertificate') && expired.includes('sendOnceInsecure'));
  });

  test('the demo server is offered only where it would listen', () => {
    const { failure } = exchange('tcpRefused');
    const first = (url: string): string => remediesOf(failure!, url)[0]!;
    assert.equal(first('http://localhost:8080/'), 'startDemo');
    assert.equal(first('wss://127.0.0.1:8443/x'), 'startDemo');
    assert.equal(first('http://localhost:3000/'), 'sendAgain');
    assert.equal(first('http://example.org:8080/'), 'sendAgain');
  });
});

describe('handshake notes', () => {
  const { handshake } = exchange('ticker');

  test('the accept header is verified or wrong', () => {
    assert.equal(responseNote(handshake, 'Sec-WebSocket-Accept', '')?.tone, 'good');
    const wrong = { ...handshake!, acceptOk: false };
    assert.equal(responseNote(wrong, 'sec-websocket-accept', '')?.tone, 'bad');
  });

  test('a subprotocol that was not offered is a fault', () => {
    assert.equal(
      responseNote(handshake, 'Sec-WebSocket-Protocol', 'quotes.v2')?.text,
      'chosen from 2',
    );
    assert.equal(responseNote(handshake, 'Sec-WebSocket-Protocol', 'other')?.tone, 'bad');
  });

  test('ordinary headers need no note', () => {
    assert.equal(requestNote('Host'), null);
    assert.equal(responseNote(handshake, 'Server', 'x'), null);
  });
});

describe('state', () => {
  test('an open connection ticks', () => {
    const open = { ...exchange('ticker'), openedAtMs: 1000 };
    assert.deepEqual(stateText(open, 43_500), { tone: 'good', strong: 'open', rest: '00:42' });
  });

  test('a status of 400 or more is no success', () => {
    const found = { ...exchange('json'), status: 404, reason: 'Not Found' };
    assert.deepEqual(stateText(found, 0), { tone: 'bad', strong: '404', rest: 'Not Found' });
  });

  test('a failure names its phase', () => {
    assert.equal(stateText(exchange('selfSigned'), 0).strong, 'failed in TLS');
  });

  test('an exchange without a name is called by method and path', () => {
    assert.equal(exchangeTitle({ ...exchange('json'), name: null }), 'GET /orders/42');
    assert.equal(
      exchangeTitle({ ...exchange('json'), name: null, url: '{{host}}/x' }),
      'GET {{host}}/x',
    );
  });

  test('what was saved is restored where it fits', () => {
    const state = restoreUiState({ composerText: 'hi', splitWide: 'no', unknown: 1 });
    assert.equal(state.composerText, 'hi');
    assert.equal(state.splitWide, 0.66);
    assert.ok(!('unknown' in state));
    assert.equal(restoreUiState('nonsense').composerFormat, 'text');
  });
});
