import { childrenOf, generalizedTime, readDer } from './der.ts';
import type { DerElement } from './der.ts';

/** What the server's authority says of its certificate, as the server stapled it (RFC 6066 §8); times in ISO 8601. */
export interface OcspStaple {
  status: 'good' | 'revoked' | 'unknown' | 'unreadable';
  producedAt: string | null;
  thisUpdate: string | null;
  nextUpdate: string | null;
}

const TAG = { sequence: 0x30, time: 0x18, explicit0: 0xa0 } as const;
const STATUS: Record<number, OcspStaple['status']> = {
  0x80: 'good',
  0xa1: 'revoked',
  0x82: 'unknown',
};

/** Reads an OCSPResponse (RFC 6960 §4.2.1). Its signature is not checked. */
export function readOcsp(response: Buffer): OcspStaple {
  const [, bytes] = childrenOf(readDer(response));
  const [, octets] = childrenOf(childrenOf(bytes)[0]);
  const [data] = childrenOf(octets && readDer(octets.content));
  const fields = childrenOf(data);
  const responses = fields.find(({ tag }) => tag === TAG.sequence);
  const single = childrenOf(childrenOf(responses)[0]);
  const [, status, thisUpdate, next] = single;
  return {
    status: STATUS[status?.tag ?? 0] ?? 'unreadable',
    producedAt: generalizedTime(fields.find(({ tag }) => tag === TAG.time)),
    thisUpdate: generalizedTime(thisUpdate),
    nextUpdate: generalizedTime(nextTime(next)),
  };
}

function nextTime(element: DerElement | undefined): DerElement | undefined {
  return element?.tag === TAG.explicit0 ? childrenOf(element)[0] : undefined;
}
