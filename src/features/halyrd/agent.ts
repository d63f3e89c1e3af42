import { formatDuration } from '~/lib/format';
import { parseTimeMs } from '~/lib/time';
import type { Tone } from '~/ui/Badge';
import type { Demotion, Transition } from './lifecycle';
import type { AgentRow } from './schema';
import { ruleLabel } from './units';

/** The agent as REST last described it. */
export interface AgentRead {
  readonly id: string;
  readonly name: string | null;
  readonly status: string;
  readonly phase: string | null;
  readonly marketMode: string | null;
  /** The agent's own heartbeat by its clock, Unix milliseconds. */
  readonly lastHeartbeatMs: number | null;
  /** How old the heartbeat was when it was read, the difference of the clocks taken off. */
  readonly heartbeatAgeMs: number | null;
  readonly receivedAtMs: number;
  readonly frameId: number;
}

/** The stream's newest word on the execution phase. */
export interface PhaseWord {
  readonly phase: string;
  readonly receivedAtMs: number;
}

/** What the state must hold for the questions below. */
export interface AgentFacts {
  readonly agent: AgentRead | null;
  readonly phase: PhaseWord | null;
  readonly transitions: readonly Transition[];
}

/** `serverNowMs`: the server's time when the answer came. */
export function agentReadOf(
  row: AgentRow,
  receivedAtMs: number,
  frameId: number,
  serverNowMs = receivedAtMs,
): AgentRead {
  const lastHeartbeatMs = parseTimeMs(row.last_heartbeat);
  return {
    id: row.id,
    name: row.name ?? null,
    status: row.status,
    phase: row.phase ?? null,
    marketMode: row.market_mode ?? null,
    lastHeartbeatMs,
    heartbeatAgeMs: lastHeartbeatMs === null ? null : Math.max(0, serverNowMs - lastHeartbeatMs),
    receivedAtMs,
    frameId,
  };
}

/** A REST answer may have been under way while the agent changed; for this long it does not overrule the stream. */
const READ_RACE_MS = 10_000;

/**
 * The agent's status: the newer of the last transition and the last REST read. A read that reaches us right after a
 * transition but whose heartbeat is older than it was taken before it. Null: not known yet.
 */
export function selectStatus(facts: AgentFacts): string | null {
  const { agent } = facts;
  const last = facts.transitions.at(-1);
  if (!last) return agent?.status ?? null;
  return agent && agent.receivedAtMs >= last.receivedAtMs && !isRaced(facts)
    ? agent.status
    : last.to;
}

/** The execution phase by the newest word of stream or REST; null: not known yet. */
export function selectPhase(facts: AgentFacts): string | null {
  const { agent, phase } = facts;
  if (!phase || !agent?.phase) return phase?.phase ?? agent?.phase ?? null;
  return agent.receivedAtMs >= phase.receivedAtMs && !isRaced(facts) ? agent.phase : phase.phase;
}

/** Whether the last read was under way while the agent changed. */
function isRaced({ agent, transitions }: AgentFacts): boolean {
  const last = transitions.at(-1);
  return (
    !!last &&
    !!agent &&
    agent.receivedAtMs - last.receivedAtMs < READ_RACE_MS &&
    agent.lastHeartbeatMs !== null &&
    agent.lastHeartbeatMs < last.atMs
  );
}

/** Whether real money is at stake. When status and phase disagree the dearer one is assumed. */
export function selectMoney(facts: AgentFacts): 'live' | 'paper' | null {
  const status = selectStatus(facts);
  const phase = selectPhase(facts);
  if (status === 'LIVE' || phase === 'live') return 'live';
  return phase === 'paper' || (status !== null && Object.hasOwn(PAPER_STATUS, status))
    ? 'paper'
    : null;
}

const PAPER_STATUS = { PAPER: true, ELIGIBLE: true, DEMOTED: true };

/** What keeps the agent from live trading after a demotion (trap T8). */
export type Lock =
  | { readonly kind: 'none' }
  | { readonly kind: 'timed'; readonly untilMs: number; readonly demotion: Demotion }
  | { readonly kind: 'approval'; readonly demotion: Demotion }
  /** Demoted, but not by an event that we heard (or by hand): rule and end are not known. */
  | { readonly kind: 'unseen' };

const NO_LOCK: Lock = { kind: 'none' };

