import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { WireEventOf } from '../../../src/core/wire/events.ts';
import type { Direction } from '../../../src/core/wire/wireFacts.ts';
import { RecordedHttp } from '../../support/recordedHttp.ts';
import { nghttpdIsMissing, startNghttpd } from '../../support/nghttpd.ts';
import { capture, tsharkIsMissing } from '../../support/tshark.ts';

const options = { httpVersion: '2-prior' as const, cookieJar: false };
const files = { 'tea.json': JSON.stringify(Array(5000).fill('乌龙茶')) };

const typeNumbers: Record<string, number> = {
  DATA: 0,
  HEADERS: 1,
  RST_STREAM: 3,
  SETTINGS: 4,
  GOAWAY: 7,
  WINDOW_UPDATE: 8,
};

describe('nghttpd', { skip: nghttpdIsMissing }, () => {
  test('serves h2c with trailers to ten requests on one connection', async (t) => {
    const port = await startNghttpd(t, files, ['--trailer=x-check: 茶']);
    const http = new RecordedHttp(t);
    const url = `http://127.0.0.1:${port}/tea.json`;
    const ids = await Promise.all(Array.from({ length: 10 }, () => http.run(url, { options })));
    for (const id of ids) {
      assert.equal(http.recording.exchange(id)?.state, 'completed');
      const [trailers] = http
        .frames(id)
        .filter(({ type, dir }) => type === 'HEADERS' && dir === 'in')
        .slice(-1);
      assert.deepEqual(trailers?.headers, [['x-check', '茶']]);
    }
    assert.equal(http.recording.connections().length, 1);
  });

  test('and tshark see the same frames', { skip: tsharkIsMissing }, async (t) => {
    const port = await startNghttpd(t, files);
    const captured = await capture(t, port);
    const http = new RecordedHttp(t);
    const url = `http://127.0.0.1:${port}/tea.json`;
    const id = await http.run(url, { method: 'POST', body: 'x'.repeat(100_000), options });
    const ours = http.frames(id);
    for (const direction of ['out', 'in'] as const) {
      const wanted = ours.filter(({ dir }) => dir === direction).map(line);
      const seen = await captured.lines(
        fieldsOf(port, direction),
        (lines) => lines.flatMap(framesOf).length >= wanted.length,
      );
      assert.deepEqual(seen.flatMap(framesOf).slice(0, wanted.length), wanted);
    }
  });
});

/** Type, stream and length, as `framesOf` reads them from tshark. */
function line({ type, stream, length }: WireEventOf<'h2.frame'>): string {
  return `${typeNumbers[type]} ${stream} ${length}`;
}

function fieldsOf(port: number, direction: Direction): string[] {
  const filter = direction === 'out' ? `tcp.dstport==${port}` : `tcp.srcport==${port}`;
  const fields = ['http2.type', 'http2.streamid', 'http2.length'].flatMap((name) => ['-e', name]);
  return ['-d', `tcp.port==${port},http2`, '-Y', `http2 && ${filter}`, ...fields];
}

/** A packet holds several frames; their fields are joined with commas. */
function framesOf(packet: string): string[] {
  const [types, streams, lengths] = packet.split('\t').map((field) => field.split(','));
  return types!.map((type, index) => `${type} ${streams![index]} ${lengths![index]}`);
}
