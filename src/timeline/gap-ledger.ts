import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Gap, GapSpan } from './gap';

export interface GapLedgerState {
  /** Oldest first. */
  readonly gaps: readonly Gap[];
  /** Oldest gaps that made room. */
  readonly dropped: number;
}

/** A gap of bars as the wire shows it now. */
export interface BarGap {
  readonly id: string;
  readonly cause: string;
  readonly fromMs: number;
  readonly toMs: number | null;
}

/** Every interval in which something was or may have been lost, per connection. It only grows, but for its bound. */
export interface GapLedger {
  readonly store: StoreApi<GapLedgerState>;
  /** Nobody listens any more since `fromMs`. One gap is open per connection; while it is, only its cause is completed. */
  open(connectionId: string, cause: string, fromMs: number): void;
  /** Somebody listens again. Gives the gap that this ends, null when none was open. */
  close(connectionId: string, toMs: number): Gap | null;
  /** So many more messages that had been missed came in by REST: they are put down to the newest gap. */
  recovered(connectionId: string, count: number): void;
  /** A feature knows better: the newest gap's figures and how they are known. */
  judge(
    connectionId: string,
    verdict: Partial<Pick<Gap, 'recovered' | 'unrecoverable' | 'evidence'>>,
  ): void;
  /** Where the newest gap lies in the connection's series. */
  place(connectionId: string, spans: readonly GapSpan[]): void;
  /** What comes in or is judged from now on is no matter of the gaps so far: a person switched the connection off. */
  seal(connectionId: string): void;
  /** The gaps that a wire's bars show now; those it no longer shows have been filled. */
  bars(connectionId: string, shown: readonly BarGap[]): void;
  /** Forgets a removed connection. */
  forget(connectionId: string): void;
  /** Takes the gaps of a connection that is switched off out of sight, until `takeUp`. */
  setAside(connectionId: string): void;
  /** Brings back what was set aside of it. */
  takeUp(connectionId: string): void;
}

/** What all gaps of some connections come to. */
export interface GapTotals {
  readonly count: number;
  readonly openCount: number;
  /** Time without anybody listening; the gaps of bars are not time of ours. */
  readonly awayMs: number;
  readonly recovered: number;
  readonly unrecoverable: number;
  /** Gaps of which it is not known whether anything was lost for good. */
  readonly unknown: number;
}

const DEFAULT_LIMIT = 1_000;
const MAY = 'no socket was live: messages may have been sent meanwhile';
const SKIPPED = 'the wire’s own numbering skips these';
const FILLED = 'the wire’s own numbering skipped these; they came later';

