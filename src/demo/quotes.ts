/** A price as `/ticker` pushes it. */
export interface Quote {
  type: 'tick';
  symbol: string;
  price: number;
  venue: string;
}

const instruments = [
  { symbol: 'AAPL', venue: '纳斯达克', price: 231 },
  { symbol: 'MSFT', venue: '纳斯达克', price: 428 },
  { symbol: '0700.HK', venue: '香港交易所', price: 402 },
  { symbol: '600519', venue: '上海证券交易所', price: 1688 },
] as const;

/** The instruments there are quotes of. */
export const symbols: readonly string[] = instruments.map(({ symbol }) => symbol);

/** The quote at `step` (0, 1, 2 …): the instruments take turns, prices wander; the same step gives the same quote. */
export function createQuote(step: number): Quote {
  const { symbol, venue, price } = instruments[step % instruments.length] ?? instruments[0];
  const wander = Math.sin(step / 7) + Math.sin(step / 3) / 2;
  return { type: 'tick', symbol, price: Number((price * (1 + wander / 500)).toFixed(2)), venue };
}
