import type { StoreApi } from 'zustand/vanilla';
import type { AnyFeature } from '~/feature';
import { decode } from '~/session/decode';
import type { DoorSink } from '~/session/door';
import type { Received, Verdict } from '~/session/wire';
import type { TimelineEntry } from '~/timeline/entry';
import type { ConnectionDeps } from './connection';
import { missedDuring } from './missed';

interface SinkOwner {
  readonly id: string;
  readonly isDemo: boolean;
  /** Nothing is taken in any more. */
  isOver(): boolean;
}

/** Where the door puts what it let in for a connection: its store, the timeline, the clocks, the list of gaps. */
export function createSink(
  feature: AnyFeature,
  wire: ReturnType<AnyFeature['wire']>,
  own: SinkOwner,
  store: StoreApi<object>,
  deps: Pick<ConnectionDeps, 'recorder' | 'timeline' | 'gaps' | 'clocks' | 'clock'>,
): DoorSink<unknown> {
  const { id: connectionId, isDemo } = own;

  // Another connection may have taken over the id.
  function judged(frameId: number, verdict: Verdict): void {
    if (!own.isOver()) deps.recorder.judge(connectionId, frameId, verdict);
  }

  function fold(batch: readonly Received<unknown>[]): void {
    const before = store.getState();
    const entries: TimelineEntry[] = [];
    let next = before;
    for (const part of partsOf(batch)) {
      for (const received of part) entries.push(...entriesOf(received, next));
      const last = part.at(-1);
      if (last) compareClocks(last, next);
      next = feature.apply(next, part) as object;
    }
    if (next !== before) store.setState(next, true);
    if (entries.length === 0) return;
    // What we say ourselves of an answer is nothing that was missed.
    const late = deps.timeline
      .add(withMissed(entries))
      .filter(({ origin, kind }) => origin === 'backfill' && kind !== 'system');
    deps.gaps?.recovered(connectionId, late.length);
  }

  function withMissed(entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
    const isLate = entries.some(({ origin, rank }) => origin === 'backfill' || rank !== undefined);
    if (!deps.gaps || !isLate) return entries;
    const gaps = deps.gaps.store.getState().gaps.filter((gap) => gap.connectionId === connectionId);
    const serverAt = (ourMs: number) =>
      deps.clocks?.serverNow({ connectionId, isDemo }, ourMs)?.atMs ?? null;
    const isMissed = missedDuring(gaps, serverAt, deps.clock.now());
    return entries.map((entry) => (isMissed(entry) ? { ...entry, wasMissed: true } : entry));
  }

  function compareClocks(received: Received<unknown>, before: object): void {
    const { origin, source, receivedAtMs } = received;
    if (origin !== 'live' || source.channel !== 'socket') return;
    const serverMs = feature.serverTimeMs?.(received, before) ?? null;
    if (serverMs !== null) deps.clocks?.heard({ connectionId, serverMs, receivedAtMs, isDemo });
  }

  function entriesOf(received: Received<unknown>, before: object): TimelineEntry[] {
    return feature.describe(received, before).map((draft) => ({
      ...draft,
      id: `${connectionId}/${draft.key}`,
      connectionId,
      featureId: feature.id,
      receivedAtMs: received.receivedAtMs,
      origin: received.origin,
      frameId: received.frameId,
    }));
  }

  return {
    decode: (frame) => decode(wire, frame.text, frame.source),
    judged,
    commit(batch) {
      if (own.isOver()) return;
      try {
        fold(batch);
      } catch {
        // One message that our own fold cannot take must not cost the others: go one by one and admit the culprit.
        for (const received of batch) {
          try {
            fold([received]);
          } catch (error) {
            const detail = error instanceof Error ? error.message : 'unknown fault';
            judged(received.frameId, { kind: 'fault', type: 'fold', detail });
          }
        }
      }
    },
  };
}

/**
 * A batch as it is folded: one by one while that is cheap, so that each message is described against the state just ahead
 * of it; as a whole under load, where a copy of the lists per message would cost more than the difference is worth.
 */
function partsOf(batch: readonly Received<unknown>[]): readonly (readonly Received<unknown>[])[] {
  return batch.length <= EXACT_BATCH ? batch.map((received) => [received]) : [batch];
}

const EXACT_BATCH = 16;