export function createGapLedger(limit = DEFAULT_LIMIT): GapLedger {
  const store = createStore<GapLedgerState>(() => ({ gaps: [], dropped: 0 }));
  /** Connections whose newest gap is a closed matter. */
  const sealed = new Set<string>();
  const aside = new Map<string, readonly Gap[]>();
  let made = 0;

  function add(gaps: readonly Gap[]): void {
    store.setState((state) => {
      const all = [...state.gaps, ...gaps];
      const over = Math.max(0, all.length - limit);
      return { gaps: all.slice(over), dropped: state.dropped + over };
    });
  }

  function change(id: string, by: Partial<Gap>): void {
    store.setState((state) => ({
      gaps: state.gaps.map((gap) => (gap.id === id ? { ...gap, ...by } : gap)),
    }));
  }

  function newest(connectionId: string): Gap | undefined {
    return store
      .getState()
      .gaps.findLast((gap) => gap.connectionId === connectionId && gap.kind === 'connection');
  }

  function judgeable(connectionId: string): Gap | undefined {
    return sealed.has(connectionId) ? undefined : newest(connectionId);
  }

  /** Gives what it takes away. */
  function takeAway(connectionId: string): readonly Gap[] {
    const { gaps } = store.getState();
    const own = gaps.filter((gap) => gap.connectionId === connectionId);
    if (own.length > 0)
      store.setState({ gaps: gaps.filter((gap) => gap.connectionId !== connectionId) });
    return own;
  }

  return {
    store,
    open(connectionId, cause, fromMs) {
      const last = newest(connectionId);
      if (last && last.toMs === null) return;
      sealed.delete(connectionId);
      made += 1;
      add([
        {
          id: `${connectionId}/gap-${made}`,
          connectionId,
          kind: 'connection',
          cause,
          // The gap before this one has been closed by then, whatever the clock says.
          fromMs: Math.max(fromMs, last?.toMs ?? 0),
          toMs: null,
          recovered: null,
          unrecoverable: null,
          evidence: MAY,
        },
      ]);
    },
    close(connectionId, toMs) {
      const last = newest(connectionId);
      if (!last || last.toMs !== null) return null;
      const closed = { ...last, toMs: Math.max(toMs, last.fromMs) };
      change(last.id, closed);
      return closed;
    },
    recovered(connectionId, count) {
      const last = judgeable(connectionId);
      if (!last || count <= 0) return;
      change(last.id, {
        recovered: (last.recovered ?? 0) + count,
        evidence: 'REST brought what had not been seen',
      });
    },
    judge(connectionId, verdict) {
      const last = judgeable(connectionId);
      if (last) change(last.id, verdict);
    },
    place(connectionId, spans) {
      const last = newest(connectionId);
      if (last) change(last.id, { spans });
    },
    seal: (connectionId) => void sealed.add(connectionId),
    bars(connectionId, shown) {
      const known = store
        .getState()
        .gaps.filter((gap) => gap.connectionId === connectionId && gap.kind === 'bars');
      const fresh = shown.filter(({ id }) => !known.some((gap) => gap.id === nameOf(id)));
      if (fresh.length > 0) add(fresh.map(asGap));
      const shownIds = new Set(shown.map(({ id }) => nameOf(id)));
      for (const gap of known) {
        const evidence = shownIds.has(gap.id) ? SKIPPED : FILLED;
        if (gap.evidence !== evidence) change(gap.id, { evidence });
      }

      function nameOf(id: string): string {
        return `${connectionId}/bars/${id}`;
      }

      function asGap({ id, cause, fromMs, toMs }: BarGap): Gap {
        return {
          id: nameOf(id),
          connectionId,
          kind: 'bars',
          cause,
          fromMs,
          toMs,
          recovered: null,
          unrecoverable: null,
          evidence: SKIPPED,
        };
      }
    },
    forget(connectionId) {
      sealed.delete(connectionId);
      aside.delete(connectionId);
      takeAway(connectionId);
    },
    setAside(connectionId) {
      const own = takeAway(connectionId);
      if (own.length > 0) aside.set(connectionId, own);
    },
    takeUp(connectionId) {
      const own = aside.get(connectionId);
      if (!own) return;
      aside.delete(connectionId);
      store.setState(({ gaps }) => ({
        gaps: [...gaps, ...own].sort((a, b) => a.fromMs - b.fromMs),
      }));
    },
  };
}

/** Adds gaps up; an open one counts until `nowMs`. */
export function totalsOf(gaps: readonly Gap[], nowMs: number): GapTotals {
  const away = gaps.filter(({ kind }) => kind === 'connection');
  const sum = (value: (gap: Gap) => number) => gaps.reduce((total, gap) => total + value(gap), 0);
  return {
    count: gaps.length,
    openCount: away.filter(({ toMs }) => toMs === null).length,
    awayMs: away.reduce((total, { fromMs, toMs }) => total + ((toMs ?? nowMs) - fromMs), 0),
    recovered: sum((gap) => gap.recovered ?? 0),
    unrecoverable: sum((gap) => gap.unrecoverable ?? 0),
    unknown: gaps.filter((gap) => gap.unrecoverable === null && gap.evidence !== FILLED).length,
  };
}
