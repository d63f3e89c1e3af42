import type { Connection } from '~/feature';
import type { RestOutcome } from '~/session/rest';
import type { QuimeriaOptions } from './options';
import { statusOf } from './feed-status';
import { startLive, stopLive } from './rest';
import type { FeedReport, QuimeriaState } from './state';

type Feed = Pick<Connection<QuimeriaState, QuimeriaOptions>, 'rest' | 'store'>;

/** What the feed shall be. */
export interface WantedFeed {
  readonly symbol: string;
  readonly granularity: string;
}

/** How far a start or stop has come, in words; `failed` and `done` are the ends. */
export interface Progress {
  readonly at: 'working' | 'done' | 'failed';
  readonly words: string;
}

export interface FeedTools {
  /** Resolves after so many milliseconds. */
  wait(ms: number): Promise<void>;
  tell(progress: Progress): void;
}

const ASK_EVERY_MS = 500;
const STOPS_WITHIN_MS = 20_000;
/** This many answers in a row that are missing or unreadable end the wait. */
const UNREAD_LIMIT = 3;
const NO_STATUS = 'The server does not tell its status.';
const FIRST_LOOK_MS = 2_000;
const SECOND_LOOK_MS = 5_000;

/**
 * Starts the feed so that it is what was asked for: a running one is stopped first and waited for (QU-T7), and an
 * accepted start is believed only when the status bears it out after 2 s and after 7 s (QU-T6). Never throws.
 */
export async function startFeed(feed: Feed, wanted: WantedFeed, tools: FeedTools): Promise<void> {
  const before = await statusOf(feed);
  if (before === null) return tools.tell(failed(NO_STATUS));
  if (before.running && !(await stopAndWait(feed, tools))) return;
  tools.tell(working(`Starting ${wanted.symbol} ${wanted.granularity}…`));
  const started = await startLive(feed.rest, wanted);
  if (started.kind !== 'ok') return tools.tell(failed(`Start refused: ${problemOf(started)}`));
  await verify(feed, wanted, tools);
}

/** Stops the feed for everybody and waits until the status says so. Never throws. */
export async function stopFeed(feed: Feed, tools: FeedTools): Promise<void> {
  if (await stopAndWait(feed, tools)) tools.tell({ at: 'done', words: 'The feed is stopped.' });
}

async function stopAndWait(feed: Feed, { wait, tell }: FeedTools): Promise<boolean> {
  tell(working('Stopping the feed that runs…'));
  const stopped = await stopLive(feed.rest);
  if (stopped.kind !== 'ok') {
    tell(failed(`Stop refused: ${problemOf(stopped)}`));
    return false;
  }
  let unread = 0;
  for (let waitedMs = 0; waitedMs < STOPS_WITHIN_MS; waitedMs += ASK_EVERY_MS) {
    const report = await statusOf(feed);
    if (report?.running === false) return true;
    unread = report ? 0 : unread + 1;
    if (unread === UNREAD_LIMIT) {
      tell(failed(`${NO_STATUS} Whether the feed has stopped is not known.`));
      return false;
    }
    await wait(ASK_EVERY_MS);
  }
  tell(failed(`The feed still runs ${STOPS_WITHIN_MS / 1000} s after it was asked to stop.`));
  return false;
}

async function verify(feed: Feed, wanted: WantedFeed, { wait, tell }: FeedTools): Promise<void> {
  tell(working('Accepted, which is no proof. Looking again after 2 s…'));
  await wait(FIRST_LOOK_MS);
  const first = problemWith(await statusOf(feed), wanted);
  if (first) return tell(failed(`After 2 s: ${first}`));
  tell(working('Runs after 2 s. Looking again after 7 s…'));
  await wait(SECOND_LOOK_MS);
  const second = problemWith(await statusOf(feed), wanted);
  if (second) return tell(failed(`After 7 s: ${second}`));
  const words = `${wanted.symbol} ${wanted.granularity} runs. The first candle can take up to two intervals.`;
  tell({ at: 'done', words });
}

function problemWith(report: FeedReport | null, wanted: WantedFeed): string | null {
  if (report === null) return 'the server does not tell its status.';
  if (!report.running) return 'the feed is not running. Does the exchange know the symbol?';
  const { symbol, granularity } = report;
  const differs = symbol !== wanted.symbol.toUpperCase() || granularity !== wanted.granularity;
  return differs ? `the server runs ${symbol ?? 'another symbol'} ${granularity ?? ''}` : null;
}

/** Why a call failed, in words. */
export function problemOf(outcome: Exclude<RestOutcome, { kind: 'ok' }>): string {
  switch (outcome.kind) {
    case 'http':
      return `HTTP ${outcome.status}${outcome.detail ? `, ${outcome.detail}` : ''}`;
    case 'unreachable':
    case 'withheld':
      return outcome.reason;
    case 'oversize':
      return `the answer is longer than ${outcome.limit} characters`;
  }
}

function working(words: string): Progress {
  return { at: 'working', words };
}

function failed(words: string): Progress {
  return { at: 'failed', words };
}
