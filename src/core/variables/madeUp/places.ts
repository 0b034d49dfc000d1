import type { Make, Maker } from './maker.ts';

function degrees(make: Maker, limit: number): string {
  return make.between(-limit, limit).toFixed(6);
}

const houseNumber: Make = (make) => String(1 + make.below(200));
const street: Make = (make) => `${make.one('street')} ${make.one('streetSuffix')}`;
const streetAddress: Make = (make) => `${houseNumber(make)} ${street(make)}`;
const room: Make = (make) => make.filled('Suite ###');
const zipCode: Make = (make) => make.filled('#####');

/** Addresses. */
export const places: Record<string, Make> = {
  'address.buildingNumber': houseNumber,
  'address.city': (make) => make.one('city'),
  'address.cityName': (make) => make.one('city'),
  'address.cityPrefix': (make) => make.one('cityPrefix'),
  'address.citySuffix': (make) => make.one('citySuffix'),
  'address.country': (make) => make.one('country'),
  'address.countryCode': (make) => make.one('countryCode'),
  'address.countyByZipCode': (make) => {
    make.text('00000');
    return make.one('county');
  },
  'address.firstName': (make) => make.one('first'),
  'address.fullAddress': (make) => `${streetAddress(make)}, ${zipCode(make)} ${make.one('city')}`,
  'address.lastName': (make) => make.one('last'),
  'address.latitude': (make) => degrees(make, 90),
  'address.longitude': (make) => degrees(make, 180),
  'address.secondaryAddress': room,
  'address.state': (make) => make.one('state'),
  'address.stateAbbr': (make) => make.one('stateAbbr'),
  'address.streetAddress': (make) =>
    make.flag(false) ? `${streetAddress(make)} ${room(make)}` : streetAddress(make),
  'address.streetAddressNumber': houseNumber,
  'address.streetName': street,
  'address.streetPrefix': (make) => make.one('streetPrefix'),
  'address.streetSuffix': (make) => make.one('streetSuffix'),
  'address.timeZone': (make) => make.one('zone'),
  'address.zipCode': zipCode,
  'address.zipCodeByState': (make) => {
    make.text('CA');
    return zipCode(make);
  },
};
