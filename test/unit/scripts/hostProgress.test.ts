import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judge } from '../../../scripts/testing/hostProgress.ts';
import type { TestReport } from '../../../scripts/testing/hostProgress.ts';

const good: TestReport = { title: 'a', state: 'passed' };
const bad: TestReport = { title: 'b', state: 'failed', error: 'Error: b' };

describe('Suites in VS Code', () => {
  test('are green when every test has passed, and name what was skipped', () => {
    const reports: TestReport[] = [good, { title: 'c', state: 'skipped' }];
    const verdict = judge({ planned: 2, running: null, reports }, 0);
    assert.deepEqual(verdict, { passed: 1, failed: 0, skipped: ['c'], problem: null });
  });

  test('are red without a word from them, though VS Code says that all is well', () => {
    const verdict = judge(null, 0);
    assert.equal(verdict.failed, 1);
    assert.equal(verdict.problem, 'No suite in VS Code reported back.');
  });

  test('are red without any test', () => {
    const verdict = judge({ planned: 0, running: null, reports: [] }, 0);
    assert.equal(verdict.failed, 1);
    assert.equal(verdict.problem, 'There was no test in VS Code.');
  });

  test('are red when the extension host died, and say in which test', () => {
    const verdict = judge({ planned: 3, running: 'b', reports: [good] }, 0);
    assert.deepEqual([verdict.passed, verdict.failed], [1, 1]);
    assert.equal(verdict.problem, 'The extension host ended in the test “b”.');
    const between = judge({ planned: 3, running: null, reports: [good] }, 0);
    assert.equal(between.failed, 1);
    assert.equal(between.problem, 'The extension host ended after 1 of 3 tests.');
  });

  test('say only what failed when they came to an end', () => {
    const verdict = judge({ planned: 3, running: null, reports: [good, bad] }, 1);
    assert.deepEqual([verdict.passed, verdict.failed, verdict.problem], [1, 1, null]);
  });

  test('are red when all passed and VS Code still ended badly', () => {
    const verdict = judge({ planned: 1, running: null, reports: [good] }, null);
    assert.equal(verdict.failed, 1);
    assert.equal(verdict.problem, 'All tests ran, but VS Code ended with a signal.');
  });
});
