import type { Budget } from '~/session/plan';
import type { Received } from '~/session/wire';
import { symbolOf } from './bar-fact';
import { intervalOf } from './interval';
import type { QuimeriaMessage } from './schema';
import type { Series } from './series';
import type { QuimeriaState } from './state';
import type { Step } from './step-schema';

/** The series whose bar was received last; the newest of the log before anything was heard. */
export function selectCurrent(state: QuimeriaState): Series | null {
  const heard = state.series.find((series) => series.id === state.newest?.seriesId);
  return heard ?? state.series[state.series.length - 1] ?? null;
}

/** The whole step result of the newest bar. */
export function selectStep(state: QuimeriaState): Step | null {
  return selectCurrent(state)?.steps.at(-1) ?? null;
}

/** Whether the server polls the exchange, by the newest evidence; `why` in words for a person. */
export interface FeedView {
  readonly state: 'running' | 'stopped' | 'unknown';
  readonly why: string;
  /** When that was known, our clock. */
  readonly atMs: number | null;
}

/** Weighs a status report, a stop or a fatal error, and a live bar: the one received last is right. */
export function selectFeed({ feed, halt, newest }: QuimeriaState): FeedView {
  const evidence: FeedView[] = [];
  if (newest) evidence.push({ state: 'running', why: 'bars arrive', atMs: newest.receivedAtMs });
  if (halt) evidence.push({ state: 'stopped', why: halt.words, atMs: halt.receivedAtMs });
  if (feed?.running)
    evidence.push({ state: 'running', why: 'the server says so', atMs: feed.receivedAtMs });
  if (feed?.running === false) {
    const because =
      halt && halt.receivedAtMs <= feed.receivedAtMs ? halt.words : 'the server says so';
    evidence.push({ state: 'stopped', why: because, atMs: feed.receivedAtMs });
  }
  const unknown: FeedView = { state: 'unknown', why: 'nothing was heard yet', atMs: null };
  return evidence.reduce(
    (best, one) => (one.atMs! >= (best.atMs ?? -Infinity) ? one : best),
    unknown,
  );
}

/** Length of a bar now in seconds: what the bars show, else what the server says, else what was asked for. */
export function selectIntervalSec(state: QuimeriaState, granularity: string): number {
  const seen = selectCurrent(state)?.outline.spacing.intervalSec;
  return seen ?? intervalOf(state.feed?.granularity) ?? intervalOf(granularity) ?? 60;
}

const LATE_MS = 15_000;

/** A replay has no pace of its own: its silence means nothing for as long as anybody will wait. */
const SPEAKS_WHEN_ASKED: Budget = {
  lastHeardMs: null,
  lateAfterMs: 1e9,
  silentAfterMs: 2e9,
  normal: 'a replay speaks only when it is asked to run or to step',
};

/** Silence is normal for one interval (QU6): late 15 s after it, silent after two. */
export function budget(
  state: QuimeriaState,
  options: { readonly granularity: string; readonly mode?: 'live' | 'replay' },
): Budget {
  if (options.mode === 'replay') return SPEAKS_WHEN_ASKED;
  const intervalMs = selectIntervalSec(state, options.granularity) * 1000;
  const lateAfterMs = intervalMs + LATE_MS;
  return {
    lastHeardMs: state.newest?.receivedAtMs ?? null,
    lateAfterMs,
    silentAfterMs: Math.max(2 * intervalMs, lateAfterMs + LATE_MS),
    normal: normalWords(state, intervalMs / 1000),
  };
}

function normalWords(state: QuimeriaState, intervalSec: number): string {
  const feed = selectFeed(state);
  if (feed.state === 'stopped')
    return `feed stopped on server (${feed.why}): no bar comes until it is started`;
  return `one bar every ${intervalWords(intervalSec)}; silence between candles is normal`;
}

function intervalWords(sec: number): string {
  if (sec % 86_400 === 0) return plural(sec / 86_400, 'day');
  if (sec % 3_600 === 0) return plural(sec / 3_600, 'hour');
  return sec % 60 === 0 ? plural(sec / 60, 'minute') : plural(sec, 'second');
}

function plural(count: number, unit: string): string {
  return count === 1 ? unit : `${count} ${unit}s`;
}

/**
 * The server's clock as a live bar tells it: it is sent when its interval ends. A bar that comes again or late tells
 * nothing, nor does one whose length is not known yet.
 */
export function serverTimeMs(
  { message }: Received<QuimeriaMessage>,
  before: QuimeriaState,
): number | null {
  if (message.type !== 'bar' || message.data.live !== true) return null;
  const series = before.series.findLast(({ symbol }) => symbol === symbolOf(message.data));
  const intervalSec = series?.outline.spacing.intervalSec ?? null;
  const lastSec = series?.facts.at(-1)?.timeSec ?? -Infinity;
  const { time } = message.data.bar;
  return intervalSec === null || time <= lastSec ? null : (time + intervalSec) * 1000;
}
