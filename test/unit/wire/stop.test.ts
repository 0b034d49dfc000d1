import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { abortSignalOf, Stop } from '../../../src/core/wire/stop.ts';

describe('a stop', () => {
  test('tells each listener once, and none that has left', () => {
    const stop = new Stop();
    const heard: string[] = [];
    const leaves = (): void => void heard.push('leaves');
    stop.addEventListener('abort', () => heard.push('stays'));
    stop.addEventListener('abort', leaves);
    stop.removeEventListener('abort', leaves);
    assert.equal(stop.aborted, false);
    stop.abort();
    stop.abort();
    assert.equal(stop.aborted, true);
    assert.deepEqual(heard, ['stays']);
  });

  test('lets a listener remove another one while it tells', () => {
    const stop = new Stop();
    const heard: string[] = [];
    const second = (): void => void heard.push('second');
    stop.addEventListener('abort', () => {
      stop.removeEventListener('abort', second);
      heard.push('first');
    });
    stop.addEventListener('abort', second);
    stop.abort();
    assert.deepEqual(heard, ['first']);
  });

  test('is an AbortSignal for whom nothing else will do, whenever that is asked for', () => {
    const early = new Stop();
    const signal = abortSignalOf(early);
    assert.equal(signal.aborted, false);
    early.abort();
    assert.equal(signal.aborted, true);
    assert.equal(abortSignalOf(early), signal);
    const late = new Stop();
    late.abort();
    assert.equal(abortSignalOf(late).aborted, true);
    const foreign = new AbortController().signal;
    assert.equal(abortSignalOf(foreign), foreign);
  });
});
