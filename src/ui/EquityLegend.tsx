import type { EquityReading } from './equity-reading';

export interface EquityLegendProps {
  readonly readings: readonly EquityReading[];
  readonly colours: ReadonlyMap<string, string>;
  readonly hidden: ReadonlySet<string>;
  readonly onHiddenChange: (hidden: ReadonlySet<string>) => void;
}

/** Each series with its figures; pressing one shows or hides its line. */
export function EquityLegend({ readings, colours, hidden, onHiddenChange }: EquityLegendProps) {
  function toggle(id: string) {
    const next = new Set(hidden);
    if (!next.delete(id)) next.add(id);
    onHiddenChange(next);
  }
  return (
    <div className="tabular flex flex-wrap items-center gap-x-4">
      {readings.map(({ id, label, equity, currency, drawdown }) => (
        <button
          key={id}
          type="button"
          aria-pressed={!hidden.has(id)}
          title={hidden.has(id) ? 'Show this line' : 'Hide this line'}
          onClick={() => toggle(id)}
          className="flex min-h-6 items-center gap-1.5 text-left aria-[pressed=false]:line-through aria-[pressed=false]:opacity-70"
        >
          <span aria-hidden="true" className="h-0.5 w-3" style={{ background: colours.get(id) }} />
          <span className="text-ink font-medium">{label}</span>
          <span>
            {equity} <span className="text-faint">{currency}</span>
          </span>
          <span className="text-faint">DD</span>
          <span>{drawdown}</span>
        </button>
      ))}
    </div>
  );
}
