import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorLine } from '../../../src/cli/commandIo.ts';

test('an error line has its place and cannot steer the terminal', () => {
  assert.equal(
    errorLine('a.http', { line: 2, column: 5 }, 'WB_X', 'The header “\u001b[2J\u009b” is bad.'),
    'a.http:2:5: WB_X The header “␛[2J\uFFFD” is bad.\n',
  );
});
