import { createHash, createHmac } from 'node:crypto';
import type { HeaderField } from '../wire/wireFacts.ts';

/** What is signed. */
export interface AwsRequest {
  method: string;
  /** As sent, percent-encoded. */
  url: string;
  /** Only those that are signed; `Host` and `X-Amz-Date` are among them. */
  headers: readonly HeaderField[];
  /** SHA-256 of the body in hex, or `UNSIGNED-PAYLOAD`. */
  bodyHash: string;
}

/** Whose signature it is, and what for. */
export interface AwsScope {
  accessKey: string;
  secretKey: string;
  region: string;
  service: string;
  /** `20150830T123600Z`. */
  date: string;
}

const algorithm = 'AWS4-HMAC-SHA256';

/** The value of `Authorization` of AWS Signature Version 4. */
export function awsAuthorization(request: AwsRequest, scope: AwsScope): string {
  const day = scope.date.slice(0, 8);
  const place = `${day}/${scope.region}/${scope.service}/aws4_request`;
  const fields = canonicalFields(request.headers);
  const names = fields.map(([name]) => name).join(';');
  const text = [
    algorithm,
    scope.date,
    place,
    createHash('sha256')
      .update(canonicalRequest(request, scope, fields, names))
      .digest('hex'),
  ].join('\n');
  const key = [day, scope.region, scope.service, 'aws4_request'].reduce<Buffer>(
    hmac,
    Buffer.from(`AWS4${scope.secretKey}`, 'utf8'),
  );
  const credential = `${scope.accessKey}/${place}`;
  const signature = hmac(key, text).toString('hex');
  return `${algorithm} Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`;
}

/** Service and region that a host of AWS names, such as `sqs.eu-west-1.amazonaws.com`; `null` for other hosts. */
export function awsPlaceOf(host: string): { service: string; region: string } | null {
  const lambda = /\.lambda-url\.([a-z0-9-]+)\.on\.aws$/.exec(host);
  if (lambda !== null) return { service: 'lambda', region: lambda[1] ?? '' };
  const labels = /^(.+)\.amazonaws\.com(?:\.cn)?$/.exec(host)?.[1]?.split('.').slice(-2);
  if (labels === undefined) return null;
  const last = labels.at(-1) ?? '';
  const before = labels.length > 1 ? labels[0] : undefined;
  const bucket = /^s3(?:-(.+))?$/.exec(last);
  if (bucket !== null) return { service: 's3', region: bucket[1] ?? 'us-east-1' };
  if (before !== undefined && isRegion(last)) return { service: before, region: last };
  if (before !== undefined && isRegion(before)) return { service: last, region: before };
  return { service: last, region: 'us-east-1' };
}

function isRegion(label: string): boolean {
  return /^[a-z]{2}(?:-[a-z]+){1,3}-\d{1,2}$/.test(label);
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}

function canonicalRequest(
  { method, url, bodyHash }: AwsRequest,
  { service }: AwsScope,
  fields: HeaderField[],
  names: string,
): string {
  const { pathname, search } = new URL(url);
  const lines = fields.map(([name, value]) => `${name}:${value}\n`).join('');
  const path = service === 's3' ? recodedPath(pathname) : encodedPath(pathname);
  return [method, path, canonicalQuery(search), lines, names, bodyHash].join('\n');
}

/** Lower case, in order, one line for each name, blanks folded. */
function canonicalFields(headers: readonly HeaderField[]): HeaderField[] {
  const values = new Map<string, string[]>();
  for (const [name, value] of headers) {
    const folded = value.trim().replace(/[ \t]+/g, ' ');
    values.set(name.toLowerCase(), [...(values.get(name.toLowerCase()) ?? []), folded]);
  }
  return [...values]
    .map(([name, each]): HeaderField => [name, each.join(',')])
    .toSorted(([a], [b]) => compare(a, b));
}

/** Each segment once more encoded than it is sent. */
function encodedPath(path: string): string {
  return path
    .replace(/\/{2,}/g, '/')
    .split('/')
    .map(encode)
    .join('/');
}

/** S3 signs the path as it is sent: a key may hold `//`. */
function recodedPath(path: string): string {
  return path
    .split('/')
    .map((segment) => encode(decode(segment)))
    .join('/');
}

function canonicalQuery(search: string): string {
  return search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const end = pair.includes('=') ? pair.indexOf('=') : pair.length;
      return [recoded(pair.slice(0, end)), recoded(pair.slice(end + 1))];
    })
    .toSorted(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function recoded(text: string): string {
  return encode(decode(text.replaceAll('+', ' ')));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A `%` that begins no escape stands for itself.
    return text;
  }
}

/** RFC 3986: everything but unreserved characters. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
