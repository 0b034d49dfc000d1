/** The digit that makes a number divisible by 10 by Luhn's formula (ISO/IEC 7812-1, annex B). */
export function luhnDigit(digits: string): string {
  const sum = digits
    .split('')
    .toReversed()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return String((10 - (sum % 10)) % 10);
}

/** The digit of a GTIN, which an ISBN-13 is too (GS1 General Specifications §7.9). */
export function gtinDigit(digits: string): string {
  const sum = digits
    .split('')
    .toReversed()
    .reduce((total, digit, index) => {
      return total + Number(digit) * (index % 2 === 0 ? 3 : 1);
    }, 0);
  return String((10 - (sum % 10)) % 10);
}

/** The last character of an ISBN-10 (ISO 2108): a digit or `X`. */
export function isbn10Digit(digits: string): string {
  const check = (11 - (weighted(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  return check === 10 ? 'X' : String(check);
}

/** The last character of a Chinese resident number (GB 11643, ISO 7064 MOD 11-2). */
export function residentDigit(digits: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return '10X98765432'.charAt(weighted(digits, weights) % 11);
}

/** The letter of a Singaporean number: `S` and `T` for residents, `F` and `G` for foreigners. */
export function singaporeLetter(prefix: string, digits: string): string {
  const shift = prefix === 'T' || prefix === 'G' ? 4 : 0;
  const letters = prefix === 'S' || prefix === 'T' ? 'JZIHGFEDCBA' : 'XWUTRQPNMLK';
  return letters.charAt((weighted(digits, [2, 7, 6, 5, 4, 3, 2]) + shift) % 11);
}

/** The two digits behind the country of an IBAN (ISO 13616, ISO 7064 MOD 97-10). */
export function ibanDigits(country: string, account: string): string {
  const digits = `${account}${country}00`.replace(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  );
  return String(98 - Number(BigInt(digits) % 97n)).padStart(2, '0');
}

function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * Number(digits.charAt(index)), 0);
}
