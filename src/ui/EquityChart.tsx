import type { ChartSource } from './chart-source';
import type { EquitySeries } from './chart-types';

export interface EquityChartProps {
  readonly source: ChartSource<readonly EquitySeries[]>;
  /** Name of the chart, read out. */
  readonly label: string;
  /** Set while a source is not live. */
  readonly stale?: { readonly words: string } | null | undefined;
  /** Time under the cursor or the reading keys, Unix seconds; null: none. */
  readonly onCursor?: ((timeSec: number | null) => void) | undefined;
  /** Centre the chart here, Unix seconds. */
  readonly focusSec?: number | null | undefined;
  readonly empty?: { readonly title: string; readonly hint?: string } | undefined;
}

/** Equity as steps, with the drawdown beneath. Fills the height it is given. */
export function EquityChart(props: EquityChartProps) {
  return <div role="img" aria-label={props.label} />;
}
