import type { AnyConnection } from '~/feature';
import type { Clock } from '~/lib/clock';
import { formatDuration } from '~/lib/format';
import type { SessionStatus } from '~/session/status';
import type { TimelineEntry } from '~/timeline/entry';
import type { Gap, GapSpan } from '~/timeline/gap';
import type { GapLedger } from '~/timeline/gap-ledger';
import type { Timeline } from '~/timeline/timeline';
import type { LiveConnection } from './connection';
import { endSpans, openSpans } from './gap-spans';
import type { Desk } from './desk-store';

interface GapWatchDeps {
  readonly ledger: GapLedger;
  readonly timeline: Timeline;
  readonly clock: Clock;
}

/** Notes the gaps of all connections of the desk for as long as each lives. */
export function watchGaps(desk: Desk, deps: GapWatchDeps): void {
  /** By what tells connections apart: one that only bears another name is the same. */
  const watched = new Map<number, () => void>();

  function follow(connections: readonly LiveConnection[]): void {
    const alive = new Set(connections.map(({ made }) => made));
    for (const [made, stop] of watched) {
      if (alive.has(made)) continue;
      stop();
      watched.delete(made);
    }
    for (const connection of connections) {
      const { made } = connection;
      if (!watched.has(made)) watched.set(made, watchConnection(connection, deps));
    }
  }

  follow(desk.store.getState().connections);
  desk.store.subscribe(({ connections }) => follow(connections));
}

/** Notes the gaps of one connection: from what was last heard to being live again, and what its bars show. */
export function watchConnection(
  connection: Pick<LiveConnection, 'id' | 'featureId' | 'status' | 'feature'> & {
    readonly view: Pick<AnyConnection, 'store'>;
  },
  deps: GapWatchDeps,
): () => void {
  const { ledger, timeline, clock } = deps;
  const { id, status, feature, view } = connection;
  let wasLive = false;
  let isAway = false;
  let bars: unknown = null;
  /** Of the gap that is open, or that has ended without anything heard since. */
  let spans: readonly GapSpan[] = [];

  function onStatus({ state }: SessionStatus): void {
    if (state.status === 'live') {
      wasLive = true;
      return end();
    }
    // Switched off is the person's wish; before the first time nothing was promised.
    if (state.status === 'off') {
      wasLive = false;
      end();
      ledger.seal(id);
    }
    if (!wasLive) return;
    wasLive = false;
    isAway = true;
    ledger.open(id, causeOf(state), sinceMs(status.getState(), clock.now()));
    tell(ledger.store.getState().gaps.findLast(isOpen));
    place(openSpans(feature, view.store.getState()));
  }

  function end(): void {
    isAway = false;
    tell(ledger.close(id, clock.now()));
  }

  function isOpen({ connectionId, kind, toMs }: Gap): boolean {
    return connectionId === id && kind === 'connection' && toMs === null;
  }

  /** One row for a gap: at once, and anew when it is over. */
  function tell(gap: Gap | null | undefined): void {
    if (gap) timeline.replace(entryOf(gap, connection, timeline, clock.now()));
  }

  function place(next: readonly GapSpan[]): void {
    if (next === spans) return;
    spans = next;
    ledger.place(id, spans);
  }

  function onView(): void {
    const state: unknown = view.store.getState();
    if (status.getState().state.status === 'live') place(endSpans(spans, feature, state));
    // What was heard before the cut may still be on its way to the view.
    else if (isAway) place(openSpans(feature, state));
    noteBars();
  }

  function noteBars(): void {
    const series = feature.bars?.(view.store.getState() as never) ?? [];
    if (series === bars) return;
    bars = series;
    ledger.bars(
      id,
      series.flatMap((one) =>
        one.bands
          .filter(({ kind }) => kind === 'gap')
          .map((band) => ({
            id: `${one.id}/${band.id}`,
            cause: band.label,
            fromMs: band.fromSec * 1000,
            toMs: band.toSec === null ? null : band.toSec * 1000,
          })),
      ),
    );
  }

  onStatus(status.getState());
  const undo = [status.subscribe(onStatus)];
  if (feature.bars || feature.equity) {
    onView();
    undo.push(view.store.subscribe(onView));
  }
  return () => undo.forEach((stop) => stop());
}

/** A server that says goodbye has sent everything; without a goodbye only the last frame proves that the socket was well. */
function sinceMs({ lastFrameAtMs, lastCloseCode, state }: SessionStatus, nowMs: number): number {
  const said = state.status === 'waiting' && state.cause.includes(`(${lastCloseCode})`);
  return said && lastCloseCode !== 1006 ? nowMs : (lastFrameAtMs ?? nowMs);
}

function causeOf(state: SessionStatus['state']): string {
  if (state.status === 'waiting') return state.cause;
  return state.status === 'refused' ? state.reason : 'connection lost';
}

/** A gap as a row of the feed, behind whatever its wire has told so far: a wire's clock need not be ours. */
function entryOf(
  gap: Gap,
  { id, featureId }: Pick<LiveConnection, 'id' | 'featureId'>,
  timeline: Timeline,
  nowMs: number,
): TimelineEntry {
  const { entries } = timeline.store.getState();
  const last = entries.findLast(({ connectionId }) => connectionId === id);
  return {
    id: gap.id,
    key: gap.id,
    connectionId: id,
    featureId,
    atMs: Math.max(nowMs, last?.atMs ?? 0),
    receivedAtMs: nowMs,
    kind: 'gap',
    ...wordsOf(gap),
    symbol: null,
    refs: {},
    origin: 'live',
    frameId: 0,
  };
}

function wordsOf({
  fromMs,
  toMs,
  cause,
}: Gap): Pick<TimelineEntry, 'severity' | 'title' | 'detail'> {
  if (toMs === null) {
    return {
      severity: 'warning',
      title: `No longer live: ${cause}`,
      detail: 'What happens from now on is missing here until the connection is back.',
    };
  }
  return {
    severity: 'notice',
    title: `Messages of ${formatDuration(toMs - fromMs)} may be missing: ${cause}`,
    detail: 'What REST could bring back is in the list of gaps.',
  };
}
