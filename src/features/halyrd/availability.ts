import { selectLock, selectMoney, selectStatus, type AgentFacts } from './agent';
import type { ActionKind } from './endpoints';
import type { State } from './state';
import { selectPhaseAt } from './store';
import type { Fill } from './trades';
import { ruleLabel } from './units';

/** Why an action cannot be taken now, in words; null: it can. The server's status decides, never a countdown (T8). */
export function blockedReason(kind: ActionKind, facts: AgentFacts): string | null {
  const status = selectStatus(facts);
  switch (kind) {
    // Stopping and configuring must not depend on what we believe the status to be.
    case 'kill':
    case 'config':
    case 'watchlist':
      return null;
    case 'promote':
      return promoteReason(status, facts);
    case 'force-promote':
      if (status === 'ELIGIBLE') return 'Eligible: no force is needed.';
      // Evaluation is advisory, so a missing eligibility is no obstacle here (trap T20).
      return status === 'PAPER' ? null : promoteReason(status, facts);
    case 'demote':
      if (status === null) return NOT_KNOWN;
      return isOther(status) || status === 'LIVE' ? null : `Only a LIVE agent; it is ${status}.`;
    case 'reapprove':
      return reapproveReason(status, facts);
  }
}

const NOT_KNOWN = 'The status of the agent is not known yet.';

const STATUSES = new Set(['PAPER', 'ELIGIBLE', 'LIVE', 'DEMOTED']);

/** A status that we do not know: the backend has to decide. */
function isOther(status: string): boolean {
  return !STATUSES.has(status);
}

function promoteReason(status: string | null, facts: AgentFacts): string | null {
  switch (status) {
    case null:
      return NOT_KNOWN;
    case 'LIVE':
      return 'It is LIVE already.';
    case 'PAPER':
      return 'Not eligible yet.';
    case 'DEMOTED':
      return selectLock(facts).kind === 'timed'
        ? 'Locked after its demotion; the agent itself ends the lock.'
        : 'Locked after its demotion: re-approve it first.';
    default:
      return null;
  }
}

function reapproveReason(status: string | null, facts: AgentFacts): string | null {
  if (status === null) return NOT_KNOWN;
  if (isOther(status)) return null;
  if (status !== 'DEMOTED') return `Only a DEMOTED agent; it is ${status}.`;
  const lock = selectLock(facts);
  return lock.kind === 'timed'
    ? `The lock of the ${ruleLabel(lock.demotion.rule)} rule ends by itself at its time.`
    : null;
}

/** Whether the agent holds live positions, as far as the trades seen on the stream tell. */
export type LivePositions =
  | { readonly kind: 'open'; readonly pairs: readonly string[] }
  /** The last live trade of each pair that had one was a sale. */
  | { readonly kind: 'closed'; readonly pairs: readonly string[] }
  /** No live trade was seen, or a purchase that may have been live. */
  | { readonly kind: 'not-known' };

type TradeFacts = Pick<State, 'fills' | 'samples' | 'transitions'>;

/** Live positions that the agent may still hold, and could not close after the kill switch (trap T19). */
export function livePositions(facts: TradeFacts): LivePositions {
  const lastLive = new Map<string, Fill>();
  const unsure = new Set<string>();
  for (const fill of facts.fills.toReversed()) {
    if (lastLive.has(fill.pair)) continue;
    const phase = phaseOf(fill, facts);
    if (phase === 'live') lastLive.set(fill.pair, fill);
    else if (phase !== 'paper' && fill.side !== 'sell') unsure.add(fill.pair);
  }
  const last = [...lastLive.values()];
  const pairsOf = (side: string) =>
    last.filter((fill) => fill.side === side).map(({ pair }) => pair);
  const open = pairsOf('buy');
  if (open.length > 0) return { kind: 'open', pairs: open };
  const closed = pairsOf('sell');
  return unsure.size > 0 || closed.length === 0 || closed.length < last.length
    ? { kind: 'not-known' }
    : { kind: 'closed', pairs: closed };
}

/** The phase of a trade. Where it carries none, a promotion may be newer than the snapshot; the dearer one is assumed. */
function phaseOf(fill: Fill, { samples, transitions }: TradeFacts): string | null {
  const { phase, derived } = selectPhaseAt(samples, fill);
  if (!derived) return phase;
  return transitions.findLast(({ atMs }) => atMs <= fill.atMs)?.to === 'LIVE' ? 'live' : phase;
}

/** What a new configuration version ends, in words (trap T27). */
export function lostWords({ evaluation }: Pick<State, 'evaluation'>): string {
  const report = evaluation?.value;
  const days = report?.window_days_elapsed;
  const trades = report?.closed_trades;
  if (typeof days !== 'number' || typeof trades !== 'number') {
    return 'How far the evaluation is, is not known; whatever it has gathered is lost.';
  }
  const ofDays = report?.eval_window_days ? ` of ${report.eval_window_days}` : '';
  const ofTrades = report?.trade_floor ? ` of ${report.trade_floor}` : '';
  return `Lost: ${days}${ofDays} days of the evaluation window and ${trades}${ofTrades} closed trades.`;
}

/** Whether real money is at stake, for dialogs. */
export function stakeWords(facts: AgentFacts): string {
  return STAKES[selectMoney(facts) ?? 'unknown'];
}

const STAKES = {
  live: 'The agent is trading real money now.',
  paper: 'The agent is trading on paper now.',
  unknown: 'Whether the agent is trading real money or on paper is not known.',
};
