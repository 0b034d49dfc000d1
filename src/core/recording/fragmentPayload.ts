import type { ExchangeLog } from './exchangeLog.ts';
import type { Frame } from './frameLog.ts';
import type { Disclosure } from './masker.ts';
import { framePayload, joinedPayload, memoryPayload, readShown } from './payload.ts';
import type { Payload } from './payload.ts';

/** Frames that are looked at before and after a fragment. */
const reachFrames = 64;

/** A fragment with secrets masked, also those that began in an earlier fragment or end in a later one. */
export function fragmentPayload(
  exchange: ExchangeLog,
  row: number,
  frame: Frame,
  disclosure: Disclosure,
): Payload {
  const payload = framePayload(exchange, frame);
  const reachBytes = disclosure.longestSecretBytes;
  if (reachBytes === 0) return payload;
  const before = neighbours(exchange, row, frame, -1, reachBytes);
  const after = neighbours(exchange, row, frame, 1, reachBytes);
  const around = joinedPayload([memoryPayload(before), payload, memoryPayload(after)]);
  return {
    lengthBytes: payload.lengthBytes,
    read: (offset, lengthBytes) => {
      const wanted = Math.min(lengthBytes, payload.lengthBytes - offset);
      return readShown(around, before.length + offset, wanted, disclosure);
    },
  };
}

/** At least `reachBytes` of the payloads next to a fragment in its message, or all there are. */
function neighbours(
  exchange: ExchangeLog,
  row: number,
  frame: Frame,
  step: 1 | -1,
  reachBytes: number,
): Buffer {
  let gathered: Buffer = Buffer.alloc(0);
  let border = frame;
  for (let at = row + step; Math.abs(at - row) <= reachFrames; at += step) {
    const isBorder = step === 1 ? border.fin : border.fragment === 0;
    if (isBorder || gathered.length >= reachBytes) break;
    const next = exchange.frames.read(at);
    if (next === null) break;
    if (next.direction !== frame.direction || next.opcode >= 8) continue;
    const bytes = framePayload(exchange, next).read(0, next.payloadBytes);
    if (bytes === null) break;
    gathered = Buffer.concat(step === 1 ? [gathered, bytes] : [bytes, gathered]);
    border = next;
  }
  return gathered;
}
