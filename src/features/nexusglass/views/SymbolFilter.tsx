import { useMemo } from 'react';
import type { FeedEvent } from '../feed-event';
import { clip } from '../text';

export interface SymbolFilterProps {
  readonly events: readonly FeedEvent[];
  readonly value: string | null;
  onChange(symbol: string | null): void;
}

/** Symbols to choose from are those seen: no list of them is published. Anything else is typed into the table's filter. */
export function SymbolFilter({ events, value, onChange }: SymbolFilterProps) {
  const counts = useMemo(() => countSymbols(events), [events]);
  if (counts.length === 0) return null;
  return (
    <label className="border-line text-muted flex items-center gap-2 border-b px-2 py-1 text-[12px]">
      Symbol
      <select
        className="border-line bg-sunken text-ink border px-1"
        value={value ?? ''}
        onChange={(change) => onChange(change.target.value === '' ? null : change.target.value)}
      >
        <option value="">all ({events.length})</option>
        {counts.map(([symbol, count]) => (
          <option key={symbol} value={symbol}>
            {clip(symbol, 40)} ({count})
          </option>
        ))}
      </select>
    </label>
  );
}

function countSymbols(events: readonly FeedEvent[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { symbol } of events) {
    if (symbol !== null) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}
