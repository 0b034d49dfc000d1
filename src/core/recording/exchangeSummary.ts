import type { ExchangeLog } from './exchangeLog.ts';
import type { Disclosure } from './masker.ts';
import type { ExchangeSummary, FailureView } from '../../protocol/exchange.ts';

/** What lists and lenses show of an exchange. */
export function exchangeSummary(exchange: ExchangeLog, disclosure: Disclosure): ExchangeSummary {
  const { request, story } = exchange;
  const { hop } = story;
  const summary = {
    id: exchange.id,
    kind: request.kind,
    name: request.name,
    method: request.method,
    url: request.url,
    file: request.file,
    line: request.line,
    startedAtMs: exchange.startedAtMs,
    state: story.state,
    status: hop.response?.status ?? story.handshake?.status ?? null,
    reason: hop.response?.reason ?? null,
    elapsedMs: story.openedMs ?? exchange.elapsedMs,
    openedAtMs: story.openedMs === null ? null : exchange.startedAtMs + story.openedMs,
    reused: hop.requestsBefore > 0,
    httpVersion: hop.response?.httpVersion ?? hop.request?.httpVersion ?? null,
    counts: { ...exchange.counts, bytesOut: exchange.bytesOut, bytesIn: exchange.bytesIn },
    close: story.close,
    failure: failureView(exchange),
    checked: { ...exchange.checkCounts },
    revision: exchange.revision,
  };
  // It holds no header fields, so without a secret every string stays as it is; and it is asked for often.
  return disclosure.longestSecretBytes === 0 ? summary : disclosure.value(summary);
}

function failureView({ story: { failure } }: ExchangeLog): FailureView | null {
  if (failure === null) return null;
  const { event: _name, ...view } = failure;
  return view;
}
