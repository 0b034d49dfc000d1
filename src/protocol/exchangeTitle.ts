import type { ExchangeSummary } from './exchange.ts';

/** What to call an exchange: by its name, else by its method and path. */
export function exchangeTitle({ name, method, url }: ExchangeSummary): string {
  return name ?? `${method} ${URL.parse(url)?.pathname ?? url}`.trim();
}
