import { waitFor } from '~/lib/wait';
import { statusOf } from './feed-status';
import { problemOf } from './feed-start';
import type { QuimeriaConnection } from './options';
import { judgeOutage } from './outage';
import { loggedBars } from './rest';
import { selectCurrent } from './select';
import type { Series } from './series';
import type { FeedReport, QuimeriaState } from './state';

const LOG_LINES = 200;
const FOLDED_WITHIN_MS = 2_000;

type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

/** The filling of one outage, which can need more than one try. */
export interface CatchUp {
  /** Resolves when there is nothing more to be done now. With a report already asked for, or null: ask. */
  attempt(report: FeedReport | null): Promise<void>;
  readonly isDone: boolean;
}

/**
 * Asks for the feed's status, then for the log when the server handled bars that we do not hold, and tells the ledger of
 * gaps what that came to. What counts is what was held when the socket opened: a burst of the newest bars may be here before
 * the status is, and leaves the older ones out.
 */
export function startCatchUp(
  connection: QuimeriaConnection,
  signal: AbortSignal,
  wait: Wait,
): CatchUp {
  const { store, rest } = connection;
  const before = selectCurrent(store.getState());
  const heldSec = before?.facts.at(-1)?.timeSec ?? null;
  /** The outage ends where the server was when it first answered: what comes later comes by itself. */
  let handledSec: number | null = null;
  let isDone = false;

  async function attempt(known: FeedReport | null): Promise<void> {
    const report = known ?? (await statusOf(connection, signal));
    if (signal.aborted) return;
    if (!report) return tell('the server does not tell its status: what was missed is not known');
    handledSec ??= report.lastBarSec;
    if (!isBehind(store.getState(), heldSec)) return settle(null);
    const outcome = await loggedBars(rest, LOG_LINES, signal);
    if (signal.aborted) return;
    if (outcome.kind !== 'ok') return settle(problemOf(outcome));
    await folded(outcome.frameId);
    if (!signal.aborted) settle(null);
  }

  /**
   * Resolves when bars of that answer are held: live ones may change the series before it. A log that holds nothing new leaves
   * no trace, so not for long.
   */
  async function folded(frameId: number): Promise<void> {
    const enough = new AbortController();
    void wait(FOLDED_WITHIN_MS, signal).then(() => enough.abort());
    const isIn = ({ series }: QuimeriaState) =>
      series.some(({ facts }) => facts.some((fact) => fact.frameId === frameId)) || null;
    await waitFor(store, isIn, { signal: enough.signal });
  }

  function settle(problem: string | null): void {
    isDone = problem === null;
    const series = seriesNow(store.getState(), before);
    if (heldSec === null || handledSec === null || !series) return;
    const verdict = judgeOutage(series, heldSec, handledSec);
    if (problem === null) return connection.judgeGap?.(verdict);
    connection.judgeGap?.({
      ...verdict,
      evidence: `${verdict.evidence}; the server’s log could not be read (${problem}), asked again within 30 s`,
    });
  }

  function tell(evidence: string): void {
    if (heldSec !== null) connection.judgeGap?.({ evidence });
  }

  return {
    attempt,
    get isDone() {
      return isDone;
    },
  };
}

/** The series that was shown before the outage; null where bars of another came since. */
function seriesNow(state: QuimeriaState, before: Series | null): Series | null {
  const current = selectCurrent(state);
  return current?.id === before?.id ? current : null;
}

function isBehind(state: QuimeriaState, heldSec: number | null): boolean {
  const handledSec = state.feed?.lastBarSec ?? null;
  if (handledSec === null) return false;
  if (heldSec === null) return true;
  const current = selectCurrent(state);
  const newestSec = current?.facts.at(-1)?.timeSec ?? -Infinity;
  if (newestSec < handledSec) return true;
  const since = current?.facts.filter(({ timeSec }) => timeSec >= heldSec) ?? [];
  const stepSec = current?.outline.spacing.intervalSec ?? Infinity;
  return since.some((fact, place) => fact.timeSec - (since[place - 1] ?? fact).timeSec > stepSec);
}
