import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { PerMessageDeflate, Sender } from 'ws';
import type { WireError } from '../../../../src/core/errors/wireError.ts';
import { FrameReader } from '../../../../src/core/wire/websocket/frameReader.ts';
import type { InboundListener } from '../../../../src/core/wire/websocket/inboundMessages.ts';
import { InboundMessages } from '../../../../src/core/wire/websocket/inboundMessages.ts';
import { byteByByte, cutEverywhere, hex, serverFrame } from '../../../support/wsBytes.ts';
import { WsSinkLog } from '../../../support/wsSinkLog.ts';

const FIN = 0x80;
const RSV1 = 0x40;
const TEXT = 1;
const BINARY = 2;
const PING = 9;

/** One inbound side: what it reports to the sink and to the session. */
class Inbound implements InboundListener {
  readonly sink = new WsSinkLog();
  readonly heard: string[] = [];
  readonly faults: WireError[] = [];
  readonly messages: InboundMessages;
  readonly reader: FrameReader;

  constructor({ deflate = null, maxPayloadBytes = 1 << 20 }: InboundOptions = {}) {
    this.messages = new InboundMessages(this.sink, deflate, maxPayloadBytes, this);
    this.reader = new FrameReader(1, 'in', 0, this.messages);
  }

  read(pieces: Iterable<Buffer>): this {
    for (const piece of pieces) this.reader.read(piece);
    return this;
  }

  onMessage(): void {
    this.heard.push('message');
  }

  onPing(payload: Uint8Array): void {
    this.heard.push(`ping ${Buffer.from(payload).toString()}`);
  }

  onPong(payload: Uint8Array, frame: number): void {
    this.heard.push(`pong ${Buffer.from(payload).toString()} in frame ${frame}`);
  }

  onClose({ code, reason }: { code: number; reason: string }): void {
    this.heard.push(`close ${code} ${reason}`);
  }

  onFault(error: WireError): void {
    this.faults.push(error);
  }

  onCongestion(congested: boolean): void {
    this.heard.push(congested ? 'congested' : 'free');
  }
}

interface InboundOptions {
  deflate?: PerMessageDeflate | null;
  maxPayloadBytes?: number;
}

function clientDeflate(maxPayload = 1 << 20): PerMessageDeflate {
  const deflate = new PerMessageDeflate({ maxPayload });
  deflate.accept([{}]);
  return deflate;
}

async function deflated(...texts: string[]): Promise<Buffer[]> {
  const deflate = new PerMessageDeflate({ isServer: true, threshold: 0 });
  deflate.accept([{}]);
  const all: Buffer[] = [];
  for (const text of texts) {
    all.push(
      await new Promise<Buffer>((resolve, reject) => {
        deflate.compress(Buffer.from(text), true, (error, data) =>
          data === undefined ? reject(error ?? new Error('no data')) : resolve(data),
        );
      }),
    );
  }
  deflate.cleanup();
  return all;
}

interface Fault {
  name: string;
  bytes: Buffer;
  code: string;
  closeCode: number;
  rfc: string;
  params?: Record<string, string>;
  /** Number of the frame that is marked; the first unless given. */
  frame?: number;
}

const PROTOCOL = { closeCode: 1002, rfc: 'RFC 6455 §5.2' };
const RESERVED_BIT = { code: 'WB_WS_RESERVED_BIT', ...PROTOCOL };
const BAD_LENGTH = { code: 'WB_WS_BAD_LENGTH', ...PROTOCOL };
const ORDER = { code: 'WB_WS_BAD_CONTINUATION', closeCode: 1002, rfc: 'RFC 6455 §5.4' };
const UTF8 = { code: 'WB_WS_BAD_UTF8', closeCode: 1007, rfc: 'RFC 6455 §8.1' };
const CLOSE_PAYLOAD = { code: 'WB_WS_BAD_CLOSE_PAYLOAD', rfc: 'RFC 6455 §5.5.1' };
const CONTROL = { closeCode: 1002, rfc: 'RFC 6455 §5.5' };

