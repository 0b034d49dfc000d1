import { WireError } from '../core/errors/wireError.ts';
import type { Engine } from './engine.ts';
import type { ExchangeSummary } from '../protocol/exchange.ts';

/** The methods of the engine that are asked for by message. */
export type EngineMethods = Omit<Engine, 'onDidChange'>;
export type EngineMethodName = keyof EngineMethods;

/** Host → worker: one call. */
export type EngineCall = {
  [M in EngineMethodName]: { id: number; method: M; args: Parameters<EngineMethods[M]> };
}[EngineMethodName];

/** A `WireError` as it crosses threads (a class does not survive the copy). */
export type WireErrorData = Pick<WireError, 'code' | 'phase' | 'closeCode' | 'params'> & {
  cause: string | null;
};

/** Worker → host: the answer to a call, or news. */
export type EngineMessage =
  | { type: 'result'; id: number; result: unknown }
  | { type: 'error'; id: number; error: WireErrorData }
  | { type: 'changed'; changed: ExchangeSummary[] };

/** Every method by name; a method that is forgotten here does not compile. */
const methods: Record<EngineMethodName, true> = {
  start: true,
  requestToken: true,
  fail: true,
  cancel: true,
  sendMessage: true,
  ping: true,
  close: true,
  finished: true,
  forget: true,
  reset: true,
  runScript: true,
  scriptGlobals: true,
  cookies: true,
  deleteCookies: true,
  summaries: true,
  exchange: true,
  captures: true,
  connection: true,
  connections: true,
  lanes: true,
  rows: true,
  row: true,
  payload: true,
  events: true,
  value: true,
  configure: true,
  dispose: true,
};

export const engineMethodNames = Object.keys(methods) as EngineMethodName[];

/** Makes an error ready to cross threads; anything that is no `WireError` becomes `WB_INTERNAL`. */
export function toErrorData(error: unknown): WireErrorData {
  if (error instanceof WireError) {
    const { code, phase, closeCode, params } = error;
    return { code, phase, closeCode, params, cause: wordsOf(error.cause) };
  }
  const reason = wordsOf(error) ?? 'unknown';
  return {
    code: 'WB_INTERNAL',
    phase: 'script',
    closeCode: undefined,
    params: { reason },
    cause: null,
  };
}

/** The error on the other side of the thread. */
export function fromErrorData(data: WireErrorData): WireError {
  const details = { params: data.params, cause: data.cause };
  return new WireError(
    data.code,
    data.phase,
    data.closeCode === undefined ? details : { ...details, closeCode: data.closeCode },
  );
}

function wordsOf(error: unknown): string | null {
  if (error === undefined || error === null) {
    return null;
  }
  return error instanceof Error ? error.message : String(error);
}
