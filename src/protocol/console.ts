import type { ConnectionView } from './connectionView.ts';
import type { ExchangeView } from './exchange.ts';
import type { LanesView, RunChoice } from './lanes.ts';
import type {
  PayloadRef,
  PayloadSlice,
  RowDetail,
  RowSource,
  RowsQuery,
  RowsWindow,
} from './rows.ts';

/** How the text of the composer becomes bytes; `lf` and `crlf` end each of its lines so, the last one too. */
export type ComposerFormat = 'text' | 'lf' | 'crlf' | 'json' | 'hex' | 'base64' | 'file';

/** Over what requests are sent again; `2-prior` is HTTP/2 without TLS. */
export type RepeatedHttpVersion = '1.1' | '2' | '2-prior';

/** What a user asks for in the console; the host does it. */
export type ConsoleAction =
  | { action: 'cancel'; exchange: number }
  | { action: 'sendAgain'; exchange: number }
  | { action: 'close'; exchange: number; code: number; reason: string }
  | { action: 'ping'; exchange: number; text: string }
  | { action: 'openBody'; exchange: number; hop: number }
  | { action: 'openPayload'; ref: PayloadRef }
  | { action: 'saveBody'; exchange: number; hop: number }
  | { action: 'copy'; text: string }
  | { action: 'openSource'; exchange: number }
  | { action: 'openInEditor' }
  | { action: 'trustCertificate'; exchange: number }
  | { action: 'sendOnceInsecure'; exchange: number }
  | { action: 'repeat'; exchanges: number[]; httpVersion: RepeatedHttpVersion }
  | { action: 'startDemo' }
  | { action: 'newRequestFile' }
  | { action: 'openExamples' }
  | { action: 'showSecrets'; show: boolean }
  | { action: 'showExchange'; exchange: number };

/** What the page shows: one exchange, or the sockets of many. */
export type ConsoleMode = 'exchange' | 'connections';

/** Requests of the page and what the host answers; a request fails with a sentence for people. */
export interface ConsoleRequests {
  ready: { params: Record<string, never>; result: ConsoleInit };
  rows: { params: RowsQuery; result: RowsWindow };
  row: { params: { exchange: number; source: RowSource; row: number }; result: RowDetail };
  payload: {
    params: { ref: PayloadRef; offset: number; lengthBytes: number };
    result: PayloadSlice;
  };
  connection: { params: { connection: number }; result: ConnectionView | null };
  lanes: { params: { run: RunChoice }; result: LanesView };
  /** Sends a message on an open WebSocket; `file` lets the host ask for one (`text` is its path where it was typed). */
  send: {
    params: { exchange: number; format: ComposerFormat; text: string };
    result: { sent: boolean };
  };
  act: { params: ConsoleAction; result: null };
}

export type ConsoleMethod = keyof ConsoleRequests;

/** The first answer: everything a page needs to draw itself. */
export interface ConsoleInit {
  version: 1;
  locale: string;
  /** English sentence → its translation into the UI's language; empty for English. */
  translations: Record<string, string>;
  exchange: ExchangeView | null;
  trusted: boolean;
  showSecrets: boolean;
  /** The page is an editor, not the side bar. */
  inEditor: boolean;
  /** What to show; null is what the user left. */
  mode: ConsoleMode | null;
}

/** From the page. */
export type PageMessage = {
  [M in ConsoleMethod]: {
    type: 'request';
    id: number;
    method: M;
    params: ConsoleRequests[M]['params'];
  };
}[ConsoleMethod];

/** To the page. `exchange` says that what is shown has changed: a full snapshot, never a delta. */
export type HostMessage =
  | { type: 'reply'; id: number; result: ConsoleRequests[ConsoleMethod]['result'] }
  | { type: 'error'; id: number; message: string }
  | { type: 'exchange'; exchange: ExchangeView | null }
  | { type: 'mode'; mode: ConsoleMode }
  /** Something changed on the sockets: what `lanes` answered is out of date. */
  | { type: 'activity' }
  | { type: 'trust'; trusted: boolean }
  | { type: 'secrets'; showSecrets: boolean }
  | { type: 'focus'; target: 'filter' | 'composer' | 'log' };
