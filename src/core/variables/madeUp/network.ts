import type { Make, Maker } from './maker.ts';
import { userName } from './people.ts';

const letters = 'abcdefghijklmnopqrstuvwxyz';
const special = '!@#$%^&*';

const browsers = ['aol', 'chrome', 'firefox', 'internet_explorer', 'netscape', 'opera', 'safari'];

/** Names that nobody owns (RFC 2606). */
const email: Make = (make) => `${make.text(userName(make))}@example.com`;
const domainWord: Make = (make) => make.one('firm').toLowerCase();
const domainName: Make = (make) => `${domainWord(make)}.example`;

/** Addresses of documentation, which belong to nobody (RFC 5737, RFC 3849). */
const ipV4: Make = (make) => `192.0.2.${make.below(256)}`;
const ipV6: Make = (make) => make.filled('2001:db8:xxxx:xxxx:xxxx:xxxx:xxxx:xxxx');

function macAddress(make: Maker): string {
  const prefix = make.text('02');
  const groups = Math.max(0, 6 - prefix.split(':').length);
  return prefix + make.filled(':xx'.repeat(groups));
}

function password(make: Maker): string {
  const [shortest, longest] = [make.count(8), make.count(16)];
  const upper = make.flag(false) ? letters.toUpperCase() : '';
  const signs = make.flag(false) ? special : '';
  const digits = make.flag(true) ? '0123456789' : '';
  const alphabet = letters + upper + signs + digits;
  const length = Math.floor(make.between(shortest, longest + 1));
  return Array.from({ length }, () => alphabet.charAt(make.below(alphabet.length))).join('');
}

function image(make: Maker): string {
  const [width, height] = [make.count(640), make.count(480)];
  return `https://${domainName(make)}/${width}x${height}.png`;
}

function userAgent(make: Maker): string {
  const browser = make.text('firefox', browsers);
  return `Mozilla/5.0 (compatible; ${browser}/${1 + make.below(120)}.0)`;
}

/** What there is on a network; none of it leads to anybody. */
export const network: Record<string, Make> = {
  'internet.avatar': (make) => `https://${domainName(make)}/avatar/${make.below(1000)}.png`,
  'internet.domainName': domainName,
  'internet.domainSuffix': () => 'example',
  'internet.domainWord': domainWord,
  'internet.emailAddress': email,
  'internet.image': image,
  'internet.ipV4Address': ipV4,
  'internet.ipV4Cidr': (make) => `${ipV4(make)}/${1 + make.below(31)}`,
  'internet.ipV6Address': ipV6,
  'internet.ipV6Cidr': (make) => `${ipV6(make)}/${1 + make.below(127)}`,
  'internet.macAddress': macAddress,
  'internet.password': password,
  'internet.privateIpV4Address': (make) =>
    `10.${make.below(256)}.${make.below(256)}.${make.below(256)}`,
  'internet.publicIpV4Address': (make) => `203.0.113.${make.below(256)}`,
  'internet.safeEmailAddress': email,
  'internet.slug': (make) => make.many('lorem', 3).replaceAll(' ', '-'),
  'internet.url': (make) => `https://${domainName(make)}/${make.one('lorem')}`,
  'internet.userAgent': userAgent,
  'internet.userAgentAny': userAgent,
  'internet.uuid': (make) =>
    make.filled(`xxxxxxxx-xxxx-4xxx-${make.of(['8', '9', 'a', 'b'])}xxx-xxxxxxxxxxxx`),
};
