import { DEFAULT_WINDOW_BYTES, LARGEST_WINDOW_BYTES } from './connectionWindow.ts';
import type { FrameFault } from './frameFault.ts';

/** Which window kept a sender waiting. */
export type StalledBy = 'stream' | 'connection';

/** What a frame says about the windows of its direction. */
export interface FlowResult {
  /** How long the frame had waited for a WINDOW_UPDATE; 0 where it had not. */
  stalledMs: number;
  stalledBy: StalledBy | null;
  /** More was sent than the windows allowed, or a window is larger than one may be (RFC 9113 §6.9.1). */
  fault: FrameFault | null;
}

/** Nobody has waited, and nothing is wrong. */
export const noFlow: FlowResult = { stalledMs: 0, stalledBy: null, fault: null };

const overflow: FlowResult = { ...noFlow, fault: 'WB_HTTP2_WINDOW_OVERFLOW' };

interface Window {
  sizeBytes: number;
  /** When it last ran out, and when a WINDOW_UPDATE opened it again. */
  closedMs: number;
  openedMs: number;
}

interface StreamWindow extends Window {
  /** When the sender last sent on the stream. */
  sentMs: number;
}

/** The flow-control windows of one direction, as its DATA and the other side's WINDOW_UPDATE frames show them (RFC 9113 §5.2). */
export class FlowControl {
  readonly #connection: Window = openWindow(DEFAULT_WINDOW_BYTES);
  readonly #streams = new Map<number, StreamWindow>();
  #initialBytes = DEFAULT_WINDOW_BYTES;

  open(stream: number, nowMs: number): void {
    this.#streams.set(stream, { ...openWindow(this.#initialBytes), sentMs: nowMs });
  }

  close(stream: number): void {
    this.#streams.delete(stream);
  }

  /** SETTINGS_INITIAL_WINDOW_SIZE: changes all streams by the difference (RFC 9113 §6.9.2). */
  setInitial(sizeBytes: number, nowMs: number): FlowResult {
    const change = sizeBytes - this.#initialBytes;
    this.#initialBytes = sizeBytes;
    const windows = [...this.#streams.values()];
    for (const window of windows) grow(window, change, nowMs);
    return windows.some(isTooLarge) ? overflow : noFlow;
  }

  /** WINDOW_UPDATE of the other side. */
  update(stream: number, incrementBytes: number, nowMs: number): FlowResult {
    if (incrementBytes === 0) return { ...noFlow, fault: 'WB_HTTP2_BAD_INCREMENT' };
    const window = stream === 0 ? this.#connection : this.#streams.get(stream);
    if (window === undefined) return noFlow;
    grow(window, incrementBytes, nowMs);
    return isTooLarge(window) ? overflow : noFlow;
  }

  /** A DATA frame with so many bytes of payload, its padding included. */
  send(stream: number, lengthBytes: number, nowMs: number): FlowResult {
    const window = this.#streams.get(stream);
    const connection = this.#connection;
    if (window === undefined) {
      take(connection, lengthBytes, nowMs);
      return noFlow;
    }
    const waits = {
      stream: waitFor(window, window.sentMs),
      connection: waitFor(connection, window.sentMs),
    };
    const stalledBy = waits.stream >= waits.connection ? 'stream' : 'connection';
    const stalledMs = lengthBytes === 0 ? 0 : waits[stalledBy];
    take(connection, lengthBytes, nowMs);
    take(window, lengthBytes, nowMs);
    window.sentMs = nowMs;
    const isTooMuch = lengthBytes > 0 && (window.sizeBytes < 0 || connection.sizeBytes < 0);
    return {
      stalledMs,
      stalledBy: stalledMs > 0 ? stalledBy : null,
      fault: isTooMuch ? 'WB_HTTP2_FLOW_CONTROL' : null,
    };
  }
}

function openWindow(sizeBytes: number): Window {
  return { sizeBytes, closedMs: 0, openedMs: 0 };
}

function isTooLarge({ sizeBytes }: Window): boolean {
  return sizeBytes > LARGEST_WINDOW_BYTES;
}

function grow(window: Window, changeBytes: number, nowMs: number): void {
  const wasClosed = window.sizeBytes <= 0;
  window.sizeBytes += changeBytes;
  if (wasClosed && window.sizeBytes > 0) window.openedMs = nowMs;
  else if (!wasClosed && window.sizeBytes <= 0) window.closedMs = nowMs;
}

function take(window: Window, lengthBytes: number, nowMs: number): void {
  const wasOpen = window.sizeBytes > 0;
  window.sizeBytes -= lengthBytes;
  if (wasOpen && window.sizeBytes <= 0) window.closedMs = nowMs;
}

/** How long somebody who last sent at `sentMs` has waited for the window that has opened since. */
function waitFor({ closedMs, openedMs }: Window, sentMs: number): number {
  return Math.max(0, openedMs - Math.max(closedMs, sentMs));
}
