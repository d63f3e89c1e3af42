import { describe, expect, it } from 'vitest';
import { linkWords } from '~/timeline/correlation';
import type { TimelineEntry } from '~/timeline/entry';
import { decisionOf, START_MS, stateAfter } from './builders';
import { vetoesIn, vetoOf } from './veto-links';

const decision = stateAfter(decisionOf('d1')).decisions[0]!;
const WINDOW_MS = 300_000;

function entryOf(second: number, over: Partial<TimelineEntry> = {}): TimelineEntry {
  const atMs = START_MS + second * 1_000;
  return {
    id: `k/${second}`,
    key: String(second),
    connectionId: 'k',
    featureId: 'quimeria',
    atMs,
    receivedAtMs: atMs,
    origin: 'live',
    frameId: 1,
    kind: 'veto',
    severity: 'warning',
    symbol: 'BTCUSDT',
    title: 'Halt: news',
    detail: null,
    refs: {},
    ...over,
  };
}

function found(...entries: readonly TimelineEntry[]) {
  const linked = vetoOf(decision, vetoesIn(entries), decision.atMs + WINDOW_MS);
  return linked && [linked.item.entry.id, linkWords(linked.link)];
}

describe('the veto that a decision met', () => {
  it('[F11] is inferred from asset and time, on whatever wire, and says by what', () => {
    expect(found(entryOf(12))).toEqual(['k/12', 'inferred: 12 s later, both mention BTC']);
    expect(found(entryOf(12, { symbol: null, title: 'BTC/USDT refused' }))?.[0]).toBe('k/12');
    expect(found(entryOf(-30))?.[1]).toBe('inferred: 30 s earlier, both mention BTC');
  });

  it('[F11] is exact where the veto names the decision, however late', () => {
    const named = entryOf(9_000, { symbol: null, refs: { decisionId: 'd1' } });
    expect(found(entryOf(1), named)).toEqual(['k/9000', 'exact: same decision_id']);
  });

  it.each([
    ['of another asset', { symbol: 'ETHUSDT' }],
    ['of an asset whose name only begins alike', { symbol: 'BTCDOMUSDT' }],
    ['of another account', { refs: { accountId: '2' } }],
    ['that is none', { kind: 'trade' as const }],
    ['that names no asset', { symbol: null }],
  ])('[F11] is not one %s', (_name, over) => {
    expect(found(entryOf(12, over))).toBeNull();
  });

  it('[F11] lies within the window', () => {
    expect(found(entryOf(301), entryOf(-61))).toBeNull();
  });
});
