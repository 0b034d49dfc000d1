import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  dynamicValue,
  systemSources,
  type DynamicSources,
} from '../../../src/core/variables/dynamicVariables.ts';

const now = new Date('2024-02-29T12:00:00.250Z');
const fixed: DynamicSources = {
  now: () => now,
  random: () => 0.5,
  uuid: () => 'a-uuid',
  processEnv: (name) => (name === 'HOME_PAGE' ? 'https://a.example' : undefined),
};

function valueOf(expression: string): string {
  const result = dynamicValue(expression, fixed);
  assert.ok(
    typeof result === 'object' && 'value' in result,
    `${expression}: ${JSON.stringify(result)}`,
  );
  return result.value;
}

describe('dynamic variables', () => {
  const values: [expression: string, value: string][] = [
    ['$guid', 'a-uuid'],
    ['$uuid', 'a-uuid'],
    ['$random.uuid', 'a-uuid'],
    ['$timestamp', '1709208000'],
    ['$timestamp -3 h', String(1709208000 - 3 * 3600)],
    ['$timestamp 1 d', String(1709208000 + 86_400)],
    ['$timestamp 500 ms', '1709208000'],
    ['$timestamp 750 ms', '1709208001'],
    ['$timestamp 2 w', String(1709208000 + 14 * 86_400)],
    ['$isoTimestamp', '2024-02-29T12:00:00.250Z'],
    ['$isoTimestamp 1 y', '2025-03-01T12:00:00.250Z'],
    ['$isoTimestamp -1 M', '2024-01-29T12:00:00.250Z'],
    ['$isoTimestamp 1 Q', '2024-05-29T12:00:00.250Z'],
    ['$isoTimestamp 90 s', '2024-02-29T12:01:30.250Z'],
    ['$datetime iso8601', '2024-02-29T12:00:00.250Z'],
    ['$datetime rfc1123 -1 m', 'Thu, 29 Feb 2024 11:59:00 GMT'],
    ['$randomInt', '500'],
    ['$randomInt 5 15', '10'],
    ['$randomInt -10 -8', '-9'],
    ['$random.integer(0, 10)', '5'],
    ['$random.integer', '500'],
    ['$random.float(0, 1)', '0.5'],
    ['$random.alphabetic(3)', 'AAA'],
    ['$random.hexadecimal(2)', '88'],
    ['$random.alphanumeric(0)', ''],
    ['$random.email', 'aaaaaaaa@example.com'],
    ['$processEnv HOME_PAGE', 'https://a.example'],
  ];
  for (const [expression, value] of values) {
    test(`{{${expression}}} is ${value}`, () => assert.equal(valueOf(expression), value));
  }

  const misused = [
    '$randomInt 5',
    '$randomInt 5 5',
    '$randomInt 9 1',
    '$randomInt a b',
    '$timestamp soon',
    '$timestamp 1 fortnight',
    '$isoTimestamp 999999999 y',
    '$random.hexadecimal(-1)',
    '$random.alphabetic',
    '$random.alphabetic(1e9)',
    '$random.integer(3,1)',
    '$random.integer(,)',
    '$processEnv',
    '$datetime iso8601 x',
  ];
  for (const expression of misused) {
    test(`{{${expression}}} says how it is written`, () => {
      const result = dynamicValue(expression, fixed);
      assert.ok(typeof result === 'object' && 'usage' in result && result.usage.includes('{{$'));
    });
  }

  test('what other tools know is not supported, all else unknown, a missing setting unset', () => {
    assert.equal(dynamicValue('$dotenv X', fixed), 'unsupported');
    assert.equal(dynamicValue('$aadToken new', fixed), 'unsupported');
    assert.equal(dynamicValue('$random.address.city', fixed), 'unsupported');
    assert.equal(dynamicValue('$datetime "YYYY"', fixed), 'unsupported');
    assert.equal(dynamicValue('$nothing', fixed), 'unknown');
    assert.equal(dynamicValue('$processEnv NOT_SET', fixed), 'unset');
  });

  test('values of the process are secret', () => {
    assert.deepEqual(dynamicValue('$processEnv HOME_PAGE', fixed), {
      value: 'https://a.example',
      secret: true,
    });
  });

  test('chance stays within its bounds', () => {
    for (let run = 0; run < 500; run += 1) {
      const small = dynamicValue('$randomInt 3 5', systemSources);
      assert.ok(typeof small === 'object' && 'value' in small && /^[34]$/.test(small.value));
      const bare = dynamicValue('$randomInt', systemSources);
      assert.ok(typeof bare === 'object' && 'value' in bare && /^\d{1,3}$/.test(bare.value));
    }
  });

  test('the process is not readable unless the caller allows it', () => {
    assert.equal(dynamicValue('$processEnv PATH', systemSources), 'unset');
  });

  test('a uuid is one of version 4', () => {
    const result = dynamicValue('$guid', systemSources);
    assert.ok(typeof result === 'object' && 'value' in result);
    assert.match(
      result.value,
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});
