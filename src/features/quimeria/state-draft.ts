import type { Received } from '~/session/wire';
import { barFactOf, isEarlier, symbolOf, type BarFact, type Reception } from './bar-fact';
import { intervalOf } from './interval';
import type { QuimeriaMessage } from './schema';
import { IDLE_STEP_LIMIT, SeriesDraft, STEP_LIMIT } from './series';
import {
  NOTE_LIMIT,
  PLAYBACK_LIMIT,
  SERIES_LIMIT,
  type FeedReport,
  type Loaded,
  type Playback,
  type QuimeriaState,
  type Tick,
} from './state';
import type { Step } from './step-schema';

/** A state being changed within one batch; each series in it is copied at its first change. */
export class StateDraft {
  readonly #base: QuimeriaState;
  readonly #now: { -readonly [Key in keyof QuimeriaState]: QuimeriaState[Key] };
  readonly #series: SeriesDraft[];

  constructor(base: QuimeriaState) {
    this.#base = base;
    this.#now = { ...base };
    this.#series = base.series.map((series) => new SeriesDraft(series));
  }

  takeBar(step: Step, received: Received<QuimeriaMessage>): void {
    const fact = barFactOf(step, received);
    const home = this.#homeOf(symbolOf(step), fact);
    if (!home) return;
    this.#noteNewest(home, fact);
    const { newest } = this.#now;
    const isShown = newest === null || newest.seriesId === home.id;
    home.put(fact, step, isShown ? STEP_LIMIT : IDLE_STEP_LIMIT);
  }

  takeReport(report: FeedReport): void {
    if (!this.#later('feed', report)) return;
    const symbol = report.symbol;
    this.#series
      .findLast((series) => series.symbol === symbol)
      ?.hint(intervalOf(report.granularity));
  }

  takeTick(tick: Tick): void {
    this.#later('tick', tick);
  }

  takeLoaded(loaded: Loaded): void {
    this.#later('loaded', loaded);
  }

  takeSetup<Key extends 'plugins' | 'modules' | 'modulesOff'>(
    key: Key,
    report: NonNullable<QuimeriaState[Key]>,
  ): void {
    // Its lists are new each time, so the same report is known by its frame.
    if (this.#now[key]?.frameId !== report.frameId) this.#later(key, report);
  }

  /** A reset begins anew: what was replayed before it is gone, and is not taken in again. */
  takePlayback(playback: Playback): void {
    const last = this.#now.playback.at(-1);
    if (last && !isEarlier(last, playback)) return;
    this.#now.playback = [...this.#now.playback, playback].slice(-PLAYBACK_LIMIT);
    if (playback.word !== 'reset') return;
    const { receivedAtMs, frameId } = playback;
    if (this.#series.every(({ facts }) => facts.every((fact) => isEarlier(playback, fact)))) return;
    this.#series.splice(0);
    this.#now.newest = null;
    this.#later('forgotten', { receivedAtMs, frameId });
  }

  remark(where: 'halt' | 'lastError', { receivedAtMs, frameId }: Reception, words: string): void {
    this.#later(where, { words, receivedAtMs, frameId });
  }

  finish(): QuimeriaState {
    const series = this.#series.map((draft) => draft.finish());
    const base = this.#base.series;
    const unchanged =
      series.length === base.length && series.every((one, place) => one === base[place]);
    const next = { ...this.#now, series: unchanged ? base : series };
    return same(next, this.#base) ? this.#base : next;
  }

  /** The series that a bar belongs to; null: too old to be kept (QU8, QU9). */
  #homeOf(symbol: string, fact: BarFact): SeriesDraft | null {
    const mine = this.#series.filter((series) => series.symbol === symbol);
    const holder = mine.findLast((series) => series.at(fact.timeSec));
    const { forgotten } = this.#now;
    const isForgotten = forgotten !== null && !isEarlier(forgotten, fact);
    // What came before a reset does not come back in the place of what came after it.
    if (holder)
      return isForgotten && isEarlier(forgotten, holder.at(fact.timeSec)!) ? null : holder;
    if (isForgotten) return null;
    const current = mine[mine.length - 1];
    if (current && fact.timeSec <= current.floorSec) return null;
    return fact.backfilled
      ? this.#homeOfBackfill(current, symbol, fact)
      : this.#homeOfLive(current, symbol, fact);
  }

  /** The log is placed by time alone, and never pushes out what was heard. */
  #homeOfBackfill(
    current: SeriesDraft | undefined,
    symbol: string,
    fact: BarFact,
  ): SeriesDraft | null {
    if (current) return current;
    return this.#series.length < SERIES_LIMIT ? this.#open(symbol, fact) : null;
  }

  #homeOfLive(current: SeriesDraft | undefined, symbol: string, fact: BarFact): SeriesDraft {
    const { newest } = this.#now;
    if (newest && newest.symbol !== symbol && isNext(newest.total, fact.total)) {
      const change = `Feed changed from ${newest.symbol} to ${symbol} without a stop`;
      this.#note(fact, `${change}: the kernel's indicators mix both instruments`);
    }
    if (!current) return this.#open(symbol, fact);
    if (!runsBackwards(current, fact)) return current;
    this.#note(
      fact,
      `Time of ${symbol} went backwards: the feed runs over older bars, a new series begins`,
    );
    return this.#open(symbol, fact);
  }

  #open(symbol: string, fact: BarFact): SeriesDraft {
    if (this.#series.length >= SERIES_LIMIT) this.#forget();
    const { feed } = this.#now;
    const hintSec = feed?.symbol === symbol ? intervalOf(feed.granularity) : null;
    const opened = SeriesDraft.open(
      `${symbol}@${fact.timeSec}#${fact.index ?? ''}`,
      symbol,
      hintSec,
    );
    this.#series.push(opened);
    return opened;
  }

  /** Drops the series that was silent for longest. */
  #forget(): void {
    const quietest = this.#series.reduce((a, b) => (isEarlier(b.last!, a.last!) ? b : a));
    this.#series.splice(this.#series.indexOf(quietest), 1);
    for (const { receivedAtMs, frameId } of quietest.facts)
      this.#later('forgotten', { receivedAtMs, frameId });
  }

