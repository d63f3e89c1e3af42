import { describe, expect, it } from 'vitest';
import { cumulativePnl, tradeLinks } from './trade-links';
import { fold, journal, rest, trade, ts } from './test-frames';

const links = ({ journal: entries, fills, closedTrades }: ReturnType<typeof fold>) =>
  tradeLinks(entries, fills, closedTrades);

describe('links between trades and journal entries', () => {
  it('[HA-T4] lead both ways: exact by journal id, else inferred from time, type and pair', () => {
    const entry = { id: 'jrn_5', ts: ts(5), type: 'EXECUTED', tags: ['LINK'], body: 'Sold LINK' };
    const state = fold(
      trade(5),
      rest('journal', [entry], 9),
      trade(20, { pair: 'ETH/USDT', journal_ref: null }),
      journal(21, 'EXECUTED', 'Sold ETH/USDT'),
    );
    const { ofTrade, ofEntry } = links(state);
    const [exact, matched] = state.fills.map(ofTrade);
    expect(exact?.link).toEqual({ how: 'exact', by: 'journal id' });
    expect(matched?.link).toEqual({ how: 'inferred', deltaMs: 1000, tokens: ['ETH/USDT'] });
    for (const linked of [exact, matched])
      expect(ofEntry(linked!.entry)?.trade).toBe(linked?.trade);
  });

  it('[HA-T3] give an entry one trade although stream and REST both tell of it', () => {
    const row = { ts: ts(5), pair: 'LINK/USDT', side: 'sell', journal_ref: 'jrn_5', pnl: 6.31 };
    const entry = { id: 'jrn_5', ts: ts(5), type: 'EXECUTED', tags: [], body: 'Sold LINK/USDT' };
    const state = fold(rest('trades', [row], 8), rest('journal', [entry], 9), trade(5));
    expect(links(state).ofEntry(state.journal[0]!)?.trade).toBe(state.fills[0]);
    const restOnly = fold(rest('trades', [row], 8), rest('journal', [entry], 9));
    expect(links(restOnly).ofEntry(restOnly.journal[0]!)?.trade).toBe(restOnly.closedTrades[0]);
  });

  it('leave alone what has no counterpart', () => {
    const state = fold(trade(5), journal(50, 'SKIPPED', 'no LINK/USDT signal'));
    expect(links(state).ofTrade(state.fills[0]!)).toBeNull();
    expect(links(state).ofEntry(state.journal[0]!)).toBeNull();
  });
});

describe('the cumulative result', () => {
  it('[HA-T2] [HA-T21] passes over unknown PnL, and subtracts fees only when told to', () => {
    const trades = [
      { key: 'a', pnl: 5, fees: 1 },
      { key: 'b', pnl: null, fees: 1 },
      { key: 'c', pnl: -2, fees: null },
      { key: 'd', pnl: 0, fees: 1 },
    ];
    expect([...cumulativePnl(trades, false).values()]).toEqual([5, 5, 3, 3]);
    expect([...cumulativePnl(trades, true).values()]).toEqual([4, 4, 2, 1]);
  });
});
