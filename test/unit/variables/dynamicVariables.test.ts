import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sourceOf } from '../../../src/core/variables/variable.ts';
import {
  dynamicValue,
  systemSources,
  type DynamicLookup,
  type DynamicResult,
  type DynamicSources,
} from '../../../src/core/variables/dynamicVariables.ts';

const now = new Date('2024-02-29T12:00:00.250Z');
const fixed: DynamicSources = {
  now: () => now,
  random: () => 0.5,
  uuid: () => 'a-uuid',
  processEnv: (name) => (name === 'HOME_PAGE' ? 'https://a.example' : undefined),
};

const variable = (value: string) => ({ value, secret: true, source: sourceOf('dotenv') });
const lookup: DynamicLookup = {
  variable: (name) => (name === 'where' ? 'HOME_PAGE' : undefined),
  dotenv: (name) => (name === 'HOME_PAGE' ? variable('from .env') : undefined),
  shared: (name) => (name === 'host' ? variable('a.example') : undefined),
  projectRoot: '/work-space',
};

function resultOf(expression: string, sources = fixed): DynamicResult {
  return dynamicValue(expression, sources, lookup);
}

function valueOf(expression: string): string {
  const result = resultOf(expression);
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
    ['$isoTimestamp 1 y', '2025-02-28T12:00:00.250Z'],
    ['$isoTimestamp -1 M', '2024-01-29T12:00:00.250Z'],
    ['$isoTimestamp 1 Q', '2024-05-29T12:00:00.250Z'],
    ['$isoTimestamp 90 s', '2024-02-29T12:01:30.250Z'],
    ['$datetime iso8601', '2024-02-29T12:00:00.250Z'],
    ['$datetime rfc1123 -1 m', 'Thu, 29 Feb 2024 11:59:00 GMT'],
    ['$randomInt', '500'],
    ['$randomInt 5 15', '10'],
    ['$randomInt -10 -8', '-9'],
    ['$randomInt -8 -10', '-9'],
    ['$timeStamp', '1709208000'],
    ['$dotEnv HOME_PAGE', 'from .env'],
    ['$random.integer(0, 10)', '5'],
    ['$random.integer', '500'],
    ['$random.integer(100)', '50'],
    ['$random.float(0, 1)', '0.5'],
    ['$random.alphabetic(3)', 'AAA'],
    ['$random.hexadecimal(2)', '88'],
    ['$random.alphanumeric(0)', ''],
    ['$random.email', 'aaaaaaaa@example.com'],
    ['$processEnv HOME_PAGE', 'https://a.example'],
    ['$processEnv %where', 'https://a.example'],
    ['$env.HOME_PAGE', 'https://a.example'],
    ['$dotenv HOME_PAGE', 'from .env'],
    ['$dotenv %where', 'from .env'],
    ['$shared host', 'a.example'],
    ['$exampleServer', 'localhost:8080'],
    ['$projectRoot', '/work-space'],
    ['$historyFolder', '/work-space/.idea/httpRequests'],
    ['$datetime', '2024-02-29T12:00:00.250Z'],
    ['$datetime -1 d', '2024-02-28T12:00:00.250Z'],
    ['$datetime "YYYY-MM-DD HH:mm:ss.SSS"', '2024-02-29 12:00:00.250'],
    ["$datetime 'D MMM YY [at] h A' 1 y", '28 Feb 25 at 12 PM'],
    ['$datetime "Q Do X x dddd"', '1 29th 1709208000 1709208000250 Thursday'],
    ['$datetime "年 YYYY" 1 M', '年 2024'],
  ];
  for (const [expression, value] of values) {
    test(`{{${expression}}} is ${value}`, () => assert.equal(valueOf(expression), value));
  }

  const misused = [
    '$randomInt 5',
    '$randomInt 5 5',
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
    '$datetime YYYY',
    '$datetime "YYYY"-1 d',
    '$localDatetime "',
    '$dotenv',
    '$dotenv a b',
    '$processEnv %',
  ];
  for (const expression of misused) {
    test(`{{${expression}}} says how it is written`, () => {
      const result = resultOf(expression);
      assert.ok(typeof result === 'object' && 'usage' in result && result.usage.includes('{{$'));
    });
  }

  test('what other tools know is not supported, all else unknown, a missing setting unset', () => {
    assert.deepEqual(resultOf('$aadToken new'), {
      failure: { code: 'WB2010', args: ['$aadToken new'] },
    });
    assert.equal(resultOf('$nothing'), 'unknown');
    for (const name of ['$processEnv NOT_SET', '$env.NOT_SET', '$dotenv NOT_SET', '$shared none']) {
      assert.equal(resultOf(name), 'unset');
    }
    assert.equal(resultOf('$dotenv %nowhere'), 'unset');
  });

  test('values of the process are secret', () => {
    assert.deepEqual(resultOf('$processEnv HOME_PAGE'), {
      value: 'https://a.example',
      secret: true,
      source: sourceOf('process'),
    });
  });

  test('local time is that of the machine', () => {
    const local = valueOf('$localDatetime "YYYY-MM-DD HH:mm"');
    const [day, time] = [now.toLocaleDateString('sv'), now.toLocaleTimeString('sv').slice(0, 5)];
    assert.equal(local, `${day} ${time}`);
    assert.equal(valueOf('$date'), day);
    assert.equal(new Date(valueOf('$localDatetime iso8601')).getTime(), now.getTime());
    assert.equal(Date.parse(valueOf('$localDatetime rfc1123')), now.getTime() - 250);
  });

  test('chance stays within its bounds', () => {
    for (let run = 0; run < 500; run += 1) {
      const small = resultOf('$randomInt 3 5', systemSources);
      assert.ok(typeof small === 'object' && 'value' in small && /^[34]$/.test(small.value));
      const bare = resultOf('$randomInt', systemSources);
      assert.ok(typeof bare === 'object' && 'value' in bare && /^\d{1,3}$/.test(bare.value));
    }
  });

  test('the process is not readable unless the caller allows it', () => {
    assert.equal(resultOf('$processEnv PATH', systemSources), 'unset');
  });

  test('a uuid is one of version 4', () => {
    const result = resultOf('$guid', systemSources);
    assert.ok(typeof result === 'object' && 'value' in result);
    assert.match(
      result.value,
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});