  #noteNewest(home: SeriesDraft, fact: BarFact): void {
    if (fact.backfilled) return;
    const { receivedAtMs, frameId, total } = fact;
    const before = this.#now.newest?.seriesId;
    this.#later('newest', { seriesId: home.id, symbol: home.symbol, total, receivedAtMs, frameId });
    if (this.#now.newest?.seriesId === before) return;
    for (const series of this.#series) if (series !== home) series.keepSteps(IDLE_STEP_LIMIT);
  }

  #note({ receivedAtMs, frameId }: Reception, words: string): void {
    this.#now.notes = [...this.#now.notes, { words, receivedAtMs, frameId }].slice(-NOTE_LIMIT);
  }

  /** Keeps what was received last; whether that is `value`. */
  #later<
    Key extends
      | 'feed'
      | 'loaded'
      | 'plugins'
      | 'modules'
      | 'modulesOff'
      | 'tick'
      | 'halt'
      | 'lastError'
      | 'newest'
      | 'forgotten',
  >(key: Key, value: NonNullable<QuimeriaState[Key]>): boolean {
    const held = this.#now[key];
    if (held && isEarlier(value, held)) return false;
    if (!same<object>(value, held)) this.#now[key] = value;
    return true;
  }
}

/**
 * A bar older than the newest one is late when its index fits between its neighbours'. When it does not, the server
 * runs over older data, and its bars are another series (QU-T7). Without indices it is taken as late.
 */
function runsBackwards(series: SeriesDraft, fact: BarFact): boolean {
  const { before, after } = series.around(fact.timeSec);
  if (!after || fact.index === null) return false;
  const aboveBefore = before?.index == null || before.index < fact.index;
  const belowAfter = after.index === null || fact.index < after.index;
  return !(aboveBefore && belowAfter);
}

function isNext(before: number | null, after: number | null): boolean {
  return before !== null && after === before + 1;
}

/** Equal field by field. */
function same<Value extends object>(a: Value, b: Value | null): boolean {
  return b !== null && (Object.keys(a) as (keyof Value)[]).every((key) => a[key] === b[key]);
}