/**
 * The lock that the last demotion left. It ends with the server's word only (a later transition, or LIVE or ELIGIBLE
 * over REST), never by a countdown alone.
 */
export function selectLock(facts: AgentFacts): Lock {
  const status = selectStatus(facts);
  if (status === 'LIVE' || status === 'ELIGIBLE') return NO_LOCK;
  const demotion = standingDemotion(facts.transitions);
  if (!demotion) return status === 'DEMOTED' ? { kind: 'unseen' } : NO_LOCK;
  return demotion.scope !== 'max' && demotion.relockUntilMs !== null
    ? { kind: 'timed', untilMs: demotion.relockUntilMs, demotion }
    : { kind: 'approval', demotion };
}

/** The last demotion, unless the agent has moved on since. A late echo of the demotion is no moving on. */
function standingDemotion(transitions: readonly Transition[]): Demotion | null {
  for (let index = transitions.length - 1; index >= 0; index -= 1) {
    const { demotion, direction } = transitions[index]!;
    if (demotion) return demotion;
    if (direction !== 'down') return null;
  }
  return null;
}

/** A lock in words. `nowMs` is the server's present, Unix milliseconds. */
export function lockWords(lock: Lock, nowMs: number): string | null {
  switch (lock.kind) {
    case 'none':
      return null;
    case 'timed':
      return lock.untilMs > nowMs
        ? `Locked for ${formatDuration(lock.untilMs - nowMs)} more (${ruleLabel(lock.demotion.rule)}, ${lock.demotion.scope})`
        : 'Lock time is over; waiting for the agent to say so';
    case 'approval':
      return `${lock.demotion.relockText === null ? 'No time lock' : `Locked until ${lock.demotion.relockText}`}: needs your approval (${ruleLabel(lock.demotion.rule)}, ${lock.demotion.scope})`;
    case 'unseen':
      return 'Demoted. Which limit was broken, and until when live trading is locked, is not known here';
  }
}

const BADGES: Readonly<Record<string, { readonly label: string; readonly tone: Tone }>> = {
  PAPER: { label: 'Forward testing', tone: 'info' },
  ELIGIBLE: { label: 'Ready for live — your call', tone: 'good' },
  LIVE: { label: 'Live on BSC', tone: 'good' },
  DEMOTED: { label: 'Paper-trading — live paused', tone: 'warn' },
};

/** The label that the agent's own dashboard gives a status; a status we do not know verbatim. */
export function statusBadge(
  status: string,
  lock: Lock,
): { readonly label: string; readonly tone: Tone } {
  const badge = Object.hasOwn(BADGES, status) ? BADGES[status] : undefined;
  if (!badge) return { label: status, tone: 'neutral' };
  const rule = lock.kind === 'timed' || lock.kind === 'approval' ? lock.demotion.rule : null;
  return status === 'DEMOTED' && rule !== null
    ? { ...badge, label: `${badge.label}, ${ruleLabel(rule)} breached` }
    : badge;
}

const HEARTBEAT_FRESH_MS = 2 * 60_000;
const HEARTBEAT_LATE_MS = 5 * 60_000;

/** The agent is asked every 30 s, every 120 s while hidden; without an answer for longer the heartbeat ages on. */
const READ_OVERDUE_MS = 150_000;

/** Whether the agent itself is alive, and how old the newest heartbeat is that we know of. */
export interface Heartbeat {
  readonly state: 'fresh' | 'late' | 'stale';
  readonly ageMs: number;
}

/**
 * Judges the agent's heartbeat by its age when it was last read; it beats on between two reads. Thresholds are ours: the
 * cadence is not documented. Null: not known.
 */
export function selectHeartbeat(
  read: Pick<AgentRead, 'heartbeatAgeMs' | 'receivedAtMs'> | null,
  nowMs: number,
): Heartbeat | null {
  if (!read || read.heartbeatAgeMs === null) return null;
  const sinceReadMs = Math.max(0, nowMs - read.receivedAtMs);
  const ageMs = read.heartbeatAgeMs + sinceReadMs;
  const judgedMs = sinceReadMs > READ_OVERDUE_MS ? ageMs : read.heartbeatAgeMs;
  if (judgedMs <= HEARTBEAT_FRESH_MS) return { state: 'fresh', ageMs };
  return { state: judgedMs <= HEARTBEAT_LATE_MS ? 'late' : 'stale', ageMs };
}
