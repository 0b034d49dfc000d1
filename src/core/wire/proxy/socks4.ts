import { isIPv4 } from 'node:net';
import { WireError } from '../../errors/wireError.ts';
import { badAnswer, proxyAnswer } from './proxyAnswer.ts';
import type { TunnelContext } from './tunnelContext.ts';
import { authorityOf } from './tunnelContext.ts';

const VERSION = 4;
const CONNECT = 1;
const ANSWER_BYTES = 8;
const GRANTED = 90;

/** An address that does not exist says that a name follows (SOCKS 4A). */
const NAME_FOLLOWS = Buffer.from([0, 0, 0, 1]);

const REFUSALS: Record<number, string> = {
  91: 'request rejected or failed',
  92: 'the proxy cannot reach the identd of this machine',
  93: 'the user does not match the identd of this machine',
};

/** Opens a tunnel through a SOCKS 4 or 4A proxy; resolves with its reply code. */
export async function openSocks4(context: TunnelContext): Promise<number> {
  const { stream, proxy, target } = context;
  stream.write(request(context));
  let answer: Buffer = Buffer.alloc(0);
  await proxyAnswer(context, (chunk) => {
    const before = answer.length;
    answer = Buffer.concat([answer, chunk]);
    if (answer[0] !== 0) throw badAnswer(proxy.shown, answer);
    return answer.length < ANSWER_BYTES ? null : ANSWER_BYTES - before;
  });
  const code = answer[1]!;
  if (code === GRANTED) return code;
  const reason = `${REFUSALS[code] ?? 'unknown reply'} (${code})`;
  const params = { proxy: proxy.shown, target: authorityOf(target), reason };
  throw new WireError('WB_PROXY_FAILED', 'proxy', { params });
}

function request({ proxy, target: { host, port } }: TunnelContext): Buffer {
  const isAddress = isIPv4(host);
  const address = isAddress ? Buffer.from(host.split('.').map(Number)) : NAME_FOLLOWS;
  const user = proxy.credentials?.user ?? '';
  const head = Buffer.from([VERSION, CONNECT, port >> 8, port & 0xff]);
  return Buffer.concat([head, address, Buffer.from(`${user}\0${isAddress ? '' : `${host}\0`}`)]);
}
