import type { ExchangeView } from '../../protocol/exchange.ts';
import type { HopView } from '../../protocol/hopView.ts';
import { isRaw } from '../words/kinds.ts';
import type { WordKey } from '../words/words.ts';

export type TabName =
  | 'frames'
  | 'messages'
  | 'handshake'
  | 'response'
  | 'events'
  | 'headers'
  | 'timeline'
  | 'connection'
  | 'wire'
  | 'http2'
  | 'data'
  | 'steps';

export const tabWords: Record<TabName, WordKey> = {
  frames: 'tabFrames',
  messages: 'tabMessages',
  handshake: 'tabHandshake',
  response: 'tabResponse',
  events: 'tabEvents',
  headers: 'tabHeaders',
  timeline: 'tabTimeline',
  connection: 'tabConnection',
  wire: 'tabWire',
  http2: 'tabHttp2',
  data: 'tabData',
  steps: 'tabSteps',
};

/** What an exchange can show; the first tab is the one to open with. */
export interface TabSet {
  /** Exchanges of one group remember the tab that was chosen. */
  group: 'websocket' | 'raw' | 'http' | 'events' | 'failed' | 'refused';
  tabs: TabName[];
}

/** The hop that is shown first: the last one. */
export function lastHop(exchange: ExchangeView): HopView | null {
  return exchange.hops.at(-1) ?? null;
}

function isEventStream(exchange: ExchangeView): boolean {
  const type = lastHop(exchange)?.body?.contentType ?? '';
  return exchange.kind === 'sse' || /^text\/event-stream\b/iu.test(type);
}

function hasFrames(exchange: ExchangeView): boolean {
  return exchange.openedAtMs !== null || exchange.counts.framesIn + exchange.counts.framesOut > 0;
}

/** The exchange failed, and there is nothing better to show than why. */
export function showsOnlyFailure(exchange: ExchangeView): boolean {
  return tabSet(exchange).group === 'failed';
}

function webSocketTabs(exchange: ExchangeView): TabSet {
  if (exchange.state === 'failed' && !hasFrames(exchange)) {
    return lastHop(exchange)?.response
      ? { group: 'refused', tabs: ['handshake', 'timeline', 'connection', ...wireTabs(exchange)] }
      : { group: 'failed', tabs: ['connection', 'timeline', ...wireTabs(exchange)] };
  }
  return {
    group: 'websocket',
    tabs: [
      'frames',
      'messages',
      ...stepsTab(exchange),
      'handshake',
      'timeline',
      'connection',
      ...wireTabs(exchange),
    ],
  };
}

function rawTabs(exchange: ExchangeView): TabSet {
  return exchange.state === 'failed' && exchange.openedAtMs === null
    ? { group: 'failed', tabs: ['connection', 'timeline'] }
    : { group: 'raw', tabs: ['data', ...stepsTab(exchange), 'timeline', 'connection'] };
}

function stepsTab({ steps }: ExchangeView): TabName[] {
  return steps.length > 0 ? ['steps'] : [];
}

function wireTabs({ hops }: ExchangeView): TabName[] {
  const isHttp2 = hops.some(({ request }) => request?.httpVersion === '2');
  return isHttp2 ? ['http2', 'wire'] : ['wire'];
}

/** The tabs of an exchange. */
export function tabSet(exchange: ExchangeView): TabSet {
  if (exchange.kind === 'websocket') return webSocketTabs(exchange);
  if (isRaw(exchange.kind)) return rawTabs(exchange);
  if (exchange.state === 'failed' && !lastHop(exchange)?.response) {
    return { group: 'failed', tabs: ['connection', 'headers', 'timeline', ...wireTabs(exchange)] };
  }
  const common: TabName[] = ['headers', 'timeline', 'connection', ...wireTabs(exchange)];
  const streamed = lastHop(exchange)?.body?.streamed ?? null;
  if (isEventStream(exchange) || streamed === 'lines') {
    return { group: 'events', tabs: ['events', 'response', ...common] };
  }
  const watched: TabName[] = streamed === null ? ['response'] : ['response', 'events'];
  return { group: 'http', tabs: [...watched, ...common] };
}

/** What was found out about the answer stands above the tabs that show it. */
export function showsAnswer(tab: TabName): boolean {
  return ['response', 'events', 'frames', 'messages'].includes(tab);
}

/** The tab to show: the one last chosen in this group where it exists, else the first. */
export function currentTab(set: TabSet, chosen: Record<string, string>): TabName {
  return set.tabs.find((tab) => tab === chosen[set.group]) ?? set.tabs[0]!;
}
