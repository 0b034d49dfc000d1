import assert from 'node:assert/strict';
import { Duplex } from 'node:stream';
import { describe, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Tap } from '../../../../src/core/wire/dialer/tap.ts';

/** A stream that gives as much as it is asked for, and takes writes only when it is told to. */
class Source extends Duplex {
  givenBytes = 0;
  readonly written: Buffer[] = [];
  readonly pending: (() => void)[] = [];

  override _read(): void {
    this.givenBytes += 1024;
    this.push(Buffer.alloc(1024));
  }

  override _write(chunk: Buffer, _encoding: string, callback: () => void): void {
    this.written.push(chunk);
    this.pending.push(callback);
  }

  override _final(callback: () => void): void {
    callback();
  }
}

/** A stream that ends at once. */
class EmptySource extends Source {
  override _read(): void {
    this.push(null);
  }
}

function tapped(under: Duplex) {
  const seen = { incomingBytes: 0, outgoing: '' };
  const observer = {
    incoming: (chunk: Buffer) => void (seen.incomingBytes += chunk.length),
    outgoing: (chunk: Buffer) => void (seen.outgoing += chunk.toString()),
  };
  return { tap: new Tap(under, observer), seen };
}

describe('a tap', () => {
  test('reads no more than fits while its reader is paused', async () => {
    const source = new Source();
    const { tap, seen } = tapped(source);
    for (let turns = 0; turns < 200; turns++) await turn();
    assert.equal(seen.incomingBytes, 0);
    assert.ok(source.givenBytes <= 2 * source.readableHighWaterMark, `${source.givenBytes}`);
    tap.read(1);
    for (let turns = 0; turns < 200; turns++) await turn();
    assert.ok(seen.incomingBytes <= 2 * tap.readableHighWaterMark, `${seen.incomingBytes}`);
    tap.destroy();
  });

  test('tells its writer to wait while what is under it does not take more', async () => {
    const source = new Source();
    const { tap, seen } = tapped(source);
    let isWritten = false;
    tap.write('a', () => (isWritten = true));
    assert.equal(tap.write(Buffer.alloc(tap.writableHighWaterMark)), false);
    await turn();
    assert.equal(isWritten, false);
    assert.equal(seen.outgoing, 'a');
    source.pending.shift()?.();
    await turn();
    assert.equal(isWritten, true);
    tap.destroy();
  });

  test('stays open for writing after the end of reading', async () => {
    const { tap, seen } = tapped(new EmptySource());
    tap.resume();
    await new Promise((resolve) => tap.once('end', resolve));
    tap.write('late');
    await turn();
    assert.equal(seen.outgoing, 'late');
    assert.equal(tap.destroyed, false);
    tap.destroy();
  });

  test('destroys what is under it, and is destroyed with it', async () => {
    const first = new Source();
    tapped(first).tap.destroy();
    assert.equal(first.destroyed, true);
    const second = new Source();
    const { tap } = tapped(second);
    second.destroy(new Error('broken'));
    await turn();
    assert.equal(tap.destroyed, true);
    assert.equal(tap.errored?.message, 'broken');
  });
});
