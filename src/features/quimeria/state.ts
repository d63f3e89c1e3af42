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
  /** What the replay has said of itself, oldest first, at most `PLAYBACK_LIMIT`; none where this is no replay. */
  readonly playback: readonly Playback[];
  /** What was loaded for a replay by us. */
  readonly loaded: Loaded | null;
  /** What the server told of its plugins last. */
  readonly plugins: PluginReport | null;
  /** What the server told of its modules last: those that work, and those that do not, with the reason. */
  readonly modules: ModuleReport | null;
  /** Which modules the server switched off when we asked it to; null: never asked, so not known. */
  readonly modulesOff: ModulesOff | null;
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

export interface Plugin {
  readonly name: string;
  readonly layer: string | null;
  readonly sensor: string | null;
  readonly enabled: boolean;
  /** Null: not told. */
  readonly ready: boolean | null;
  /** Bars it has seen, and bars that it needs. */
  readonly bars: number | null;
  readonly warmup: number | null;
}

export interface PluginReport extends Reception {
  readonly list: readonly Plugin[];
  /** Those that could not be loaded, and why. */
  readonly errors: readonly { readonly name: string; readonly words: string }[];
}

export interface ModuleReport extends Reception {
  readonly works: readonly string[];
  /** "topology: No module named …". */
  readonly failed: readonly string[];
}

export interface ModulesOff extends Reception {
  readonly names: readonly string[];
}

/** Plugins and modules kept of one report. */
export const SETUP_LIMIT = 100;

export interface Tick extends Reception {
  readonly price: number;
  readonly symbol: string | null;
}

export const SERIES_LIMIT = 8;
export const NOTE_LIMIT = 20;
/** More than a person can bring about before a view has looked. */
export const PLAYBACK_LIMIT = 20;

export const initialState: QuimeriaState = {
  series: [],
  newest: null,
  feed: null,
  halt: null,
  lastError: null,
  notes: [],
  playback: [],
  loaded: null,
  plugins: null,
  modules: null,
  modulesOff: null,
  tick: null,
  forgotten: null,
};
