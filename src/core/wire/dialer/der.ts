/** An element of DER (ITU-T X.690): what certificates and OCSP responses are made of. */
export interface DerElement {
  tag: number;
  content: Buffer;
}

const LONGEST_LENGTH_BYTES = 4;

/** The first element of the bytes; `null` where they are cut short or no DER. */
export function readDer(bytes: Buffer): DerElement | null {
  return elementAt(bytes, 0)?.element ?? null;
}

/** The elements inside one; those before what makes no sense. */
export function childrenOf(element: DerElement | null | undefined): DerElement[] {
  const children: DerElement[] = [];
  const content = element?.content ?? Buffer.alloc(0);
  let next = elementAt(content, 0);
  while (next !== null) {
    children.push(next.element);
    next = elementAt(content, next.end);
  }
  return children;
}

/** An object identifier as `1.2.840.113549.1.1.11`. */
export function objectIdentifier(element: DerElement | null | undefined): string {
  const bytes = element?.content ?? Buffer.alloc(0);
  const numbers: number[] = [];
  let value = 0;
  for (const byte of bytes) {
    value = value * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    numbers.push(value);
    value = 0;
  }
  const [both = 0, ...rest] = numbers;
  const first = Math.min(2, Math.floor(both / 40));
  return [first, both - first * 40, ...rest].join('.');
}

/** A GeneralizedTime in ISO 8601; `null` where it is none. */
export function generalizedTime(element: DerElement | null | undefined): string | null {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(element?.content.toString() ?? '');
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second] = parts;
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

function elementAt(bytes: Buffer, start: number): { element: DerElement; end: number } | null {
  if (bytes.length < start + 2) return null;
  const first = bytes[start + 1]!;
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  const contentStart = start + 2 + lengthBytes;
  if (lengthBytes > LONGEST_LENGTH_BYTES || bytes.length < contentStart) return null;
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(start + 2, lengthBytes);
  const end = contentStart + length;
  if (first === 0x80 || bytes.length < end) return null;
  return { element: { tag: bytes[start]!, content: bytes.subarray(contentStart, end) }, end };
}
