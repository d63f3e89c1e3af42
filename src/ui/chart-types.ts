/** Data that the charts draw. They know no protocol. Times are Unix seconds, UTC, as lightweight-charts wants them. */

/** One closed interval of trading. */
export interface Bar {
  /** Open time, Unix seconds. */
  readonly timeSec: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Base units; null where the source gives none. */
  readonly volume: number | null;
  /** Loaded, not heard as it happened: also what was there before the first visit. */
  readonly backfilled?: boolean;
  /** Closed while nobody listened, and loaded afterwards. Drawn paler. */
  readonly wasMissed?: boolean;
}

export type MarkShape =
  'veto' | 'halt' | 'reset' | 'decision' | 'trade-buy' | 'trade-sell' | 'event';

/** Something to be marked at a bar. Shape and text carry the meaning; colour only helps. */
export interface ChartMark {
  readonly id: string;
  /** Open time of the bar it belongs to. */
  readonly timeSec: number;
  readonly shape: MarkShape;
  readonly severity: 'critical' | 'warning' | 'notice' | 'info';
  /** Shown on hover and read out. */
  readonly text: string;
}

/** A span with a meaning of its own: a regime, a phase, a gap. `toSec` null: still open. */
export interface ChartBand {
  readonly id: string;
  readonly fromSec: number;
  readonly toSec: number | null;
  readonly kind: 'gap' | 'regime' | 'phase';
  readonly label: string;
  /** Of a gap: all that belongs into it came in afterwards. Hatched all the same, but lines go on through it. */
  readonly bridged?: boolean;
}

export interface PriceLine {
  readonly id: string;
  readonly price: number;
  readonly label: string;
  /** `swing`: a level of little weight, in a layer of its own that is off at first. */
  readonly role: 'entry' | 'stop' | 'target' | 'level' | 'swing';
}

/** One instrument's bars, ascending and unique by `timeSec`, with what happened on them. */
export interface BarSeries {
  /** Unique within its connection. */
  readonly id: string;
  readonly symbol: string;
  /** Length of one bar in seconds, null until known. */
  readonly intervalSec: number | null;
  /** Decimals of a price, derived from what was seen. */
  readonly precision: number;
  readonly bars: readonly Bar[];
  readonly marks: readonly ChartMark[];
  readonly bands: readonly ChartBand[];
  readonly lines: readonly PriceLine[];
}

export interface EquityPoint {
  /** Unix seconds. */
  readonly timeSec: number;
  /** Account currency. Zero is a value and is drawn. */
  readonly equity: number;
  /** Fraction 0 to 1 below the high-water mark as the server gives it; null: derived from the points. */
  readonly drawdown: number | null;
}

/** One account's or agent's equity, ascending and unique by `timeSec`. Drawn as steps. */
export interface EquitySeries {
  readonly id: string;
  readonly label: string;
  readonly currency: string;
  readonly points: readonly EquityPoint[];
  readonly marks: readonly ChartMark[];
  /** Phases and gaps; no line is drawn across a gap. */
  readonly bands: readonly ChartBand[];
}
