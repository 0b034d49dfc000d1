import type { ExchangeLog } from './exchangeLog.ts';
import type { ToldEvent } from './rowLogs.ts';
import { codingsOf } from '../wire/http/contentCodings.ts';
import type { WireEventBody, WireEventOf } from '../wire/events.ts';

/** The event of an exchange as a whole: those that it has anyway are made out of its logs. */
export function retold(exchange: ExchangeLog, { event, hop }: ToldEvent): WireEventBody {
  switch (event) {
    case 'exchange.started':
      return startedEvent(exchange);
    case 'http.body':
      return bodyEvent(exchange, hop);
    case 'exchange.completed':
      return completedEvent(exchange);
    default:
      return event;
  }
}

function startedEvent({ request, startedAtMs }: ExchangeLog): WireEventOf<'exchange.started'> {
  const { kind, name, file, line, method, url } = request;
  const startedAt = new Date(startedAtMs).toISOString();
  return { event: 'exchange.started', kind, name, file, line, method, url, startedAt };
}

function bodyEvent({ story }: ExchangeLog, hop: number): WireEventOf<'http.body'> {
  const { body, response } = story.hops[hop]!;
  const { wireBytes, bytes, encoding } = body!;
  const isAsItCame = encoding === 'identity' && wireBytes > 0;
  const undecoded = isAsItCame ? codingsOf(response?.headers ?? []).join(', ') : '';
  return {
    event: 'http.body',
    received: { wireBytes, bytes },
    encoding: encoding!,
    ...(undecoded === '' ? {} : { undecoded }),
  };
}

function completedEvent(exchange: ExchangeLog): WireEventOf<'exchange.completed'> {
  const { story, bytesOut: sent, bytesIn: received, expectations } = exchange;
  const { state } = story;
  return {
    event: 'exchange.completed',
    outcome: state === 'failed' || state === 'cancelled' ? state : 'ok',
    timings: story.timings!,
    bytes: { sent, received },
    ...(expectations === null ? {} : { expectations }),
  };
}
