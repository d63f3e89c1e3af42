import { createStore, type StoreApi } from 'zustand/vanilla';

/** Servers whose clocks are wrong by so much that it matters, milliseconds; positive: ahead. */
export type ClockSkews = ReadonlyMap<string, number>;

/** When a message was sent by its server's clock and when it came by ours, Unix milliseconds. */
export interface ClockSample {
  readonly connectionId: string;
  readonly serverMs: number;
  readonly receivedAtMs: number;
  /**
   * Whether the server lives in a world of its own. Such a world has its own time, which may run faster than ours, so its
   * servers are compared with each other and not with us.
   */
  readonly isDemo: boolean;
}

/** A server's present. */
export interface ServerNow {
  /** Unix milliseconds by its own clock. */
  readonly atMs: number;
  /** Its seconds in one of ours; other than 1 in a demo that runs fast. */
  readonly pace: number;
}

/** Finds servers with wrong clocks, from what live messages say of the time and when they came. */
export interface ClockWatch {
  readonly store: StoreApi<ClockSkews>;
  heard(sample: ClockSample): void;
  /** What a server's clock shows when ours shows `nowMs`; null: a demo of whose time nothing was heard lately. */
  serverNow(server: Pick<ClockSample, 'connectionId' | 'isDemo'>, nowMs: number): ServerNow | null;
  forget(connectionId: string): void;
}

interface Wire {
  readonly isDemo: boolean;
  /** Oldest first. Few, so that a clock that was put right is believed soon. */
  samples: readonly ClockSample[];
  heardCount: number;
  /** Since when it seems to be wrong. */
  suspectSinceMs: number | null;
}

const SAMPLES = 5;
/** Below this it is delivery, whole-second stamps and polling; above, things stand beside the wrong bar. */
const TOLERATED_MS = 10_000;
/** What delivery may take, which a fast world makes more of. */
const DELIVERY_MS = 1_500;
/** A message cannot come before it was sent, but it can come late: a clock is not called wrong for one of those. */
const SURE_AFTER_MS = 1_500;
/** In a fast world an older sample says more about how fast it runs than about its clock. */
const FAST_SAMPLE_MS = 10_000;
/** Worlds run at our pace or at ten times that and more. */
const FAST = 4;
const STEADY_PAIR_MS = 500;
/** Two paces that differ by more than this factor are not one that is told badly. */
const OTHER = 2;

/** Each clock is told by its least delayed newest sample; what moves by less than a second is not told anew. */
export function createClockWatch(): ClockWatch {
  const wires = new Map<string, Wire>();
  const store = createStore<ClockSkews>(() => new Map<string, number>());
  /** Of the demo's world. */
  let worldPace = 1;

  function compare(isDemo: boolean, nowMs: number) {
    const group = new Map([...wires].filter(([, wire]) => wire.isDemo === isDemo));
    const pace = isDemo ? paceOf([...group.values()]) : 1;
    const toleratedMs = Math.max(TOLERATED_MS, pace * DELIVERY_MS);
    const offsets = offsetsOf(group, pace, nowMs);
    const trueMs = isDemo ? agreedOffset(offsets, group, toleratedMs) : 0;
    return { group, pace, toleratedMs, offsets, trueMs };
  }

  /** A world's pace was changed: what was heard before says nothing of how its clocks stand to each other now. */
  function startAnew(group: ReadonlyMap<string, Wire>): void {
    for (const wire of group.values()) {
      wire.samples = wire.samples.slice(-1);
      wire.suspectSinceMs = null;
    }
  }

  function judge(isDemo: boolean, nowMs: number): void {
    const { group, pace, toleratedMs, offsets, trueMs } = compare(isDemo, nowMs);
    if (isDemo && isOther(pace, worldPace)) {
      worldPace = pace;
      return startAnew(group);
    }
    if (isDemo && !isSteady([...group.values()], pace)) return;
    const next = new Map(store.getState());
    for (const [id, wire] of group) {
      const offsetMs = offsets.get(id);
      if (offsetMs === undefined) continue;
      const skewMs = judged(wire, offsetMs - trueMs, toleratedMs, nowMs);
      const told = next.get(id) ?? 0;
      if (skewMs === 0) next.delete(id);
      else if (Math.abs(skewMs - told) > Math.max(1_000, pace * DELIVERY_MS)) next.set(id, skewMs);
    }
    if (!isSame(next, store.getState())) store.setState(next, true);
  }

  return {
    store,
    heard(sample) {
      const { connectionId, serverMs, receivedAtMs, isDemo } = sample;
      if (!Number.isFinite(serverMs) || !Number.isFinite(receivedAtMs)) return;
      const wire = wires.get(connectionId) ?? {
        isDemo,
        samples: [],
        heardCount: 0,
        suspectSinceMs: null,
      };
      wires.set(connectionId, wire);
      wire.samples = [...wire.samples, sample].slice(-SAMPLES);
      wire.heardCount += 1;
      judge(isDemo, receivedAtMs);
    },
    serverNow({ connectionId, isDemo }, nowMs) {
      const { pace, offsets, trueMs } = compare(isDemo, nowMs);
      if (isDemo && offsets.size === 0) return null;
      return { atMs: nowMs + trueMs + (store.getState().get(connectionId) ?? 0), pace };
    },
    forget(connectionId) {
      wires.delete(connectionId);
      const next = new Map(store.getState());
      if (next.delete(connectionId)) store.setState(next, true);
    },
  };
}