const FAULTS: Fault[] = [
  {
    name: 'RSV1 without permessage-deflate',
    bytes: hex('c1 00'),
    ...RESERVED_BIT,
    params: { bit: 'RSV1' },
  },
  { name: 'RSV2', bytes: hex('a1 00'), ...RESERVED_BIT, params: { bit: 'RSV2' } },
  { name: 'RSV3', bytes: hex('92 00'), ...RESERVED_BIT, params: { bit: 'RSV3' } },
  {
    name: 'RSV2 and RSV3 on a ping',
    bytes: hex('b9 00'),
    ...RESERVED_BIT,
    params: { bit: 'RSV2, RSV3' },
  },
  ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode) => ({
    name: `opcode ${opcode}`,
    bytes: Buffer.of(FIN | opcode, 0),
    code: 'WB_WS_UNKNOWN_OPCODE',
    ...PROTOCOL,
    params: { opcode: `0x${opcode.toString(16)}` },
  })),
  {
    name: 'a masked frame',
    bytes: hex('81 85 37fa213d 7f9f4d5158'),
    code: 'WB_WS_MASKED_FRAME',
    closeCode: 1002,
    rfc: 'RFC 6455 §5.1',
  },
  {
    name: 'a ping of 126 bytes',
    bytes: serverFrame(FIN | PING, Buffer.alloc(126)),
    code: 'WB_WS_CONTROL_TOO_LONG',
    ...CONTROL,
    params: { length: '126' },
  },
  {
    name: 'a close frame of 70,000 bytes',
    bytes: serverFrame(FIN | 8, Buffer.alloc(70_000)).subarray(0, 40),
    code: 'WB_WS_CONTROL_TOO_LONG',
    ...CONTROL,
    params: { length: '70000' },
  },
  {
    name: 'a fragmented ping',
    bytes: hex('09 01 61'),
    code: 'WB_WS_CONTROL_FRAGMENTED',
    ...CONTROL,
  },
  { name: 'a continuation of nothing', bytes: hex('80 01 61'), ...ORDER },
  {
    name: 'a last continuation after the message ended',
    bytes: hex('81 00 80 00'),
    ...ORDER,
    frame: 1,
  },
  {
    name: 'a new message inside a fragmented one',
    bytes: hex('01 01 61 81 01 62'),
    ...ORDER,
    frame: 1,
  },
  {
    name: 'a 64-bit length with its highest bit set',
    bytes: hex('82 7f 8000000000000001'),
    ...BAD_LENGTH,
    params: { reason: 'the highest bit of the 64-bit length is set' },
  },
  {
    name: 'a 16-bit length that fits in 7 bits',
    bytes: hex('82 7e 007d'),
    ...BAD_LENGTH,
    params: { reason: '125 is written with 16 bits' },
  },
  {
    name: 'a 64-bit length that fits in 16 bits',
    bytes: hex('82 7f 000000000000ffff'),
    ...BAD_LENGTH,
    params: { reason: '65535 is written with 64 bits' },
  },
  {
    name: 'a length beyond the limit',
    bytes: hex('82 7f 7fffffffffffffff'),
    code: 'WB_WS_MESSAGE_TOO_LARGE',
    closeCode: 1009,
    rfc: 'RFC 6455 §7.4.1',
    params: { limit: '1048576 bytes' },
  },
  { name: 'a lone continuation byte in a text', bytes: hex('81 02 61 80'), ...UTF8 },
  { name: 'an overlong encoding in a text', bytes: hex('81 02 c0 af'), ...UTF8 },
  { name: 'a surrogate in a text', bytes: hex('81 03 ed a0 80'), ...UTF8 },
  { name: 'a character cut off at the end of a text', bytes: hex('81 02 e4 bd'), ...UTF8 },
  {
    name: 'bad UTF-8 in the last of two fragments',
    bytes: hex('01 02 e4bd 80 01 41'),
    ...UTF8,
    frame: 1,
  },
  {
    name: 'a close payload of one byte',
    bytes: hex('88 01 03'),
    ...CLOSE_PAYLOAD,
    closeCode: 1002,
  },
  {
    name: 'a close reason that is not UTF-8',
    bytes: hex('88 04 03e8 c0af'),
    ...CLOSE_PAYLOAD,
    closeCode: 1007,
  },
  ...[0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535].map((code) => ({
    name: `the close code ${code}`,
    bytes: serverFrame(FIN | 8, Buffer.of(code >> 8, code & 0xff)),
    code: 'WB_WS_BAD_CLOSE_CODE',
    closeCode: 1002,
    rfc: 'RFC 6455 §7.4',
    params: { code: String(code) },
  })),
];

