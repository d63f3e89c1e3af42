import type { TimelineEntry } from '~/timeline/entry';

/** An entry for tests and benchmarks; say only what matters. */
export function entryOf(change: Partial<TimelineEntry> = {}): TimelineEntry {
  const key = change.key ?? '1';
  return {
    id: `c1/${key}`,
    key,
    connectionId: 'c1',
    featureId: 'halyrd',
    atMs: 1_750_600_000_000,
    receivedAtMs: 1_750_600_000_200,
    origin: 'live',
    frameId: 1,
    kind: 'veto',
    severity: 'warning',
    symbol: 'BTCUSDT',
    title: 'Refused',
    detail: null,
    refs: {},
    ...change,
  };
}
