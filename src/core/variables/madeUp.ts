/** A random source: from 0 to 1, 1 excluded. */
type Random = () => number;

const words = {
  first:
    'Anna Ben Chen Diego Elif Fatima Georg Hana Igor Jun Kofi Li Maria Noor Omar Priya Wei Yuki',
  last: 'Ahmed Bauer Chen Diallo Evans Fischer García Huang Ivanov Kim Lopez Müller Nguyen Okafor Park Silva Tanaka Wang',
  city: 'Beijing Bern Chengdu Dakar Hamburg Hanoi Lagos Lima Lyon Mumbai Nairobi Osaka Porto Shanghai Tallinn Vienna',
  country:
    'Brazil Canada China Estonia France Germany India Japan Kenya Mexico Norway Portugal Vietnam',
  countryCode: 'BR CA CN EE FR DE IN JP KE MX NO PT VN',
  state: 'Bavaria California Guangdong Hubei Kerala Ontario Sichuan Texas Victoria Zhejiang',
  street: 'Birch Bridge Church Garden Harbour Hill Lake Market Meadow Mill Park River Station',
  zone: 'Africa/Nairobi America/Lima Asia/Shanghai Asia/Tokyo Europe/Berlin Europe/Lisbon',
  firm: 'Acorn Beacon Cobalt Delta Ember Falcon Granite Harbor Indigo Juniper Krypton Lumen',
  form: 'AG GmbH Inc Ltd LLC SA',
  trade:
    'Agriculture Banking Construction Education Energy Logistics Media Pharma Software Textiles',
  job: 'architect baker chemist editor engineer nurse pilot surgeon teacher translator',
  lorem:
    'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna aliqua',
  color:
    'azure black blue coral cyan gold green indigo lime olive orange plum red silver teal violet',
  material: 'Bronze Cotton Granite Leather Linen Paper Rubber Silk Steel Wooden',
  product: 'Bag Bench Bottle Chair Clock Coat Desk Hat Keyboard Knife Lamp Plate Shoes Table Watch',
  department: 'Books Clothing Electronics Games Garden Grocery Health Music Sports Toys',
} as const;

type List = keyof typeof words;

/** JetBrains' `$random.address.city` and its kin, from small lists of our own; `null` for what is not among them. */
export function madeUp(name: string, random: Random): string | null {
  const make = makers[name];
  return make === undefined ? null : make(new Maker(random));
}

class Maker {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  one(list: List): string {
    const all = words[list].split(' ');
    return all[this.below(all.length)] ?? '';
  }

  many(list: List, count: number): string {
    return Array.from({ length: count }, () => this.one(list)).join(' ');
  }

  /** `#` becomes a digit, `x` a hexadecimal one. */
  filled(pattern: string): string {
    return pattern.replace(/[#x]/g, (place) => this.below(place === '#' ? 10 : 16).toString(16));
  }

  sentence(): string {
    const text = this.many('lorem', 6 + this.below(6));
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  }

  user(): string {
    const plain = this.one('last')
      .normalize('NFD')
      .replace(/[^A-Za-z]/g, '');
    return `${this.one('first')}.${plain}`.toLowerCase();
  }

  street(): string {
    return `${1 + this.below(200)} ${this.one('street')} Street`;
  }

  address(): string {
    return `${this.street()}, ${this.filled('#####')} ${this.one('city')}`;
  }

  degrees(limit: number): string {
    return (this.#random() * 2 * limit - limit).toFixed(6);
  }
}

const name = (make: Maker) => `${make.one('first')} ${make.one('last')}`;
const email = (make: Maker) => `${make.user()}@example.com`;
const domain = (make: Maker) => `${make.one('firm').toLowerCase()}.example`;
const phone = (make: Maker) => make.filled('+1-555-01##');

const makers: Record<string, (make: Maker) => string> = {
  'address.buildingNumber': (make) => String(1 + make.below(200)),
  'address.city': (make) => make.one('city'),
  'address.country': (make) => make.one('country'),
  'address.countryCode': (make) => make.one('countryCode'),
  'address.fullAddress': (make) => make.address(),
  'address.latitude': (make) => make.degrees(90),
  'address.longitude': (make) => make.degrees(180),
  'address.state': (make) => make.one('state'),
  'address.streetAddress': (make) => make.street(),
  'address.streetName': (make) => `${make.one('street')} Street`,
  'address.timeZone': (make) => make.one('zone'),
  'address.zipCode': (make) => make.filled('#####'),
  'color.name': (make) => make.one('color'),
  'commerce.color': (make) => make.one('color'),
  'commerce.department': (make) => make.one('department'),
  'commerce.material': (make) => make.one('material'),
  'commerce.price': (make) => make.filled('##.##'),
  'commerce.productName': (make) => `${make.one('material')} ${make.one('product')}`,
  'company.industry': (make) => make.one('trade'),
  'company.name': (make) => `${make.one('firm')} ${make.one('form')}`,
  'company.profession': (make) => make.one('job'),
  'company.url': (make) => `https://${domain(make)}`,
  'crypto.md5': (make) => make.filled('x'.repeat(32)),
  'crypto.sha1': (make) => make.filled('x'.repeat(40)),
  'crypto.sha256': (make) => make.filled('x'.repeat(64)),
  'internet.domainName': domain,
  'internet.emailAddress': email,
  'internet.ipV4Address': (make) => `192.0.2.${make.below(256)}`,
  'internet.ipV6Address': (make) => make.filled('2001:db8:xxxx:xxxx:xxxx:xxxx:xxxx:xxxx'),
  'internet.macAddress': (make) => make.filled('02:xx:xx:xx:xx:xx'),
  'internet.password': (make) => make.filled('xxxxxxxxxxxx'),
  'internet.safeEmailAddress': email,
  'internet.slug': (make) => make.many('lorem', 3).replaceAll(' ', '-'),
  'internet.url': (make) => `https://${domain(make)}/${make.one('lorem')}`,
  'lorem.paragraph': (make) => [1, 2, 3].map(() => make.sentence()).join(' '),
  'lorem.sentence': (make) => make.sentence(),
  'lorem.word': (make) => make.one('lorem'),
  'lorem.words': (make) => make.many('lorem', 3),
  'name.firstName': (make) => make.one('first'),
  'name.fullName': name,
  'name.lastName': (make) => make.one('last'),
  'name.name': name,
  'name.username': (make) => make.user(),
  'number.digit': (make) => make.filled('#'),
  'number.randomDigit': (make) => make.filled('#'),
  'number.randomNumber': (make) => String(make.below(1_000_000)),
  'phoneNumber.cellPhone': phone,
  'phoneNumber.phoneNumber': phone,
};

/** All that can be made up: `address.city` and so on. */
export const madeUpNames: readonly string[] = Object.keys(makers);

/** What there is of a group such as `address`; without one of that name, the groups. */
export function madeUpNamesLike(group: string): string[] {
  const ofGroup = madeUpNames.filter((each) => each.startsWith(`${group}.`));
  if (ofGroup.length > 0) return ofGroup;
  return [...new Set(madeUpNames.map((each) => each.replace(/\..*/, '.*')))];
}
