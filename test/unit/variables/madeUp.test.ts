import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  dynamicValue,
  systemSources,
  type DynamicResult,
} from '../../../src/core/variables/dynamicVariables.ts';
import { madeUpNames } from '../../../src/core/variables/madeUp/madeUp.ts';

function resultOf(expression: string): DynamicResult {
  const lookup = {
    variable: () => undefined,
    dotenv: () => undefined,
    shared: () => undefined,
    projectRoot: null,
  };
  return dynamicValue(expression, systemSources, lookup);
}

function valueOf(expression: string): string {
  const result = resultOf(expression);
  const found = JSON.stringify(result);
  assert.ok(typeof result === 'object' && 'value' in result, `${expression}: ${found}`);
  return result.value;
}

/** The groups in JetBrains' documentation of dynamic variables. */
const documented =
  'address beer bool business ChuckNorris code color commerce company crypto educator finance hacker idNumber internet lorem name number phoneNumber shakespeare superhero team university';

/** Sums the digits from the right, every second one by Luhn's formula. */
function luhnSum(number: string): number {
  return number
    .replaceAll(/\D/g, '')
    .split('')
    .toReversed()
    .reduce((sum, digit, index) => {
      const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
      return sum + (value > 9 ? value - 9 : value);
    }, 0);
}

function gtinSum(number: string): number {
  const digits = number.replaceAll('-', '').split('').toReversed();
  return digits.reduce((sum, digit, index) => sum + Number(digit) * (index % 2 === 1 ? 3 : 1), 0);
}

function isbn10Sum(isbn: string): number {
  const values = isbn
    .replaceAll('-', '')
    .split('')
    .map((each) => (each === 'X' ? 10 : Number(each)));
  return values.reduce((sum, value, index) => sum + value * (10 - index), 0);
}

function ibanRest(iban: string): bigint {
  const moved = iban.slice(4) + iban.slice(0, 4);
  return BigInt(moved.replaceAll(/[A-Z]/g, (each) => String(each.charCodeAt(0) - 55))) % 97n;
}

function residentRest(id: string): number {
  const values = id
    .split('')
    .toReversed()
    .map((each) => (each === 'X' ? 10 : Number(each)));
  return values.reduce((sum, value, index) => sum + value * 2 ** index, 0) % 11;
}

