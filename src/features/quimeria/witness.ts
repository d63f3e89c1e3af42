import type { QuimeriaConnection } from './options';
import { statusOf } from './feed-status';
import { selectCurrent } from './select';
import type { FeedReport, QuimeriaState } from './state';

/** Time as the witness needs it. `wait` resolves after so many milliseconds, or at once when `signal` ends. */
export interface WitnessTools {
  now(): number;
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

const ASK_EVERY_MS = 30_000;
const ASK_AGAIN_MS = 5_000;
const SILENCE_MS = 60_000;
/** One poll of the exchange by the server. */
const POLL_SEC = 5;

/**
 * Asks REST how the feed is for as long as a socket lives. Silence proves nothing on this wire; a server that handled a bar
 * which did not come does, and so does one that knows of no client. Said twice, 5 s apart, after 60 s without a bar, it
 * means that the socket is half open. A stopped feed is none of this: the socket is as it should be.
 */
export async function witness(
  connection: Pick<QuimeriaConnection, 'rest' | 'store' | 'suspect'>,
  signal: AbortSignal,
  tools: WitnessTools,
  asked: (report: FeedReport | null) => Promise<void>,
): Promise<void> {
  const sinceMs = tools.now();
  // What had been handled when the socket was new (by a bootstrap, say) was never sent.
  let baseSec: number | null | undefined;
  for (;;) {
    await tools.wait(ASK_EVERY_MS, signal);
    if (signal.aborted) return;
    const report = await statusOf(connection, signal);
    if (signal.aborted) return;
    await asked(report);
    if (baseSec === undefined && report) baseSec = report.lastBarSec;
    if (!suspicion(report)) continue;
    await tools.wait(ASK_AGAIN_MS, signal);
    if (signal.aborted) return;
    const reason = suspicion(await statusOf(connection, signal));
    if (signal.aborted) return;
    if (reason) return connection.suspect?.(reason);
  }

  function suspicion(report: FeedReport | null): string | null {
    const state = connection.store.getState();
    const heardMs = Math.max(sinceMs, state.newest?.receivedAtMs ?? 0);
    if (!report?.running || tools.now() - heardMs < SILENCE_MS) return null;
    if (report.clients === 0) return 'half open: the server knows of no client';
    const { lastBarSec } = report;
    if (lastBarSec === null || lastBarSec <= (baseSec ?? Infinity)) return null;
    return lastBarSec > newestSec(state, report) + POLL_SEC
      ? 'half open: the server handled a bar that did not come'
      : null;
  }
}

/** The newest bar of the instrument that the server runs. */
function newestSec(state: QuimeriaState, { symbol }: FeedReport): number {
  const series =
    state.series.findLast((one) => one.symbol === symbol) ??
    (symbol === null ? selectCurrent(state) : null);
  return series?.facts.at(-1)?.timeSec ?? -Infinity;
}