describe('what the server must not send', () => {
  for (const { name, bytes, code, closeCode, rfc, params = {}, frame = 0 } of FAULTS) {
    test(`${name}, cut at every byte, is ${code} and closes with ${closeCode}`, () => {
      for (const pieces of [...cutEverywhere(bytes), byteByByte(bytes)]) {
        const { faults, sink } = new Inbound().read(pieces);
        const [fault, ...more] = faults;
        assert.equal(more.length, 0);
        assert.equal(fault?.code, code);
        assert.equal(fault.phase, 'frames');
        assert.equal(fault.closeCode, closeCode);
        assert.equal(fault.params['rfc'], rfc);
        for (const [key, value] of Object.entries(params)) assert.equal(fault.params[key], value);
        assert.equal(sink.frames.length, frame + 1, 'the faulty frame is the last one recorded');
        assert.deepEqual(sink.frameErrors, [{ frame, error: fault }]);
      }
    });
  }

  test('nothing behind a fault is read', () => {
    const { sink, faults } = new Inbound().read([hex('83 00 81 01 61 84 00')]);
    assert.equal(sink.frames.length, 1);
    assert.equal(faults.length, 1);
  });

  test('fragments that together are larger than the limit are refused as soon as that is known', () => {
    const first = serverFrame(BINARY, Buffer.alloc(60));
    const inbound = new Inbound({ maxPayloadBytes: 100 }).read([first, hex('80 29')]);
    assert.equal(inbound.faults[0]?.code, 'WB_WS_MESSAGE_TOO_LARGE');
    assert.equal(inbound.sink.frames.length, 2);
  });

  test('RSV1 on a continuation frame is wrong even with permessage-deflate', () => {
    const { faults } = new Inbound({ deflate: clientDeflate() }).read([hex('41 00 c0 00')]);
    assert.equal(faults[0]?.code, 'WB_WS_RESERVED_BIT');
  });
});

describe('what the server may send', () => {
  test('a text in fragments with pings in between, a character cut in two, at every byte', () => {
    const bytes = Buffer.concat([
      serverFrame(TEXT, hex('e4 bd')),
      serverFrame(FIN | PING, 'a'),
      serverFrame(0, hex('a0')),
      serverFrame(FIN | 10, 'b'),
      serverFrame(FIN, ''),
    ]);
    for (const pieces of [...cutEverywhere(bytes), byteByByte(bytes)]) {
      const { sink, heard, faults } = new Inbound().read(pieces);
      assert.deepEqual(faults, []);
      assert.deepEqual(heard, ['ping a', 'pong b in frame 3', 'message']);
      assert.deepEqual(sink.messages, [
        {
          direction: 'in',
          type: 'text',
          firstFrame: 0,
          lastFrame: 4,
          fragments: 3,
          compressed: false,
          bytes: 3,
          wireBytes: 9,
        },
      ]);
    }
  });

  test('an empty text, and a binary that is not UTF-8', () => {
    const { sink, faults } = new Inbound().read([hex('81 00 82 02 c0af')]);
    assert.deepEqual(faults, []);
    assert.deepEqual(
      sink.messages.map(({ type, bytes }) => [type, bytes]),
      [
        ['text', 0],
        ['binary', 2],
      ],
    );
  });

  test('each close code that RFC 6455 and IANA allow, and no payload at all', () => {
    const codes = [1000, 1001, 1002, 1003, 1007, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999];
    for (const code of codes) {
      const payload = Buffer.concat([Buffer.of(code >> 8, code & 0xff), Buffer.from('再见')]);
      assert.deepEqual(new Inbound().read([serverFrame(FIN | 8, payload)]).heard, [
        `close ${code} 再见`,
      ]);
    }
    assert.deepEqual(new Inbound().read([hex('88 00')]).heard, ['close 1005 ']);
  });

  test('nothing behind a close frame is read', () => {
    const { sink, heard } = new Inbound().read([hex('88 00 81 01 61')]);
    assert.equal(sink.frames.length, 1);
    assert.deepEqual(heard, ['close 1005 ']);
  });

  test('messages of any size, cut anywhere, are counted as a sender framed them', () => {
    const message = fc.record({ binary: fc.boolean(), text: fc.string({ unit: 'grapheme' }) });
    const cuts = fc.integer({ min: 1, max: 50 });
    fc.assert(
      fc.property(fc.array(message), cuts, (messages, cut) => {
        const wire = Buffer.concat(
          messages.flatMap(({ binary, text }) =>
            Sender.frame(Buffer.from(text), {
              fin: true,
              opcode: binary ? BINARY : TEXT,
              mask: false,
              readOnly: true,
              rsv1: false,
            }),
          ),
        );
        const pieces = Array.from({ length: Math.ceil(wire.length / cut) }, (_, index) =>
          wire.subarray(index * cut, (index + 1) * cut),
        );
        const { sink, faults } = new Inbound().read(pieces);
        assert.deepEqual(faults, []);
        assert.deepEqual(
          sink.messages.map(({ type, bytes }) => [type, bytes]),
          messages.map(({ binary, text }) => [binary ? 'binary' : 'text', Buffer.byteLength(text)]),
        );
      }),
    );
  });
});

