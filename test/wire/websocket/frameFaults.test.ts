import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hex, serverFrame } from '../../support/wsBytes.ts';
import { closeCodeSent, scriptedServer, switchingProtocols } from '../../support/wsServers.ts';
import { openSession } from '../../support/wsSession.ts';

interface Fault {
  name: string;
  bytes: Buffer;
  code: string;
  closeCode: number;
  rfc: string;
  deflate?: boolean;
}

const FAULTS: Fault[] = [
  {
    name: 'a frame with a reserved bit',
    bytes: hex('91 02 6869'),
    code: 'WB_WS_RESERVED_BIT',
    closeCode: 1002,
    rfc: 'RFC 6455 §5.2',
  },
  {
    name: 'an unknown opcode',
    bytes: hex('83 02 6869'),
    code: 'WB_WS_UNKNOWN_OPCODE',
    closeCode: 1002,
    rfc: 'RFC 6455 §5.2',
  },
  {
    name: 'a masked server frame',
    bytes: hex('81 82 00000000 6869'),
    code: 'WB_WS_MASKED_FRAME',
    closeCode: 1002,
    rfc: 'RFC 6455 §5.1',
  },
  {
    name: 'bad UTF-8',
    bytes: hex('81 02 c328'),
    code: 'WB_WS_BAD_UTF8',
    closeCode: 1007,
    rfc: 'RFC 6455 §8.1',
  },
  {
    name: 'a control frame over 125 bytes',
    bytes: serverFrame(0x89, Buffer.alloc(126)),
    code: 'WB_WS_CONTROL_TOO_LONG',
    closeCode: 1002,
    rfc: 'RFC 6455 §5.5',
  },
  {
    name: 'a close code out of range',
    bytes: hex('88 02 03e7'),
    code: 'WB_WS_BAD_CLOSE_CODE',
    closeCode: 1002,
    rfc: 'RFC 6455 §7.4',
  },
  {
    name: 'a message that does not inflate',
    bytes: hex('c1 03 ffffff'),
    code: 'WB_WS_BAD_DEFLATE',
    closeCode: 1007,
    rfc: 'RFC 7692 §7.2.2',
    deflate: true,
  },
  {
    name: 'a message over the limit',
    bytes: hex('82 7f 0000000100000000'),
    code: 'WB_WS_MESSAGE_TOO_LARGE',
    closeCode: 1009,
    rfc: 'RFC 6455 §7.4.1',
  },
];

const DEFLATE = 'Sec-WebSocket-Extensions: permessage-deflate';

describe('a server that breaks the protocol', { timeout: 20_000 }, () => {
  for (const { name, bytes, code, closeCode, rfc, deflate = false } of FAULTS) {
    test(`${name} is closed with ${closeCode}, and what came is kept`, async (t) => {
      const before = serverFrame(0x81, 'before');
      const behind = serverFrame(0x81, 'behind');
      const server = await scriptedServer(t, (socket, key) => {
        socket.write(switchingProtocols(key, ...(deflate ? [DEFLATE] : [])));
        socket.write(Buffer.concat([before, bytes, behind]));
        socket.on('end', () => socket.end());
      });
      const { session, events, recording, exchange } = openSession(server.url, {
        options: { deflate },
      });
      await session.finished;
      assert.equal(closeCodeSent(await server.received), closeCode);
      const [failure] = events('exchange.failed');
      assert.equal(failure?.code, code);
      assert.equal(failure.phase, 'frames');
      assert.equal(failure.params['rfc'], rfc);
      const inFrames = events('ws.frame').filter(({ dir }) => dir === 'in');
      assert.equal(inFrames[0]?.valid, true);
      assert.equal(inFrames[1]?.valid, false);
      assert.ok(inFrames[1].error);
      assert.equal(events('ws.message')[0]?.text, 'before');
      assert.equal(events('ws.close')[0]?.clean, false);
      const connection = recording.connection(recording.exchange(exchange)?.connection?.id ?? 0);
      const head = switchingProtocols('0'.repeat(24), ...(deflate ? [DEFLATE] : []));
      const sent = head.length + before.length + bytes.length + behind.length;
      assert.equal(connection?.bytesIn, sent);
    });
  }

  test('one that goes on sending for ever is left after a moment', async (t) => {
    const server = await scriptedServer(t, (socket, key) => {
      socket.write(switchingProtocols(key));
      socket.write(hex('83 00'));
      const flood = Buffer.alloc(65_536);
      const write = (): void => {
        while (!socket.destroyed && socket.write(flood));
      };
      socket.on('drain', write);
      write();
    });
    const { session, events } = openSession(server.url);
    await session.finished;
    assert.equal(events('exchange.failed')[0]?.code, 'WB_WS_UNKNOWN_OPCODE');
    assert.equal(closeCodeSent(await server.received), 1002);
  });
});

describe('a connection that ends without a closing handshake', { timeout: 20_000 }, () => {
  test('is 1006 when the server ends it', async (t) => {
    const server = await scriptedServer(t, (socket, key) => {
      socket.end(Buffer.concat([Buffer.from(switchingProtocols(key)), serverFrame(0x81, 'bye')]));
    });
    const { session, events } = openSession(server.url);
    await session.finished;
    assert.equal(events('ws.message')[0]?.text, 'bye');
    assert.deepEqual(
      events('ws.close').map(({ dir, code, clean }) => [dir, code, clean]),
      [['in', 1006, false]],
    );
    assert.equal(events('exchange.failed')[0]?.code, 'WB_WS_ABNORMAL_CLOSE');
  });

  test('is 1006 when the server resets it, and says so', async (t) => {
    const server = await scriptedServer(t, (socket, key) => {
      socket.write(switchingProtocols(key));
      socket.once('data', () => socket.resetAndDestroy());
    });
    const { session, events, until } = openSession(server.url);
    await until('ws.handshake');
    await session.send('knock');
    await session.finished;
    assert.equal(events('ws.close')[0]?.code, 1006);
    const [failure] = events('exchange.failed');
    assert.equal(failure?.code, 'WB_WS_ABNORMAL_CLOSE');
    assert.equal(failure.cause, 'ECONNRESET');
  });

  test('shows the frame that was cut off, marked invalid', async (t) => {
    const server = await scriptedServer(t, (socket, key) => {
      socket.end(Buffer.concat([Buffer.from(switchingProtocols(key)), hex('81 05 6865')]));
    });
    const { session, events } = openSession(server.url);
    await session.finished;
    const [frame] = events('ws.frame');
    assert.equal(frame?.length, 5);
    assert.equal(frame.valid, false);
    assert.deepEqual(events('ws.message'), []);
  });
});
