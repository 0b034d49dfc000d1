import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { shiftLine } from '../../../src/host/sessions/lineShift.ts';
import type { LineChange } from '../../../src/host/sessions/lineShift.ts';

/** A change from `start` to `end`, each `line:character`. */
function change(start: string, end: string, text: string): LineChange {
  const [startLine = 0, startCharacter = 0] = start.split(':').map(Number);
  const [endLine = 0, endCharacter = 0] = end.split(':').map(Number);
  return { startLine, startCharacter, endLine, endCharacter, text };
}

describe('A request line', () => {
  test('moves down when lines are inserted above it', () => {
    assert.equal(shiftLine(5, change('2:0', '2:0', 'a\nb\n')), 7);
  });

  test('moves down when a line break is typed at its very beginning', () => {
    assert.equal(shiftLine(5, change('5:0', '5:0', '\n')), 6);
  });

  test('moves up when lines above it are deleted', () => {
    assert.equal(shiftLine(5, change('1:0', '3:0', '')), 3);
    assert.equal(shiftLine(5, change('3:2', '5:0', '')), 3);
  });

  test('stays when something below it changes', () => {
    assert.equal(shiftLine(5, change('6:0', '9:0', '')), 5);
  });

  test('stays when it is edited, also when a header is written below it', () => {
    assert.equal(shiftLine(5, change('5:4', '5:4', '/path')), 5);
    assert.equal(shiftLine(5, change('5:20', '5:20', '\nAccept: */*')), 5);
    assert.equal(shiftLine(5, change('5:0', '5:3', 'POST')), 5);
  });

  test('is gone when it is deleted together with its surroundings', () => {
    assert.equal(shiftLine(5, change('4:0', '7:0', '')), null);
    assert.equal(shiftLine(5, change('3:1', '5:4', '')), null);
  });
});
