import type { WebSocket } from 'ws';
import { isBehind } from './pacedSend.ts';
import { createQuote, symbols } from './quotes.ts';

const quoteEveryMs = 100;

/** Pushes ten quotes a second; `{"subscribe":"AAPL"}` narrows them to one instrument. */
export function pushQuotes(webSocket: WebSocket): void {
  let only: string | null = null;
  let step = 0;
  const timer = setInterval(() => {
    if (isBehind(webSocket)) return;
    do step += 1;
    while (only !== null && createQuote(step).symbol !== only);
    webSocket.send(JSON.stringify(createQuote(step)));
  }, quoteEveryMs);
  webSocket.on('close', () => clearInterval(timer));
  webSocket.on('message', (data) => {
    const symbol = readSubscription((data as Buffer).toString('utf8'));
    if (symbol === null) {
      webSocket.send(JSON.stringify({ type: 'error', expected: { subscribe: symbols } }));
      return;
    }
    only = symbol;
    webSocket.send(JSON.stringify({ type: 'ok', symbol }));
  });
}

function readSubscription(text: string): string | null {
  try {
    const message: unknown = JSON.parse(text);
    const isObject = typeof message === 'object' && message !== null && 'subscribe' in message;
    return symbols.find((symbol) => isObject && message.subscribe === symbol) ?? null;
  } catch {
    // Answered with what is expected.
    return null;
  }
}
