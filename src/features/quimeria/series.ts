import { saysTheSame, supersedes, type BarFact } from './bar-fact';
import { extendOutline, outlineOf, type Outline } from './outline';
import type { Step } from './step-schema';

/** Bars of one instrument in one run of time: ascending and unique by time, with the newest step results beside them. */
export interface Series {
  /** Unique within its connection and stable. */
  readonly id: string;
  readonly symbol: string;
  readonly facts: readonly BarFact[];
  /** Whole step results of the newest bars, ascending by time. */
  readonly steps: readonly Step[];
  /** Bars up to this time were dropped to keep the bound and are not taken in again. */
  readonly floorSec: number;
  /** Interval that the server says it runs, seconds; null when not known. */
  readonly hintSec: number | null;
  readonly outline: Outline;
}

/** Bars kept; beyond it the oldest tenth goes at once, for what is derived must then be derived anew. */
export const BAR_LIMIT = 10_000;
const KEPT_AFTER_TRIM = 9_000;
/** Step results kept for the panels (section 12.5 of the reference), nine kilobytes each. */
export const STEP_LIMIT = 500;
/** Of a series that the feed has left no panel shows any; should it come back, its trails have what they look at. */
export const IDLE_STEP_LIMIT = 60;

/** A series being changed within one batch. Copies its lists once, at the first change. */
export class SeriesDraft {
  #base: Series;
  #facts: BarFact[] | null = null;
  #steps: Step[] | null = null;
  #floorSec: number;
  #hintSec: number | null;
  /** Bars from this place on are not yet in the outline; null: all has to be derived anew. */
  #outlined: number | null;

  constructor(base: Series) {
    this.#base = base;
    this.#floorSec = base.floorSec;
    this.#hintSec = base.hintSec;
    this.#outlined = base.facts.length;
  }

  static open(id: string, symbol: string, hintSec: number | null): SeriesDraft {
    const outline = outlineOf([], hintSec);
    return new SeriesDraft({
      id,
      symbol,
      facts: [],
      steps: [],
      floorSec: -Infinity,
      hintSec,
      outline,
    });
  }

  get id(): string {
    return this.#base.id;
  }

  get symbol(): string {
    return this.#base.symbol;
  }

  get facts(): readonly BarFact[] {
    return this.#facts ?? this.#base.facts;
  }

  get last(): BarFact | undefined {
    return this.facts[this.facts.length - 1];
  }

  get floorSec(): number {
    return this.#floorSec;
  }

  at(timeSec: number): BarFact | undefined {
    const place = this.#placeOf(timeSec);
    const fact = this.facts[place];
    return fact?.timeSec === timeSec ? fact : undefined;
  }

  /** Neighbours that a bar of that time would have. */
  around(timeSec: number): {
    readonly before: BarFact | undefined;
    readonly after: BarFact | undefined;
  } {
    const place = this.#placeOf(timeSec);
    return { before: this.facts[place - 1], after: this.facts[place] };
  }

  /** Puts a bar where its time says; the same time is the same bar (QU8). Keeps its step beside at most `stepLimit`. */
  put(fact: BarFact, step: Step, stepLimit: number): void {
    const place = this.#placeOf(fact.timeSec);
    const held = this.facts[place];
    const isPut =
      held?.timeSec === fact.timeSec ? this.#replace(place, held, fact) : this.#insert(place, fact);
    if (!isPut) return;
    this.#putStep(step);
    this.keepSteps(stepLimit);
  }

  /** Lets go of all but so many of the newest step results. */
  keepSteps(limit: number): void {
    const excess = (this.#steps ?? this.#base.steps).length - limit;
    if (excess > 0) (this.#steps ??= this.#base.steps.slice()).splice(0, excess);
  }

  hint(intervalSec: number | null): void {
    if (this.#hintSec === intervalSec) return;
    this.#hintSec = intervalSec;
    this.#outlined = null;
  }

  finish(): Series {
    const { id, symbol } = this.#base;
    const facts = this.facts;
    const isSame = !this.#facts && !this.#steps && this.#hintSec === this.#base.hintSec;
    if (isSame) return this.#base;
    const outline = this.#extended(facts) ?? outlineOf(facts, this.#hintSec);
    const steps = this.#steps ?? this.#base.steps;
    return { id, symbol, facts, steps, floorSec: this.#floorSec, hintSec: this.#hintSec, outline };
  }

  #extended(facts: readonly BarFact[]): Outline | null {
    if (this.#outlined === null) return null;
    return extendOutline(this.#base.outline, facts, this.#outlined, this.#hintSec);
  }

  /** Whether it took the other's place. */
  #replace(place: number, held: BarFact, fact: BarFact): boolean {
    if (!supersedes(fact, held) || isSameReception(fact, held)) return false;
    this.#edit()[place] = fact;
    if (!saysTheSame(held, fact)) this.#outlined = null;
    return true;
  }

  #insert(place: number, fact: BarFact): true {
    const facts = this.#edit();
    if (place < facts.length) this.#outlined = null;
    facts.splice(place, 0, fact);
    if (facts.length > BAR_LIMIT) this.#trim(facts);
    return true;
  }

  #trim(facts: BarFact[]): void {
    const dropped = facts.splice(0, facts.length - KEPT_AFTER_TRIM);
    this.#floorSec = dropped[dropped.length - 1]!.timeSec;
    this.#outlined = null;
  }

  #putStep(step: Step): void {
    const steps = (this.#steps ??= this.#base.steps.slice());
    const place = lowerBound(steps, step.bar.time, (held) => held.bar.time);
    const same = steps[place]?.bar.time === step.bar.time;
    steps.splice(place, same ? 1 : 0, step);
  }

  #edit(): BarFact[] {
    return (this.#facts ??= this.#base.facts.slice());
  }

  #placeOf(timeSec: number): number {
    return lowerBound(this.facts, timeSec, (fact) => fact.timeSec);
  }
}

/** Place of the first item whose key is not below `key`. Most bars belong at the end, so that is tried first. */
function lowerBound<Item>(
  items: readonly Item[],
  key: number,
  keyOf: (item: Item) => number,
): number {
  const last = items[items.length - 1];
  if (last === undefined || keyOf(last) < key) return items.length;
  let low = 0;
  let high = items.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keyOf(items[middle]!) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The very same delivery again: nothing to do, and nothing that could differ. */
function isSameReception(a: BarFact, b: BarFact): boolean {
  return a.receivedAtMs === b.receivedAtMs && a.frameId === b.frameId && saysTheSame(a, b);
}
