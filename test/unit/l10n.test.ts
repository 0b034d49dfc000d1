import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { translatableSentences } from '../support/translatable.ts';

type Bundle = Record<string, string>;

const read = (file: string): Bundle => JSON.parse(readFileSync(file, 'utf8')) as Bundle;
const commands = (text = ''): string[] => (text.match(/\(command:[\w.]+\)/g) ?? []).toSorted();
const placeholders = (text: string): string[] => [...new Set(text.match(/\{\d\}/g))].toSorted();

/** Sentences that come from a list that `translatableSentences` reads itself. */
const knownVariables = new Set([
  'english',
  'error.problem',
  'fact.sentence',
  'problem',
  'sentence',
]);

describe('The Chinese bundle', () => {
  const bundle = read('l10n/bundle.l10n.zh-cn.json');
  const { sentences, variables } = translatableSentences();

  test('translates every sentence of host, console, failures and diagnostics', () => {
    assert.deepEqual(
      [...sentences].filter((sentence) => !Object.hasOwn(bundle, sentence)),
      [],
    );
  });

  test('holds no sentence that is not shown any more', () => {
    assert.deepEqual(
      Object.keys(bundle).filter((sentence) => !sentences.has(sentence)),
      [],
    );
  });

  test('keeps every placeholder', () => {
    for (const [sentence, translation] of Object.entries(bundle)) {
      assert.deepEqual(placeholders(translation), placeholders(sentence), sentence);
    }
  });

  test('can be complete: only sentences written out are translated', () => {
    assert.deepEqual(
      variables.filter((variable) => !knownVariables.has(variable)),
      [],
    );
  });
});

describe('The manifest', () => {
  const english = read('package.nls.json');
  const chinese = read('package.nls.zh-cn.json');
  const used = readFileSync('package.json', 'utf8').match(/(?<="%)[\w.-]+(?=%")/g) ?? [];

  test('shows only strings that are translated', () => {
    assert.deepEqual([...new Set(used)].toSorted(), Object.keys(english).toSorted());
    assert.deepEqual(Object.keys(chinese).toSorted(), Object.keys(english).toSorted());
  });

  test('keeps the commands of its links', () => {
    for (const [key, text] of Object.entries(english)) {
      assert.deepEqual(commands(chinese[key]), commands(text), key);
    }
  });
});
