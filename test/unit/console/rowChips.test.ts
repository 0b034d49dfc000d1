import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import {
  emptyFilter,
  isChipShown,
  isDirectionShown,
  toggleChip,
  toggleDirection,
  typeChips,
} from '../../../src/console/log/rowChips.ts';

const [text, binary, pingPong, close] = typeChips('frames');

describe('filter chips', () => {
  test('at first everything is shown', () => {
    assert.ok(typeChips('frames').every((chip) => isChipShown(emptyFilter, chip)));
    assert.ok(isDirectionShown(emptyFilter, 'in') && isDirectionShown(emptyFilter, 'out'));
  });

  test('a direction goes and comes back', () => {
    const without = toggleDirection(emptyFilter, 'out');
    assert.deepEqual(without.directions, ['in']);
    assert.deepEqual(toggleDirection(without, 'out').directions, []);
  });

  test('hiding the last direction shows both again', () => {
    assert.deepEqual(toggleDirection({ ...emptyFilter, directions: ['in'] }, 'in').directions, []);
  });

  test('hiding pings keeps data, continuations, closes and what is unknown', () => {
    const { types } = toggleChip(emptyFilter, 'frames', pingPong!);
    assert.deepEqual(types, ['text', 'binary', 'close', 'cont', 'other']);
  });

  test('continuations go with the last kind of data', () => {
    const noText = toggleChip(emptyFilter, 'frames', text!);
    assert.ok(noText.types.includes('cont'));
    assert.ok(!toggleChip(noText, 'frames', binary!).types.includes('cont'));
  });

  test('showing the last hidden chip again is no filter at all', () => {
    const hidden = toggleChip(emptyFilter, 'frames', close!);
    assert.deepEqual(toggleChip(hidden, 'frames', close!).types, []);
  });

  test('the wire has no types to choose', () => {
    assert.deepEqual(typeChips('wire'), []);
  });
});