/** How far the clock is off in whole seconds; 0 while it is right, or not wrong for long enough to be sure. */
function judged(wire: Wire, offMs: number, toleratedMs: number, nowMs: number): number {
  if (Math.abs(offMs) < toleratedMs) {
    wire.suspectSinceMs = null;
    return 0;
  }
  wire.suspectSinceMs ??= nowMs;
  const isSure = nowMs - wire.suspectSinceMs >= SURE_AFTER_MS || (offMs > 0 && !wire.isDemo);
  return isSure ? Math.round(offMs / 1000) * 1000 : 0;
}

/** Where each server's clock stood at `nowMs`, less ours: the largest of its samples, which was delayed least. */
function offsetsOf(
  group: ReadonlyMap<string, Wire>,
  pace: number,
  nowMs: number,
): ReadonlyMap<string, number> {
  const offsets = new Map<string, number>();
  for (const [id, { samples }] of group) {
    const fresh = samples.filter(
      ({ receivedAtMs }) => pace === 1 || nowMs - receivedAtMs <= FAST_SAMPLE_MS,
    );
    if (fresh.length === 0) continue;
    const each = fresh.map(
      ({ serverMs, receivedAtMs }) => serverMs - nowMs + pace * (nowMs - receivedAtMs),
    );
    offsets.set(id, Math.max(...each));
  }
  return offsets;
}

/** How fast a world runs against our clock: the usual distance of two messages of a server by its clock and by ours. */
function paceOf(wires: readonly Wire[]): number {
  const paces = wires.flatMap(({ samples }) =>
    samples.flatMap((sample, place) => {
      const before = steadyBefore(samples, place);
      if (!before) return [];
      const ourMs = sample.receivedAtMs - before.receivedAtMs;
      return [(sample.serverMs - before.serverMs) / ourMs];
    }),
  );
  const usual = paces.toSorted((a, b) => a - b)[Math.floor(paces.length / 2)] ?? 1;
  return usual < FAST ? 1 : usual;
}

/** The newest sample before that at `place` that is far enough from it to tell a pace. */
function steadyBefore(samples: readonly ClockSample[], place: number): ClockSample | undefined {
  const sample = samples[place]!;
  return samples
    .slice(0, place)
    .findLast(({ receivedAtMs }) => sample.receivedAtMs - receivedAtMs >= STEADY_PAIR_MS);
}

function isOther(pace: number, before: number): boolean {
  return Math.max(pace, before) > OTHER * Math.min(pace, before);
}

/**
 * Whether the newest of each server runs at the pace of its world. Just after that was changed one does and another does
 * not yet, which looks like clocks that differ.
 */
function isSteady(wires: readonly Wire[], pace: number): boolean {
  return wires.every(({ samples }) => {
    const newest = samples.at(-1);
    const before = steadyBefore(samples, samples.length - 1);
    if (!newest || !before) return true;
    const ourMs = newest.receivedAtMs - before.receivedAtMs;
    return Math.abs(newest.serverMs - before.serverMs - pace * ourMs) <= pace * DELIVERY_MS;
  });
}

/** The offset that most servers share; of two that have as many, that of the one that speaks more. */
function agreedOffset(
  offsets: ReadonlyMap<string, number>,
  group: ReadonlyMap<string, Wire>,
  toleratedMs: number,
): number {
  const all = [...offsets].map(([id, offsetMs]) => ({
    offsetMs,
    heard: group.get(id)?.heardCount ?? 0,
    friends: [...offsets.values()].filter((other) => Math.abs(other - offsetMs) < toleratedMs)
      .length,
  }));
  const [best] = all.sort((a, b) => b.friends - a.friends || b.heard - a.heard);
  return best?.offsetMs ?? 0;
}

function isSame(a: ClockSkews, b: ClockSkews): boolean {
  return a.size === b.size && [...a].every(([id, skewMs]) => b.get(id) === skewMs);
}
