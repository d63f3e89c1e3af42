import { parseTimeMs } from '~/lib/time';
import { mergeSorted } from '~/lib/sorted-list';
import type { Received } from '~/session/wire';
import { momentOf } from './moment';
import type { DemotionMessage, PromotionMessage, StatusMessage } from './schema';

/** A promotion or demotion and its echo lie within this time of each other, in either order (trap T5). */
export const ECHO_WINDOW_MS = 10_000;
const FACT_LIMIT = 500;

/** Why and how long live trading is off. */
export interface Demotion {
  readonly rule: string;
  /** `daily` or `max`; others verbatim. */
  readonly scope: string;
  /** Unix milliseconds; null: no time lock, which is not "unlocked" (trap T8). */
  readonly relockUntilMs: number | null;
  /** As sent, in case it cannot be read as a time. */
  readonly relockText: string | null;
}

/** One lifecycle frame. */
export interface LifecycleFact {
  readonly key: string;
  readonly half: 'status' | 'promotion' | 'demotion';
  readonly atMs: number;
  readonly receivedAtMs: number;
  readonly frameId: number;
  readonly from: string | null;
  readonly to: string;
  readonly demotion: Demotion | null;
  readonly txHash: string | null;
}

/** One transition as a person sees it: a promotion or demotion together with its echo, or a status change alone. */
export interface Transition {
  readonly key: string;
  readonly atMs: number;
  /** Server time of the half that reached us first; names the transition's timeline entry. */
  readonly anchorMs: number;
  /** When we last heard of it. */
  readonly receivedAtMs: number;
  readonly direction: Direction;
  readonly from: string | null;
  readonly to: string;
  readonly cause: 'promotion' | 'demotion' | null;
  /** Whether the `status_change` was seen too. */
  readonly confirmed: boolean;
  readonly demotion: Demotion | null;
  readonly txHash: string | null;
}

/** Into live trading, out of it, or neither. */
export type Direction = 'up' | 'down' | 'level';

export type LifecycleMessage = StatusMessage | PromotionMessage | DemotionMessage;

/** The fact that a lifecycle message states. Keys: halyrd.md section 6. */
export function factOf(message: LifecycleMessage, received: Received<unknown>): LifecycleFact {
  const { receivedAtMs, frameId } = received;
  const base = { atMs: momentOf(message.ts, receivedAtMs).atMs, receivedAtMs, frameId };
  switch (message.event) {
    case 'status_change':
      return {
        ...base,
        key: `status|${message.ts}|${message.from}|${message.to}`,
        half: 'status',
        from: message.from,
        to: message.to,
        demotion: null,
        txHash: null,
      };
    case 'promotion':
      return {
        ...base,
        key: `promotion|${message.first_tx_hash ?? message.ts}`,
        half: 'promotion',
        from: null,
        to: 'LIVE',
        demotion: null,
        txHash: message.first_tx_hash ?? null,
      };
    case 'demotion':
      return {
        ...base,
        key: `demotion|${message.ts}|${message.rule}`,
        half: 'demotion',
        from: 'LIVE',
        to: 'DEMOTED',
        demotion: demotionOf(message),
        txHash: null,
      };
  }
}

function demotionOf(message: DemotionMessage): Demotion {
  const relockText = message.relock_until ?? null;
  return {
    rule: message.rule,
    scope: message.scope,
    relockUntilMs: parseTimeMs(relockText),
    relockText,
  };
}

/** Adds facts; the same fact again changes nothing. */
export function mergeFacts(
  facts: readonly LifecycleFact[],
  incoming: readonly LifecycleFact[],
): readonly LifecycleFact[] {
  return mergeSorted(facts, incoming, {
    position: (fact) => fact.atMs,
    key: (fact) => fact.key,
    limit: FACT_LIMIT,
    replaces: () => false,
  });
}

/** Which way a fact moves the agent. */
export function directionOf(fact: Pick<LifecycleFact, 'half' | 'from' | 'to'>): Direction {
  if (fact.half === 'promotion' || fact.to === 'LIVE') return 'up';
  if (fact.half === 'demotion' || fact.from === 'LIVE' || fact.to === 'DEMOTED') return 'down';
  return 'level';
}

/** Folds each promotion or demotion and its echo into one transition. Facts ascend by time, so do transitions. */
export function pairTransitions(facts: readonly LifecycleFact[]): readonly Transition[] {
  const transitions: { value: Transition; first: LifecycleFact; lastAtMs: number }[] = [];
  for (const fact of facts) {
    const twin = transitions.findLast(
      ({ value, lastAtMs }) => fact.atMs - lastAtMs <= ECHO_WINDOW_MS && completes(fact, value),
    );
    if (!twin) {
      transitions.push({ value: transitionOf(fact), first: fact, lastAtMs: fact.atMs });
      continue;
    }
    const isFirst = arrivedBefore(fact, twin.first);
    if (isFirst) twin.first = fact;
    twin.value = { ...joined(twin.value, fact), anchorMs: twin.first.atMs };
    twin.lastAtMs = fact.atMs;
  }
  return transitions.map(({ value }) => value);
}

function transitionOf(fact: LifecycleFact): Transition {
  return {
    key: fact.key,
    atMs: fact.atMs,
    anchorMs: fact.atMs,
    receivedAtMs: fact.receivedAtMs,
    direction: directionOf(fact),
    from: fact.from,
    to: fact.to,
    cause: fact.half === 'status' ? null : fact.half,
    confirmed: fact.half === 'status',
    demotion: fact.demotion,
    txHash: fact.txHash,
  };
}

/** Whether the fact is the half that the transition lacks. */
function completes(fact: LifecycleFact, transition: Transition): boolean {
  const direction = directionOf(fact);
  if (direction === 'level' || direction !== transition.direction) return false;
  if (fact.half === 'status') return !transition.confirmed;
  if (transition.cause === null) return true;
  // The same promotion told again once its first transaction is known.
  return fact.half === 'promotion' && (fact.txHash === null || transition.txHash === null);
}

/** `status_change` is the one to trust for the status reached (trap T9). */
function joined(transition: Transition, fact: LifecycleFact): Transition {
  const receivedAtMs = Math.max(transition.receivedAtMs, fact.receivedAtMs);
  return fact.half === 'status'
    ? { ...transition, receivedAtMs, from: fact.from, to: fact.to, confirmed: true }
    : {
        ...transition,
        receivedAtMs,
        cause: fact.half,
        demotion: fact.demotion ?? transition.demotion,
        txHash: fact.txHash ?? transition.txHash,
      };
}

function arrivedBefore(a: LifecycleFact, b: LifecycleFact): boolean {
  return a.receivedAtMs === b.receivedAtMs
    ? a.frameId < b.frameId
    : a.receivedAtMs < b.receivedAtMs;
}
