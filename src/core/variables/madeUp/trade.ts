import { ibanDigits, luhnDigit } from './checkDigits.ts';
import type { Make, Maker } from './maker.ts';
import { words } from './wordLists.ts';

const companyName: Make = (make) => `${make.one('firm')} ${make.one('form')}`;
const collegeName: Make = (make) =>
  `${make.one('collegePrefix')} ${make.one('state')} ${make.one('collegeSuffix')}`;

/** How the numbers of a card begin, and how long they are with the check digit. */
const cards: Record<string, [prefix: string, length: number]> = {
  american_express: ['34', 15],
  diners_club: ['36', 14],
  discover: ['6011', 16],
  jcb: ['3528', 16],
  mastercard: ['51', 16],
  visa: ['4', 16],
};

/** Account numbers by country (IBAN Registry): `#` a digit, `A` a letter. */
const accounts: Record<string, string> = {
  AT: '#'.repeat(16),
  BE: '#'.repeat(12),
  CH: '#'.repeat(17),
  DE: '#'.repeat(18),
  DK: '#'.repeat(14),
  EE: '#'.repeat(16),
  ES: '#'.repeat(20),
  FI: '#'.repeat(14),
  FR: '#'.repeat(23),
  GB: `AAAA${'#'.repeat(14)}`,
  IE: `AAAA${'#'.repeat(14)}`,
  IT: `A${'#'.repeat(22)}`,
  NL: `AAAA${'#'.repeat(10)}`,
  NO: '#'.repeat(11),
  PL: '#'.repeat(24),
  PT: '#'.repeat(21),
  SE: '#'.repeat(20),
};

function cardNumber(make: Maker): string {
  const type = make.text(make.one('card'), words.card.split(' '));
  const [prefix, length] = cards[type.toLowerCase()] ?? ['4', 16];
  const digits = make.filled(prefix + '#'.repeat(length - prefix.length - 1));
  return digits + luhnDigit(digits);
}

function iban(make: Maker): string {
  const countries = Object.keys(accounts);
  const country = make.text(countries[make.below(countries.length)] ?? 'DE', countries);
  const account = make.filled(accounts[country] ?? '');
  return `${country}${ibanDigits(country, account)}${account}`;
}

/** Companies, what they sell, how they are paid; and where people learn for that. */
export const trade: Record<string, Make> = {
  'beer.hop': (make) => make.one('hop'),
  'beer.malt': (make) => make.one('malt'),
  'beer.name': (make) => `${make.one('brew')} ${make.one('beerStyle')}`,
  'beer.style': (make) => make.one('beerStyle'),
  'beer.yeast': (make) => make.one('yeast'),
  'business.creditCardExpiry': (make) =>
    `20${make.filled('3#')}-1${make.below(3)}-1${make.below(10)}`,
  'business.creditCardNumber': (make) => make.filled('1###-1###-1###-1###'),
  'business.creditCardType': (make) => make.one('card'),
  'commerce.color': (make) => make.one('color'),
  'commerce.department': (make) => make.one('department'),
  'commerce.material': (make) => make.one('material'),
  'commerce.price': (make) => make.between(make.number(0), make.number(100)).toFixed(2),
  'commerce.productName': (make) => `${make.one('material')} ${make.one('product')}`,
  'commerce.promotionCode': (make) =>
    `${make.one('promotion')}${make.one('deal')}${make.filled('#'.repeat(make.count(6)))}`,
  'company.bs': (make) => `${make.one('aim')} ${make.one('manner')} ${make.one('asset')}`,
  'company.buzzword': (make) => make.one('manner'),
  'company.catchPhrase': (make) =>
    `${make.one('manner')} ${make.one('adjective')} ${make.one('asset')}`,
  'company.industry': (make) => make.one('trade'),
  'company.logo': (make) => `https://${make.one('firm').toLowerCase()}.example/logo.png`,
  'company.name': companyName,
  'company.profession': (make) => make.one('job'),
  'company.suffix': (make) => make.one('form'),
  'company.url': (make) => `https://${make.one('firm').toLowerCase()}.example`,
  'educator.campus': (make) => `${make.one('school')} Campus`,
  'educator.course': (make) => `${make.one('degree')} of ${make.one('subject')}`,
  'educator.secondarySchool': (make) => `${make.one('school')} Secondary School`,
  'educator.university': collegeName,
  'finance.bic': (make) => make.filled('AAAAAA##'),
  'finance.creditCard': cardNumber,
  'finance.iban': iban,
  'university.name': collegeName,
  'university.prefix': (make) => make.one('collegePrefix'),
  'university.suffix': (make) => make.one('collegeSuffix'),
};