describe('values that are made up', () => {
  test('come in all groups that JetBrains documents', () => {
    const groups = madeUpNames.map((name) => name.split('.')[0]);
    assert.deepEqual(new Set(groups), new Set(documented.split(' ')));
  });

  test('are there by each name, with and without empty braces, in any case', () => {
    for (const name of madeUpNames) {
      for (let run = 0; run < 20; run += 1) {
        assert.match(valueOf(`$random.${name}`), /^[^{}]+$/, name);
        assert.notEqual(valueOf(`$random.${name.toLowerCase()}()`), '', name);
      }
    }
  });

  const shapes: [expression: string, shape: RegExp][] = [
    ['$random.address.city', /^\p{L}+$/u],
    ['$random.address.fullAddress', /^\d+ \w+ \w+, \d{5} \w+$/],
    ['$random.address.streetAddress(true)', /^\d+ \w+ \w+ Suite \d{3}$/],
    ['$random.address.zipCodeByState("TX")', /^\d{5}$/],
    ['$random.bool.bool', /^(?:true|false)$/],
    ['$random.chuckNorris.fact', /Chuck Norris/],
    ['$random.code.isbn10(true)', /^\d-\d{3}-\d{5}-[\dX]$/],
    ['$random.color.hex', /^#[0-9a-f]{6}$/],
    ['$random.color.hex(false)', /^[0-9a-f]{6}$/],
    ['$random.commerce.price(5, 6)', /^[56]\.\d\d$/],
    ['$random.commerce.promotionCode(2)', /^[A-Z][A-Za-z]+\d\d$/],
    ['$random.crypto.sha512', /^[0-9a-f]{128}$/],
    ['$random.finance.iban(DE)', /^DE\d{20}$/],
    ['$random.idNumber.ssnValid', /^[1-5]\d\d-\d\d-\d{4}$/],
    ['$random.internet.emailAddress', /^[a-z.]+@example\.com$/],
    ['$random.internet.emailAddress("me")', /^me@example\.com$/],
    ['$random.internet.ipV6Cidr', /^2001:db8(?::[0-9a-f]{4}){6}\/\d+$/],
    ['$random.internet.macAddress("00:1b:21")', /^00:1b:21(?::[0-9a-f]{2}){3}$/],
    ['$random.internet.password(4, 4, true, true, true)', /^[\w!@#$%^&*]{4}$/],
    ['$random.internet.userAgent(chrome)', /^Mozilla\/5\.0 .*chrome/],
    ['$random.internet.uuid', /^[0-9a-f-]{14}4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
    ['$random.lorem.fixedString(10)', /^.{10}$/],
    ['$random.lorem.paragraphs(3)', /^[^\n]+\n[^\n]+\n[^\n]+$/],
    ['$random.lorem.sentence', /^[A-Z][a-z ]+\.$/],
    ['$random.lorem.words(2)', /^[a-z]+ [a-z]+$/],
    ['$random.name.username', /^[a-z]+\.[a-z]+$/],
    ['$random.number.digits(12)', /^\d{12}$/],
    ['$random.number.numberBetween(7, 8)', /^7$/],
    ['$random.number.randomDouble(1, 2, 3)', /^[23](?:\.\d)?$/],
    ['$random.number.randomNumber(3, true)', /^[1-9]\d\d$/],
    ['$random.phoneNumber.phoneNumber', /^\+1-555-01\d\d$/],
  ];
  for (const [expression, shape] of shapes) {
    test(`{{${expression}}} has its shape`, () => {
      for (let run = 0; run < 50; run += 1) assert.match(valueOf(expression), shape);
    });
  }

  const sums: [name: string, rest: (value: string) => number | bigint, wanted: number | bigint][] =
    [
      ['code.ean13', (value) => gtinSum(value) % 10, 0],
      ['code.ean8', (value) => gtinSum(value) % 10, 0],
      ['code.imei', (value) => luhnSum(value) % 10, 0],
      ['code.isbn10', (value) => isbn10Sum(value) % 11, 0],
      ['code.isbn13(true)', (value) => gtinSum(value) % 10, 0],
      ['finance.creditCard', (value) => luhnSum(value) % 10, 0],
      ['finance.iban', ibanRest, 1n],
      ['idNumber.cnValid', residentRest, 1],
      ['idNumber.validEnZaSsn', (value) => luhnSum(value) % 10, 0],
      ['idNumber.validSvSeSsn', (value) => luhnSum(value) % 10, 0],
    ];
  for (const [name, rest, wanted] of sums) {
    test(`{{$random.${name}}} has the check digit that it must have`, () => {
      for (let run = 0; run < 100; run += 1) {
        const value = valueOf(`$random.${name}`);
        assert.equal(rest(value), wanted, value);
      }
    });
  }

  test('that are to be invalid have a wrong check digit', () => {
    for (let run = 0; run < 50; run += 1) {
      assert.notEqual(luhnSum(valueOf('$random.idNumber.invalidSvSeSsn')) % 10, 0);
      assert.notEqual(luhnSum(valueOf('$random.idNumber.inValidEnZaSsn')) % 10, 0);
    }
  });

  test('the letter of a Singaporean number is that of a known one', () => {
    // S1234567D is the number in the government's own examples.
    const random = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7];
    const sources = { ...systemSources, random: () => (random.shift() ?? 0) + 0.01 };
    const lookup = {
      variable: () => undefined,
      dotenv: () => undefined,
      shared: () => undefined,
      projectRoot: null,
    };
    const result = dynamicValue('$random.idNumber.singaporeanUinBefore2000', sources, lookup);
    assert.ok(typeof result === 'object' && 'value' in result);
    assert.equal(result.value, 'S1234567D');
  });

  const misused: [expression: string, usage: string][] = [
    ['$random.address.city(1)', '{{$random.address.city}}'],
    ['$random.lorem.words(many)', '{{$random.lorem.words(3)}}'],
    ['$random.lorem.words(-1)', '{{$random.lorem.words(3)}}'],
    ['$random.lorem.characters(1000000)', '{{$random.lorem.characters(255)}}'],
    ['$random.number.numberBetween(1,)', '{{$random.number.numberBetween(0, 100)}}'],
    ['$random.color.hex(maybe)', '{{$random.color.hex(true)}}'],
  ];
  for (const [expression, usage] of misused) {
    test(`{{${expression}}} says how it is written`, () => {
      assert.deepEqual(resultOf(expression), { usage });
    });
  }

  test('a name that is none says which there are', () => {
    const args = ['$random.color.hue', '$random.color.hex, $random.color.name'];
    assert.deepEqual(resultOf('$random.color.hue'), { failure: { code: 'WB2021', args } });
    for (const expression of ['$random', '$random.pokemon.name', '$random.regexify("a")']) {
      const result = resultOf(expression);
      assert.ok(typeof result === 'object' && 'failure' in result);
      assert.match(result.failure.args[1] ?? '', /\$random\.address\.\*, \$random\.beer\.\*, /);
    }
  });
});