describe('permessage-deflate', () => {
  test('messages keep their order, compressed or not, and the inflated payload is handed over', async () => {
    const [first, second] = await deflated('你好，服务器！', '你好，服务器！你好');
    const inbound = new Inbound({ deflate: clientDeflate() }).read([
      serverFrame(FIN | RSV1 | TEXT, first),
      serverFrame(FIN | TEXT, 'plain'),
      serverFrame(RSV1 | BINARY, second!.subarray(0, 3)),
      serverFrame(FIN | PING, 'p'),
      serverFrame(FIN, second!.subarray(3)),
    ]);
    await inbound.messages.idle();
    assert.deepEqual(inbound.faults, []);
    assert.deepEqual(
      inbound.sink.messages.map(({ inflated }) => inflated && Buffer.from(inflated).toString()),
      ['你好，服务器！', undefined, '你好，服务器！你好'],
    );
    const last = inbound.sink.messages[2];
    assert.equal(last?.compressed, true);
    assert.equal(last.bytes, Buffer.byteLength('你好，服务器！你好'));
    assert.equal(last.wireBytes, second!.length + 4);
    assert.equal(last.fragments, 2);
    assert.deepEqual(inbound.heard, ['ping p', 'message', 'message', 'message']);
  });

  test('bytes that are no DEFLATE close with 1007 and mark the frame', async () => {
    const inbound = new Inbound({ deflate: clientDeflate() }).read([hex('c1 03 ffffff 81 01 61')]);
    await inbound.messages.idle();
    assert.equal(inbound.faults[0]?.code, 'WB_WS_BAD_DEFLATE');
    assert.equal(inbound.faults[0].closeCode, 1007);
    assert.equal(inbound.sink.frameErrors[0]?.frame, 0);
    assert.deepEqual(inbound.sink.messages, []);
  });

  test('a message that inflates beyond the limit closes with 1009', async () => {
    const [bomb] = await deflated('a'.repeat(100_000));
    const inbound = new Inbound({ deflate: clientDeflate(1000), maxPayloadBytes: 1000 });
    inbound.read([serverFrame(FIN | RSV1 | TEXT, bomb)]);
    await inbound.messages.idle();
    assert.equal(inbound.faults[0]?.code, 'WB_WS_MESSAGE_TOO_LARGE');
    assert.equal(inbound.faults[0].closeCode, 1009);
  });

  test('a text that inflates to bad UTF-8 closes with 1007', async () => {
    // A stored block (RFC 1951 §3.2.4) of two bytes.
    const stored = hex('00 0200 fdff c0af 00');
    const inbound = new Inbound({ deflate: clientDeflate() });
    inbound.read([serverFrame(FIN | RSV1 | TEXT, stored)]);
    await inbound.messages.idle();
    assert.equal(inbound.faults[0]?.code, 'WB_WS_BAD_UTF8');
  });

  test('reading is throttled while more waits to be inflated than the limit', async () => {
    const [small] = await deflated('x');
    const inbound = new Inbound({ deflate: clientDeflate() });
    const flood = Array.from({ length: 1500 }, () => serverFrame(FIN | RSV1 | TEXT, small));
    inbound.read(flood);
    assert.deepEqual(inbound.heard, ['congested']);
    await inbound.messages.idle();
    const throttling = inbound.heard.filter((event) => event !== 'message');
    assert.deepEqual(throttling, ['congested', 'free']);
    assert.equal(inbound.heard.length, 1502);
    assert.ok(inbound.heard.indexOf('free') > 900, 'reading goes on when half of it is done');
  });
});
