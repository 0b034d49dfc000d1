import {
  gtinDigit,
  isbn10Digit,
  luhnDigit,
  residentDigit,
  singaporeLetter,
} from './checkDigits.ts';
import type { Make, Maker } from './maker.ts';

function withDigit(make: Maker, pattern: string, digit: (digits: string) => string): string {
  const digits = make.filled(pattern);
  return digits + digit(digits);
}

function isbn10(make: Maker): string {
  const isbn = withDigit(make, '#########', isbn10Digit);
  return make.flag(false) ? isbn.replace(/^(.)(...)(.....)/, '$1-$2-$3-') : isbn;
}

function isbn13(make: Maker): string {
  const isbn = withDigit(make, '978#########', gtinDigit);
  return make.flag(false) ? isbn.replace(/^(...)(.)(...)(.....)/, '$1-$2-$3-$4-') : isbn;
}

/** A birthday in the last century, as in numbers of persons: year, month, day. */
function birthday(make: Maker): string {
  return make.filled('7#0') + (1 + make.below(9)) + make.filled('1#');
}

function swedish(make: Maker, digit: (digits: string) => string): string {
  const digits = birthday(make) + make.filled('###');
  return `${digits.slice(0, 6)}-${digits.slice(6)}${digit(digits)}`;
}

function southAfrican(make: Maker, digit: (digits: string) => string): string {
  const digits = `${birthday(make)}${make.filled('####')}08`;
  return digits + digit(digits);
}

function singaporean(make: Maker, prefix: string): string {
  const digits = make.filled('#######');
  return `${prefix}${digits}${singaporeLetter(prefix, digits)}`;
}

const ean8: Make = (make) => withDigit(make, '#######', gtinDigit);
const ean13: Make = (make) => withDigit(make, '############', gtinDigit);
/** Area numbers from 001 to 665 are given. */
const ssn: Make = (make) => `${100 + make.below(500)}-${make.filled('1#-1###')}`;
const wrong = (digits: string): string => String((Number(luhnDigit(digits)) + 1) % 10);

/** Numbers of goods, devices and persons, with check digits that are right. */
export const codes: Record<string, Make> = {
  'code.asin': (make) => make.filled('B000AA##A#'),
  'code.ean13': ean13,
  'code.ean8': ean8,
  'code.gtin13': ean13,
  'code.gtin8': ean8,
  'code.imei': (make) => withDigit(make, '35############', luhnDigit),
  'code.isbn10': isbn10,
  'code.isbn13': isbn13,
  'code.isbnGroup': (make) => make.filled('#'),
  'code.isbnGs1': (make) => make.of(['978', '979']),
  'code.isbnRegistrant': (make) => make.filled('###-#####'),
  'idNumber.cnValid': (make) => withDigit(make, `11010119${birthday(make)}###`, residentDigit),
  'idNumber.inValidEnZaSsn': (make) => southAfrican(make, wrong),
  'idNumber.invalid': (make) => make.filled('000-##-####'),
  'idNumber.invalidSvSeSsn': (make) => swedish(make, wrong),
  'idNumber.singaporeanFin': (make) => singaporean(make, 'G'),
  'idNumber.singaporeanFinBefore2000': (make) => singaporean(make, 'F'),
  'idNumber.singaporeanUin': (make) => singaporean(make, 'T'),
  'idNumber.singaporeanUinBefore2000': (make) => singaporean(make, 'S'),
  'idNumber.ssnValid': ssn,
  'idNumber.valid': ssn,
  'idNumber.validEnZaSsn': (make) => southAfrican(make, luhnDigit),
  'idNumber.validSvSeSsn': (make) => swedish(make, luhnDigit),
};
