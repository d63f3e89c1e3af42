import type { Reception } from './bar-fact';
import type { Series } from './series';

/** What one connection knows. Everything but `series` is small; their own bounds are in `series.ts`. */
export interface QuimeriaState {
  /** In order of opening, at most `SERIES_LIMIT`. */
  readonly series: readonly Series[];
  /** The live bar that was received last, whatever its time. */
  readonly newest: NewestBar | null;
  /** The last answer of `GET /api/live/status`. */
  readonly feed: FeedReport | null;
  /** The last evidence that the feed was stopped: a fatal error, or an accepted stop. */
  readonly halt: Remark | null;
  readonly lastError: Remark | null;
  /** Oddities of the feed worth a person's attention, oldest first, at most `NOTE_LIMIT`. */
  readonly notes: readonly Remark[];
  /** What the replay said last of itself; null: nothing, or this is no replay. */
  readonly playback: Playback | null;
  /** What was loaded for a replay by us. */
  readonly loaded: Loaded | null;
  /** A price between bars, which only another build sends. */
  readonly tick: Tick | null;
  /** Series up to this reception were dropped to keep the bound; their bars are not taken in again. */
  readonly forgotten: Reception | null;
}

export interface NewestBar extends Reception {
  readonly seriesId: string;
  readonly symbol: string;
  readonly total: number | null;
}

export interface FeedReport extends Reception {
  readonly running: boolean;
  readonly symbol: string | null;
  readonly granularity: string | null;
  readonly clients: number | null;
  /** Open time of the last candle that the server handled, Unix seconds; null before the first (QU-T4). */
  readonly lastBarSec: number | null;
}

/** The server's or our own words about the feed, and when. */
export interface Remark extends Reception {
  readonly words: string;
}

export interface Playback extends Reception {
  readonly word: 'done' | 'stopped' | 'reset';
}

export interface Loaded extends Reception {
  readonly count: number | null;
  readonly source: string | null;
}

export interface Tick extends Reception {
  readonly price: number;
  readonly symbol: string | null;
}

export const SERIES_LIMIT = 8;
export const NOTE_LIMIT = 20;

export const initialState: QuimeriaState = {
  series: [],
  newest: null,
  feed: null,
  halt: null,
  lastError: null,
  notes: [],
  playback: null,
  loaded: null,
  tick: null,
  forgotten: null,
};
