import { CookieJar } from 'tough-cookie';
import { setTimeout as delay } from 'node:timers/promises';
import { Recording } from '../../src/core/recording/recording.ts';
import type { PreparedRequest, RequestOptions } from '../../src/core/runner/preparedRequest.ts';
import type { PreparedStep } from '../../src/core/runner/preparedStep.ts';
import type { WireEvent, WireEventName } from '../../src/core/wire/events.ts';
import type { HeaderField } from '../../src/core/wire/wireFacts.ts';
import type { ConversationSession } from '../../src/core/wire/conversation/session.ts';
import { Pools } from '../../src/core/wire/http/pools.ts';
import { openWebSocket } from '../../src/core/wire/websocket/session.ts';

type EventOf<N extends WireEventName> = Extract<WireEvent, { event: N }>;

/** A session with the recording that it writes into. */
export interface RecordedSession {
  session: ConversationSession;
  recording: Recording;
  exchange: number;
  /** All events so far with this name. */
  events: <N extends WireEventName>(name: N) => EventOf<N>[];
  /** The names of all events so far, in order. */
  names: () => WireEventName[];
  /** Resolves when as many events with this name were recorded. */
  until: (name: WireEventName, count?: number) => Promise<void>;
  /** Resolves when the recording knows that every socket is closed. */
  isClosed: () => Promise<void>;
}

interface SessionParts {
  headers?: HeaderField[];
  steps?: PreparedStep[];
  options?: Partial<RequestOptions>;
  closeTimeoutMs?: number;
  /** Shared with other sessions. */
  pools?: Pools;
  recording?: Recording;
}

const POLL_MS = 5;

/** Opens a WebSocket the way the engine does. */
export function openSession(
  url: string,
  { headers = [], steps = [], options = {}, closeTimeoutMs = 5000, ...shared }: SessionParts = {},
): RecordedSession {
  const { recording = new Recording(), pools = new Pools() } = shared;
  const request = webSocketRequest(url, headers, steps, options);
  const sink = recording.begin(request);
  const session = openWebSocket(request, sink, {
    recorder: recording,
    pools,
    cookieJar: new CookieJar(),
    closeTimeoutMs,
  });
  const all = (): WireEvent[] => recording.events(sink.id, 0, 1_000_000).events;
  const events = <N extends WireEventName>(name: N): EventOf<N>[] =>
    all().filter((event): event is EventOf<N> => event.event === name);
  return {
    session,
    recording,
    exchange: sink.id,
    events,
    names: () => all().map(({ event }) => event),
    async until(name, count = 1) {
      while (events(name).length < count) await delay(POLL_MS);
    },
    async isClosed() {
      while (recording.connections().some(({ closed }) => closed === null)) await delay(POLL_MS);
    },
  };
}

/** A conversation as it comes from a request file. */
function webSocketRequest(
  url: string,
  headers: HeaderField[],
  steps: PreparedStep[],
  options: Partial<RequestOptions>,
): PreparedRequest {
  return {
    kind: 'websocket',
    method: 'WEBSOCKET',
    url,
    headers,
    body: [],
    steps,
    secrets: [],
    file: 'test.ws',
    line: 1,
    name: null,
    options: {
      verifyTls: true,
      extraCa: [],
      followRedirects: true,
      cookieJar: true,
      profile: 'browser',
      httpVersion: null,
      timeoutMs: null,
      connectionTimeoutMs: 10_000,
      bodyLimitBytes: 1_000_000,
      lingerMs: 1000,
      closeWhenDone: false,
      deflate: false,
      maxPayloadBytes: 10_000_000,
      ...options,
    },
  };
}

/** A step that sends a text. */
export function sendText(text: string, line = 3): PreparedStep {
  const content = { type: 'text', text } as const;
  return { step: 'send', content, fragments: 1, uncompressed: false, ...placed(line, text) };
}

/** A step that waits for messages. */
export function waitForServer(count = 1, line = 5): PreparedStep {
  return { step: 'wait-for-server', count, ...placed(line, `wait-for-server ${count}`) };
}

function placed(line: number, shown: string): Pick<PreparedStep, 'line' | 'column' | 'shown'> {
  return { line, column: 1, shown };
}
