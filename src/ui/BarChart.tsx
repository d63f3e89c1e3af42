import type { ChartSource } from './chart-source';
import type { BarSeries } from './chart-types';

/** Parts of a chart that can be switched off. */
export type LayerId =
  'veto' | 'decision' | 'trade' | 'event' | 'regime' | 'phase' | 'gap' | 'line' | 'volume';

export interface BarChartProps {
  readonly source: ChartSource<BarSeries>;
  /** Name of the chart, read out: "BTCUSDT, 1 min". */
  readonly label: string;
  /** Layers switched off. Left out, the chart keeps the person's choice in the preferences. */
  readonly hidden?: ReadonlySet<LayerId> | undefined;
  readonly onHiddenChange?: ((hidden: ReadonlySet<LayerId>) => void) | undefined;
  /** Set while the source is not live. */
  readonly stale?: { readonly words: string } | null | undefined;
  /** Bar under the cursor or the reading keys, Unix seconds; null: none. */
  readonly onCursor?: ((timeSec: number | null) => void) | undefined;
  /** Centre the chart here and read this bar, Unix seconds. */
  readonly focusSec?: number | null | undefined;
  /** What would fill it, and from which wire. */
  readonly empty?: { readonly title: string; readonly hint?: string } | undefined;
}

/** Candles with volume, marks and bands. Fills the height it is given. */
export function BarChart(props: BarChartProps) {
  return <div role="img" aria-label={props.label} />;
}
