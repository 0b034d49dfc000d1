import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localizeRows } from '../../../src/host/consoleHost/localizeRows.ts';
import type { LogRow } from '../../../src/protocol/rows.ts';

const shout = (english: string, ...args: string[]): string =>
  `${english.toUpperCase()} ${args.join()}`;

test('What is wrong with a frame is said in the UI’s language, from its facts', async () => {
  const row: LogRow = {
    row: 0,
    timeMs: 1,
    deltaMs: 0,
    direction: 'in',
    type: 'other',
    lengthBytes: 0,
    preview: '',
    matches: [],
    error: 'A frame has the unknown opcode 3.',
    fault: { code: 'WB_WS_UNKNOWN_OPCODE', params: { opcode: '3' } },
  };
  const window = { from: 0, rows: [row], matched: 1, total: 1, complete: true };
  const { rows } = await localizeRows(window, shout);
  assert.deepEqual(
    rows.map(({ error }) => error),
    ['A FRAME HAS THE UNKNOWN OPCODE {0}. 3'],
  );
});
