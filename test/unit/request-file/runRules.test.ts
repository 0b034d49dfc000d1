import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseRequestFile } from '../../../src/core/request-file/parseRequestFile.ts';
import { requestsOf } from '../../../src/core/request-file/requestFile.ts';
import { isDisabled, readSleepMs, sendingsOf } from '../../../src/core/request-file/runRules.ts';

function blockOf(directive: string) {
  const file = parseRequestFile(`# ${directive}\nGET http://a`);
  const codes = file.diagnostics.map(({ code }) => code);
  return { block: requestsOf(file)[0]!, codes };
}

describe('how often and when a request is sent', () => {
  test('@disabled alone or true leaves it out; a condition is not run', () => {
    const rules: [directive: string, disabled: boolean, codes: string[]][] = [
      ['@disabled', true, []],
      ['@disabled true', true, []],
      ['@disabled false', false, []],
      ['@disabled !this.token', false, ['WB1020']],
    ];
    for (const [directive, disabled, expected] of rules) {
      const { block, codes } = blockOf(directive);
      assert.deepEqual([isDisabled(block), codes], [disabled, expected], directive);
    }
  });

  test('@loop for a number sends so often; other loops are not run', () => {
    assert.equal(sendingsOf(blockOf('@loop for 3').block), 3);
    assert.equal(sendingsOf(blockOf('@loop for 0').block), 0);
    assert.equal(sendingsOf(blockOf('@name x').block), 1);
    assert.equal(sendingsOf(blockOf('@loop for 999999').block), 10_000);
    const { block, codes } = blockOf('@loop for item of items');
    assert.deepEqual([sendingsOf(block), codes], [1, ['WB1020']]);
  });

  test('@sleep is in milliseconds without a unit', () => {
    assert.equal(readSleepMs('1500'), 1500);
    assert.equal(readSleepMs('1.5 s'), 1500);
    assert.equal(readSleepMs('soon'), null);
    assert.deepEqual(blockOf('@sleep soon').codes, ['WB1011']);
    assert.deepEqual(blockOf('@sleep 10').codes, []);
  });
});
