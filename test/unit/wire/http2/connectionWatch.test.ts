import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Http2ConnectionWatch } from '../../../../src/core/wire/http2/connectionWatch.ts';
import { FrameType } from '../../../../src/core/wire/http2/frameType.ts';
import { http2Frame } from '../../../support/http2Raw.ts';
import { ConnectionLog } from '../../../support/httpEventLog.ts';

const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const settings = http2Frame(FrameType.settings, 0, 0);
const headers = http2Frame(FrameType.headers, 4, 1, Buffer.of(0x82));
const head = http2Frame(FrameType.headers, 4, 1, Buffer.of(0x88));
const data = http2Frame(FrameType.data, 0, 1, Buffer.alloc(16_384));

/** A connection on which a request has begun, and what is seen of it. */
function watched() {
  const log = new ConnectionLog(1);
  const watch = new Http2ConnectionWatch(log);
  watch.passed('out', Buffer.concat([preface, settings, headers]), 0);
  watch.passed('in', Buffer.concat([settings, head]), 0);
  return { log, watch };
}

describe('what is seen of an HTTP/2 connection', () => {
  test('does not depend on where the bytes are cut', () => {
    const bytes = Buffer.concat([preface, settings, headers, http2Frame(FrameType.data, 1, 1)]);
    const whole = new ConnectionLog(1);
    new Http2ConnectionWatch(whole).passed('out', bytes, 100);
    const cut = new ConnectionLog(2);
    const watch = new Http2ConnectionWatch(cut);
    for (let at = 0; at < bytes.length; at++) {
      watch.passed('out', bytes.subarray(at, at + 1), 100 + at);
    }
    assert.deepEqual(cut.http2Frames, whole.http2Frames);
    assert.deepEqual(
      whole.http2Frames.map(({ offset, state }) => [offset, state]),
      [
        [124, null],
        [133, 'open'],
        [143, 'half-closed (local)'],
      ],
    );
  });

  test('marks the frame that goes beyond the window of its stream', () => {
    const { log, watch } = watched();
    for (let sent = 0; sent < 4; sent++) watch.passed('in', data, 9 + sent * data.length);
    assert.deepEqual(
      log.http2Frames.filter(({ type }) => type === FrameType.data).map(({ fault }) => fault),
      [null, null, null, 'WB_HTTP2_FLOW_CONTROL'],
    );
    assert.equal(watch.fault?.code, 'WB_HTTP2_FLOW_CONTROL');
    assert.equal(watch.fault.params['stream'], '1');
  });

  test('marks none where WINDOW_UPDATE had opened the windows', () => {
    const { log, watch } = watched();
    const increment = Buffer.from([0, 0, 0xff, 0xff]);
    for (const stream of [0, 1]) {
      watch.passed('out', http2Frame(FrameType.windowUpdate, 0, stream, increment), 0);
    }
    for (let sent = 0; sent < 7; sent++) watch.passed('in', data, 0);
    assert.ok(log.http2Frames.every(({ fault }) => fault === null));
  });

  test('says which window a sender waited for', () => {
    const { log, watch } = watched();
    const full = http2Frame(FrameType.data, 0, 1, Buffer.alloc(65_535), 65_535);
    watch.passed('out', full, 0);
    for (const stream of [1, 0]) {
      const increment = Buffer.from([0, 0, 0x40, 0]);
      watch.passed('in', http2Frame(FrameType.windowUpdate, 0, stream, increment), 0);
    }
    watch.passed('out', data, 0);
    assert.equal(log.http2Frames.at(-1)?.stalledBy, 'connection');
  });

  test('marks what begins with no SETTINGS', () => {
    const log = new ConnectionLog(1);
    const watch = new Http2ConnectionWatch(log);
    watch.passed('in', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 0);
    assert.equal(watch.fault?.code, 'WB_HTTP2_BAD_PREFACE');
  });
});
