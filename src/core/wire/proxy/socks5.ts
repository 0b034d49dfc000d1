import { isIP, isIPv4 } from 'node:net';
import { WireError } from '../../errors/wireError.ts';
import { badAnswer, proxyAnswer } from './proxyAnswer.ts';
import type { TunnelContext } from './tunnelContext.ts';
import { authorityOf } from './tunnelContext.ts';

const VERSION = 5;
const CONNECT = 1;
const METHOD = { none: 0, password: 2 } as const;
const PASSWORD_VERSION = 1;
const ADDRESS = { ipv4: 1, name: 3, ipv6: 4 } as const;
/** Of a user, a password or a name; `routeTo` refuses longer ones. */
export const LONGEST_FIELD_BYTES = 255;

/** RFC 1928 §6. */
const REPLIES = [
  'succeeded',
  'general SOCKS server failure',
  'connection not allowed by ruleset',
  'network unreachable',
  'host unreachable',
  'connection refused',
  'TTL expired',
  'command not supported',
  'address type not supported',
];

/** Opens a tunnel through a SOCKS 5 proxy (RFC 1928), with user and password (RFC 1929); resolves with its reply code. */
export async function openSocks5(context: TunnelContext): Promise<number> {
  await introduce(context);
  const { stream, proxy, target } = context;
  stream.write(connectRequest(context));
  const answer = await exactly(context, (bytes) => replyLength(bytes));
  if (answer[0] !== VERSION) throw badAnswer(proxy.shown, answer);
  const code = answer[1]!;
  if (code === 0) return code;
  const reason = `${REPLIES[code] ?? 'unknown reply'} (${code})`;
  const params = { proxy: proxy.shown, target: authorityOf(target), reason };
  throw new WireError('WB_PROXY_FAILED', 'proxy', { params });
}

/** Agrees on a method and, where the proxy wants it, says user and password. */
async function introduce(context: TunnelContext): Promise<void> {
  const { stream, proxy } = context;
  const { credentials } = proxy;
  const methods = credentials === null ? [METHOD.none] : [METHOD.none, METHOD.password];
  stream.write(Buffer.from([VERSION, methods.length, ...methods]));
  const choice = await exactly(context, () => 2);
  if (choice[0] !== VERSION) throw badAnswer(proxy.shown, choice);
  if (choice[1] === METHOD.none) return;
  const params = { proxy: proxy.shown, schemes: 'SOCKS 5' };
  if (choice[1] !== METHOD.password || credentials === null) {
    throw new WireError('WB_PROXY_AUTH_REQUIRED', 'proxy', { params });
  }
  const user = field(credentials.user);
  const password = field(credentials.password);
  stream.write(Buffer.concat([Buffer.from([PASSWORD_VERSION]), user, password]));
  const verdict = await exactly(context, () => 2);
  if (verdict[1] !== 0) throw new WireError('WB_PROXY_AUTH_FAILED', 'proxy', { params });
}

function connectRequest({ target: { host, port } }: TunnelContext): Buffer {
  return Buffer.concat([
    Buffer.from([VERSION, CONNECT, 0]),
    addressOf(host),
    Buffer.from([port >> 8, port & 0xff]),
  ]);
}

function addressOf(host: string): Buffer {
  if (isIPv4(host)) return Buffer.from([ADDRESS.ipv4, ...host.split('.').map(Number)]);
  if (isIP(host) === 6) return Buffer.from([ADDRESS.ipv6, ...ipv6Bytes(host)]);
  return Buffer.concat([Buffer.from([ADDRESS.name]), field(host)]);
}

/** The URL parser writes an IPv6 address in its one canonical form, so only `::` is left to fill in. */
function ipv6Bytes(host: string): number[] {
  const canonical = new URL(`http://[${host}]`).hostname.slice(1, -1);
  const [left = '', right] = canonical.split('::');
  const [before, after] = [groups(left), groups(right ?? '')];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

function groups(text: string): string[] {
  return text.split(':').filter((group) => group !== '');
}

function field(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

/** Version, reply, reserved, address type, address, port. */
function replyLength(bytes: Buffer): number {
  if (bytes[0] !== VERSION || bytes.length < 5) return 5;
  if (bytes[3] === ADDRESS.name) return 5 + bytes[4]! + 2;
  return bytes[3] === ADDRESS.ipv6 ? 4 + 16 + 2 : 4 + 4 + 2;
}

/** Reads an answer whose length shows as it comes; one of another version is given back as it is. */
async function exactly(
  context: TunnelContext,
  lengthOf: (bytes: Buffer) => number,
): Promise<Buffer> {
  let answer: Buffer = Buffer.alloc(0);
  await proxyAnswer(context, (chunk) => {
    const before = answer.length;
    answer = Buffer.concat([answer, chunk]);
    if (answer[0] !== VERSION && answer[0] !== PASSWORD_VERSION) {
      throw badAnswer(context.proxy.shown, answer);
    }
    const length = lengthOf(answer);
    return answer.length < length ? null : length - before;
  });
  return answer;
}
