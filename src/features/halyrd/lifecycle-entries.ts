import type { Received } from '~/session/wire';
import type { EntryDraft, Severity } from '~/timeline/entry';
import { agentReadOf, selectStatus } from './agent';
import {
  directionOf,
  ECHO_WINDOW_MS,
  type Direction,
  type LifecycleFact,
  type LifecycleMessage,
} from './lifecycle';
import type { AgentRow } from './schema';
import type { State } from './state';
import { ruleLabel } from './units';

const LIFECYCLE_SEVERITY: Record<Direction, Severity> = {
  up: 'warning',
  down: 'critical',
  level: 'notice',
};

/** A transition as the stream tells it. */
export function lifecycleEntry(
  message: LifecycleMessage,
  fact: LifecycleFact,
  before: State,
): EntryDraft {
  const direction = directionOf(fact);
  const { demotion, txHash } = fact;
  return {
    ...lifecycleKeys(direction, fact.key, fact.atMs, before),
    atMs: fact.atMs,
    kind: 'status',
    severity: LIFECYCLE_SEVERITY[direction],
    symbol: null,
    title: lifecycleTitle(message),
    detail: lifecycleDetail(message, fact),
    refs: {},
    facts: [
      ...(demotion ? [{ label: 'Rule', value: demotion.rule }] : []),
      ...(demotion ? [{ label: 'Scope', value: demotion.scope }] : []),
      ...(txHash === null ? [] : [{ label: 'First transaction', value: txHash }]),
    ],
  };
}

/** A transition that the stream did not tell: the agent is found in another status than before. */
export function statusReadEntries(
  row: AgentRow,
  { receivedAtMs, frameId }: Received<unknown>,
  before: State,
): readonly EntryDraft[] {
  const from = selectStatus(before);
  const to = selectStatus({ ...before, agent: agentReadOf(row, receivedAtMs, frameId) });
  if (from === null || to === null || from === to) return [];
  const direction = directionOf({ half: 'status', from, to });
  return [
    {
      ...lifecycleKeys(direction, `found|${from}|${to}|${receivedAtMs}`, receivedAtMs, before),
      atMs: receivedAtMs,
      kind: 'status',
      severity: LIFECYCLE_SEVERITY[direction],
      symbol: null,
      title: `Agent status: ${from} → ${to}`,
      detail: 'Found over REST; the transition itself was not received.',
      refs: {},
    },
  ];
}

function lifecycleTitle(message: LifecycleMessage): string {
  switch (message.event) {
    case 'status_change':
      return `Agent status: ${message.from} → ${message.to}`;
    case 'promotion':
      return 'Agent promoted to LIVE';
    case 'demotion':
      return `Agent demoted from LIVE: ${ruleLabel(message.rule)} breached`;
  }
}

function lifecycleDetail({ event }: LifecycleMessage, { demotion }: LifecycleFact): string | null {
  if (demotion) return relockWords(demotion.scope, demotion.relockText);
  return event === 'promotion' ? 'A live agent trades real money, unless this is a demo.' : null;
}

function relockWords(scope: string, relockText: string | null): string {
  if (scope === 'max' || relockText === null)
    return 'No time lock: stays locked until you approve again.';
  return `Promotion is locked until ${relockText}.`;
}

/**
 * The keys of a promotion or demotion, which it shares with its echo (trap T5). When the twin is in the state already its own
 * key is taken; of two halves in one batch neither knows the other, so each also answers to the spans beside its own.
 */
function lifecycleKeys(
  direction: Direction,
  ownKey: string,
  atMs: number,
  before: State,
): Pick<EntryDraft, 'key' | 'aliases'> {
  if (direction === 'level') return { key: ownKey };
  const twin = before.transitions.findLast(
    (transition) =>
      transition.direction === direction && Math.abs(transition.atMs - atMs) <= ECHO_WINDOW_MS,
  );
  const span = Math.floor((twin?.anchorMs ?? atMs) / ECHO_WINDOW_MS);
  const [key, ...aliases] = [span, span - 1, span + 1].map(
    (each) => `lifecycle|${direction}|${each}`,
  );
  return { key: key!, aliases };
}
