import type {
  ComposerFormat,
  ConsoleAction,
  ConsoleMethod,
  PageMessage,
} from '../../protocol/console.ts';
import type { PayloadRef, RowFilter, RowSource } from '../../protocol/rows.ts';

/** Longest text a page may send: a message typed by hand, or one to copy. */
const textMax = 64_000_000;
/** Most rows and bytes a page may ask for at once. */
const rowsMax = 1000;
const sliceMax = 16_000_000;

type Fields = Record<string, unknown>;
type Guard = (value: unknown) => boolean;

const isText: Guard = (value) => typeof value === 'string' && value.length <= textMax;
const isNumber: Guard = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isFlag: Guard = (value) => typeof value === 'boolean';
const atMost =
  (max: number): Guard =>
  (value) =>
    isNumber(value) && (value as number) <= max;
const oneOf = (values: readonly unknown[]): Guard => {
  return (value) => values.includes(value);
};
const listOf =
  (values: readonly unknown[]): Guard =>
  (value) =>
    Array.isArray(value) && value.length <= values.length && value.every(oneOf(values));
const shape =
  (fields: Record<string, Guard>): Guard =>
  (value) =>
    isFields(value) && Object.entries(fields).every(([name, guard]) => guard(value[name]));

const sources: RowSource[] = ['frames', 'messages', 'wire', 'events', 'http2', 'data'];
const formats: ComposerFormat[] = ['text', 'lf', 'crlf', 'json', 'hex', 'base64', 'file'];
const types: RowFilter['types'] = [
  ...(['text', 'binary', 'cont', 'ping', 'pong', 'close', 'other'] as const),
  ...(['data', 'headers', 'control'] as const),
];

const isFilter = shape({
  directions: listOf(['out', 'in']),
  types: listOf(types),
  text: isText,
});

const refs: Record<PayloadRef['of'], Guard> = {
  row: shape({ exchange: isNumber, source: oneOf(sources), row: isNumber }),
  response: shape({ exchange: isNumber, hop: isNumber }),
  request: shape({ exchange: isNumber, hop: isNumber }),
};
const isRef: Guard = (value) => matchesOneOf(refs, value, 'of');

const exchange = { exchange: isNumber };
/** No picture of connections holds more. */
const exchangesMax = 500;
const areExchanges: Guard = (value) =>
  Array.isArray(value) && value.length <= exchangesMax && value.every(isNumber);

const actions: Record<ConsoleAction['action'], Guard> = {
  cancel: shape(exchange),
  sendAgain: shape(exchange),
  close: shape({ ...exchange, code: atMost(4999), reason: isText }),
  ping: shape({ ...exchange, text: isText }),
  openBody: shape({ ...exchange, hop: isNumber }),
  openPayload: shape({ ref: isRef }),
  saveBody: shape({ ...exchange, hop: isNumber }),
  copy: shape({ text: isText }),
  openSource: shape(exchange),
  openInEditor: shape({}),
  trustCertificate: shape(exchange),
  sendOnceInsecure: shape(exchange),
  repeat: shape({ exchanges: areExchanges, httpVersion: oneOf(['1.1', '2', '2-prior']) }),
  startDemo: shape({}),
  newRequestFile: shape({}),
  openExamples: shape({}),
  showSecrets: shape({ show: isFlag }),
  showExchange: shape(exchange),
};

const methods: Record<ConsoleMethod, Guard> = {
  ready: shape({}),
  rows: shape({
    ...exchange,
    source: oneOf(sources),
    filter: isFilter,
    from: isNumber,
    count: atMost(rowsMax),
  }),
  row: shape({ ...exchange, source: oneOf(sources), row: isNumber }),
  payload: shape({ ref: isRef, offset: isNumber, lengthBytes: atMost(sliceMax) }),
  connection: shape({ connection: isNumber }),
  lanes: shape({ run: (value) => value === 'newest' || isNumber(value) }),
  send: shape({ ...exchange, format: oneOf(formats), text: isText }),
  act: (value) => matchesOneOf(actions, value, 'action'),
};

/** True for a request that this version of the page may send; anything else is to be ignored. */
export function isPageMessage(value: unknown): value is PageMessage {
  if (!isFields(value) || value['type'] !== 'request' || !isNumber(value['id'])) {
    return false;
  }
  const method = value['method'];
  return typeof method === 'string' && guardOf(methods, method)(value['params']);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function matchesOneOf(guards: Record<string, Guard>, value: unknown, tag: string): boolean {
  const name = isFields(value) ? value[tag] : undefined;
  return typeof name === 'string' && guardOf(guards, name)(value);
}

function guardOf(guards: Record<string, Guard>, name: string): Guard {
  return (Object.hasOwn(guards, name) ? guards[name] : undefined) ?? (() => false);
}
