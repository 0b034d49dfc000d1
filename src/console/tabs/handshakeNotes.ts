import type { HandshakeView } from '../../protocol/exchange.ts';
import { say, sayCount } from '../words/words.ts';
import type { HeaderNote } from './headerFields.ts';

function quiet(text: string): HeaderNote {
  return { text, tone: 'quiet' };
}

/** What a header of the upgrade request means (RFC 6455 §4.1). */
export function requestNote(name: string): HeaderNote | null {
  switch (name.toLowerCase()) {
    case 'sec-websocket-key':
      return quiet(say('noteKey'));
    case 'sec-websocket-version':
      return quiet(say('noteVersion'));
    case 'sec-websocket-protocol':
    case 'sec-websocket-extensions':
      return quiet(say('noteOffered'));
    case ':protocol':
      return quiet(say('noteProtocol'));
    case ':method':
      return quiet(say('noteConnect'));
    case 'upgrade':
      return quiet(say('noteUpgrade'));
    default:
      return null;
  }
}

function acceptNote(handshake: HandshakeView): HeaderNote {
  return handshake.acceptOk
    ? { text: say('noteVerified'), tone: 'good' }
    : { text: say('noteWrong'), tone: 'bad' };
}

function protocolNote(handshake: HandshakeView, value: string): HeaderNote {
  const offered = handshake.protocolsOffered;
  if (!offered.includes(value.trim())) return { text: say('noteNotOffered'), tone: 'bad' };
  return quiet(sayCount('noteChosenOne', 'noteChosenOther', offered.length));
}

function extensionsNote(handshake: HandshakeView): HeaderNote {
  const deflate = handshake.extensions.find(({ name }) => name === 'permessage-deflate');
  if (!deflate) return quiet(say('noteAgreed'));
  const alone = 'server_no_context_takeover' in deflate.params;
  return quiet(say(alone ? 'noteDeflateAlone' : 'noteDeflate'));
}

/** What a header of the server's answer means (RFC 6455 §4.2.2). */
export function responseNote(
  handshake: HandshakeView | null,
  name: string,
  value: string,
): HeaderNote | null {
  if (!handshake) return null;
  switch (name.toLowerCase()) {
    case 'sec-websocket-accept':
      return acceptNote(handshake);
    case 'sec-websocket-protocol':
      return protocolNote(handshake, value);
    case 'sec-websocket-extensions':
      return extensionsNote(handshake);
    default:
      return null;
  }
}
