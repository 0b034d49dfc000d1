import type { WireEvent } from '../core/wire/events.ts';
import { isEventStream } from '../core/wire/http/eventStream.ts';
import { valueOf } from '../core/wire/http/headerFields.ts';

const NO_CONTENT = 204;
const REDIRECTS = 300;

/** Notes, event by event, where a request for server-sent events is answered well and with something else: that fails nothing. */
export function streamNotes(): (event: WireEvent) => string {
  const asked = new Set<number>();
  return (event) => {
    if (event.event === 'exchange.started' && event.kind === 'sse') asked.add(event.exchange);
    if (event.event === 'exchange.completed') asked.delete(event.exchange);
    if (event.event !== 'http.response' || !asked.has(event.exchange)) return '';
    const { status, headers } = event;
    if (status >= REDIRECTS || status === NO_CONTENT || isEventStream(event)) return '';
    const type = valueOf(headers, 'content-type') ?? 'without a Content-Type';
    return `  no event stream: the answer is ${type}`;
  };
}
