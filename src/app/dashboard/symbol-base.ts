/** Currencies that things are priced in, the longer spelling of two that end alike first. */
const QUOTES = ['FDUSD', 'BUSD', 'USDT', 'USDC', 'USD', 'EUR'];

/**
 * The asset that a symbol is about, so that wires that spell it differently meet: `BTC`, `BTCUSDT`, `BTC/USDT` and
 * `btc-usd` are all `BTC`. Null where that cannot be told: such a symbol belongs to no chart.
 */
export function baseOf(symbol: string | null): string | null {
  const [head = '', quote] = (symbol ?? '')
    .trim()
    .toUpperCase()
    .split(/[/\-_:]/);
  if (!/^[A-Z0-9]{2,15}$/.test(head)) return null;
  if (quote !== undefined) return head;
  const suffix = QUOTES.find((one) => head.endsWith(one) && head.length >= one.length + 2);
  if (suffix) return head.slice(0, -suffix.length);
  return QUOTES.includes(head) ? null : head;
}
