import type { WireError } from '../../src/core/errors/wireError.ts';
import type { WireEventBody } from '../../src/core/wire/events.ts';
import type { Outcome } from '../../src/core/wire/wireFacts.ts';
import type { ExchangeSink, FrameFields, MessageFields } from '../../src/core/wire/sink.ts';

/** A sink that keeps what the frame readers report, for tests that need no recording. */
export class WsSinkLog implements ExchangeSink {
  readonly id = 1;
  readonly events: WireEventBody[] = [];
  readonly frames: FrameFields[] = [];
  readonly messages: MessageFields[] = [];
  readonly frameErrors: { frame: number; error: WireError }[] = [];
  outcome: Outcome | null = null;

  frame(frame: FrameFields): number {
    return this.frames.push({ ...frame }) - 1;
  }

  message(message: MessageFields): number {
    return this.messages.push({ ...message }) - 1;
  }

  frameError(frame: number, error: WireError): void {
    this.frameErrors.push({ frame, error });
  }

  emit(event: WireEventBody): void {
    this.events.push(event);
  }

  get messageCount(): number {
    return this.messages.length;
  }

  ended(): void {}

  complete(outcome: Outcome): void {
    this.outcome = outcome;
  }

  phase(): void {}
  nextPhase(): void {}
  useConnection(): void {}
  useStream(): void {}
  chunk(): void {}
  bodyChunk(): void {}
  bodyEnd(): void {}
  roundTrip(): void {}
  opened(): void {}
  closing(): void {}
  step(): void {}
  captured(): void {}
  rawData(): void {}
  receivedChunk(): null {
    return null;
  }
  receivedBytes(): null {
    return null;
  }
  receivedMessage(): null {
    return null;
  }
}
