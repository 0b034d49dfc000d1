import type { Make, Maker } from './maker.ts';

/** A user name in plain letters. */
export function userName(make: Maker): string {
  const plain = make
    .one('last')
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '');
  return `${make.one('first')}.${plain}`.toLowerCase();
}

const fullName: Make = (make) => `${make.one('first')} ${make.one('last')}`;
const heroName: Make = (make) => `${make.one('heroPrefix')} ${make.one('hero')}`;
/** Numbers that nobody has: 555-01xx is kept for fiction. */
const phone: Make = (make) => make.filled('+1-555-01##');

/** What people are called, and how they are reached. */
export const people: Record<string, Make> = {
  'name.bloodGroup': (make) => make.one('blood'),
  'name.firstName': (make) => make.one('first'),
  'name.fullName': fullName,
  'name.lastName': (make) => make.one('last'),
  'name.name': fullName,
  'name.nameWithMiddle': (make) => `${make.one('first')} ${fullName(make)}`,
  'name.prefix': (make) => make.one('namePrefix'),
  'name.suffix': (make) => make.one('nameSuffix'),
  'name.title': (make) => `${make.one('rank')} ${make.one('trade')} ${make.one('job')}`,
  'name.username': userName,
  'phoneNumber.cellPhone': phone,
  'phoneNumber.extension': (make) => make.filled('####'),
  'phoneNumber.phoneNumber': phone,
  'phoneNumber.subscriberNumber': (make) => make.filled('#'.repeat(make.count(4))),
  'superhero.descriptor': (make) => make.one('hero'),
  'superhero.name': heroName,
  'superhero.power': (make) => make.one('power'),
  'superhero.prefix': (make) => make.one('heroPrefix'),
  'superhero.suffix': (make) => make.one('heroSuffix'),
  'team.creature': (make) => make.one('creature'),
  'team.name': (make) => `${make.one('state')} ${make.one('creature')}`,
  'team.sport': (make) => make.one('sport'),
  'team.state': (make) => make.one('state'),
};
