import { createHash } from 'node:crypto';
import { spacedHex } from './hex.ts';
import type { WireEventOf } from '../wire/events.ts';
import type { HeaderField } from '../wire/wireFacts.ts';
import type { HandshakeView } from '../../protocol/exchange.ts';

/** RFC 6455 §1.3. */
const acceptGuid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** The handshake with its check of `Sec-WebSocket-Accept` spelled out; `offered` are the request's headers. */
export function handshakeView(
  handshake: WireEventOf<'ws.handshake'>,
  offered: readonly HeaderField[],
): HandshakeView {
  const { key, accept, acceptExpected, acceptOk, protocol, extensions, status } = handshake;
  return {
    key,
    accept,
    acceptExpected,
    acceptOk,
    extendedConnect: handshake.extendedConnect === true,
    sha1: spacedHex(
      createHash('sha1')
        .update(key + acceptGuid)
        .digest(),
    ),
    protocolsOffered: listed(offered, 'sec-websocket-protocol'),
    protocol,
    extensionsOffered: listed(offered, 'sec-websocket-extensions'),
    extensions,
    status,
  };
}

/** The members of a list header over all its lines (RFC 9110 §5.6.1). */
function listed(headers: readonly HeaderField[], name: string): string[] {
  return headers
    .filter(([each]) => each.toLowerCase() === name)
    .flatMap(([, value]) => value.split(','))
    .map((member) => member.trim())
    .filter((member) => member !== '');
}
