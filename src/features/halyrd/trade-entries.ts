import { formatNumber, formatQuantity, formatSigned } from '~/lib/format';
import type { EntryDraft } from '~/timeline/entry';
import type { ClosedTrade, Fill } from './trades';

/** A fill, as the stream tells it. */
export function tradeEntry(fill: Fill): EntryDraft {
  return {
    key: `trade|${fill.key}`,
    atMs: fill.atMs,
    kind: 'trade',
    severity: 'notice',
    symbol: fill.pair,
    title: `${fill.side} ${fill.pair}, ${formatNumber(fill.sizeQuote)} USDT at ${formatQuantity(fill.price)}`,
    detail: null,
    ...sideOf(fill.side),
    refs: fill.journalRef === null ? {} : { journalRef: fill.journalRef },
    facts: [
      { label: 'PnL (USDT)', value: formatSigned(fill.pnl) },
      { label: 'Fees (USDT)', value: formatNumber(fill.fees) },
      ...(fill.phase === null ? [] : [{ label: 'Phase', value: fill.phase }]),
    ],
  };
}

/** A closed trade that the stream has reported already takes the key of its fill, so that it is one entry. */
export function closedTradeEntry(
  trade: ClosedTrade,
  fillKeys: ReadonlyMap<string, string>,
): EntryDraft {
  const size = trade.sizeQuote === null ? '' : `, ${formatNumber(trade.sizeQuote)} USDT`;
  const price = trade.price === null ? '' : ` at ${formatQuantity(trade.price)}`;
  return {
    key: `trade|${fillKeys.get(trade.shape) ?? trade.key}`,
    atMs: trade.atMs,
    kind: 'trade',
    severity: 'notice',
    symbol: trade.pair,
    title: `${trade.side ?? 'closed'} ${trade.pair}${size}${price}`,
    detail: null,
    ...sideOf(trade.side),
    refs: trade.journalRef === null ? {} : { journalRef: trade.journalRef },
    facts: [
      { label: 'PnL (USDT)', value: formatSigned(trade.pnl) },
      { label: 'Fees (USDT)', value: formatNumber(trade.fees) },
    ],
  };
}

/** Another word than these two says nothing to a chart. */
function sideOf(side: string | null): Pick<EntryDraft, 'side'> {
  const word = side?.toLowerCase();
  return word === 'buy' || word === 'sell' ? { side: word } : {};
}
