import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Recording } from '../../../src/core/recording/recording.ts';
import { preparedRequest } from './requests.ts';

describe('a socket whose last exchange was forgotten', () => {
  test('hides the secrets of those before it in what came unasked', () => {
    const recording = new Recording();
    const socket = recording.openConnection();
    socket.opened({
      origin: 'http://a.example:80',
      local: { address: '127.0.0.1', port: 1 },
      remote: { address: '127.0.0.1', port: 2 },
      tls: null,
      proxy: null,
    });
    const exchanges = [1, 2].map(() => {
      const exchange = recording.begin({ ...preparedRequest(), secrets: ['open sesame'] });
      exchange.useConnection(socket.id);
      exchange.complete('ok');
      return exchange.id;
    });
    recording.forget(exchanges[1]!);
    socket.closed('local', 'stray-bytes', Buffer.from('say open sesame'));
    const stray = recording.connection(socket.id)?.closed?.stray;
    assert.equal(stray?.lengthBytes, 15);
    assert.ok(stray.excerpt.includes('say '));
    assert.ok(!stray.excerpt.includes('sesame'));
  });
});
