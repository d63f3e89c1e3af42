import { selectStatus, type AgentFacts } from './agent';
import type { Act, Command } from './commands';
import type { State } from './state';
import { canonicalRule } from './units';

/** What must be observed for an act to have taken effect. */
export type Wanted =
  | { readonly kind: 'status'; readonly is: string }
  | { readonly kind: 'status-left'; readonly was: string }
  /** One more KILL entry in the journal: the kill switch has no event and no status of its own. */
  | { readonly kind: 'kill-entry'; readonly before: number }
  /** Fractions and a count, as `/risk/objectives` gives them. */
  | { readonly kind: 'limits'; readonly limits: Readonly<Record<string, number>> }
  | { readonly kind: 'watchlist'; readonly pairs: readonly string[] };

export function wantedOf(act: Act, state: Pick<State, 'journal'>): Wanted {
  switch (act.kind) {
    case 'promote':
    case 'force-promote':
      return { kind: 'status', is: 'LIVE' };
    case 'demote':
      return { kind: 'status-left', was: 'LIVE' };
    case 'reapprove':
      return { kind: 'status-left', was: 'DEMOTED' };
    case 'kill':
      return { kind: 'kill-entry', before: killsIn(state) };
    case 'config': {
      const { max_drawdown_pct, daily_drawdown_pct, max_consecutive_losses } = act.config;
      return {
        kind: 'limits',
        limits: {
          max_drawdown: max_drawdown_pct / 100,
          daily_drawdown: daily_drawdown_pct / 100,
          consecutive_losses: max_consecutive_losses,
        },
      };
    }
    case 'watchlist':
      return { kind: 'watchlist', pairs: act.pairs };
  }
}

type Observable = AgentFacts & Pick<State, 'journal' | 'objectives' | 'watchlist'>;

/** Whether the agent has been seen to be as asked for since the command was sent. */
export function agreesWith(
  { wanted, sentAtMs }: Pick<Command, 'wanted' | 'sentAtMs'>,
  state: Observable,
): boolean {
  switch (wanted.kind) {
    case 'status':
      return statusesSince(state, sentAtMs).includes(wanted.is);
    case 'status-left':
      return statusesSince(state, sentAtMs).some((status) => status !== wanted.was);
    case 'kill-entry':
      return killsIn(state) > wanted.before;
    case 'limits':
      return isSince(state.objectives, sentAtMs) && hasLimits(state, wanted.limits);
    case 'watchlist':
      return (
        isSince(state.watchlist, sentAtMs) &&
        sorted(state.watchlist?.value ?? []) === sorted(wanted.pairs)
      );
  }
}

/** The statuses that the agent was heard to have since a time of our clock. */
function statusesSince({ agent, transitions }: AgentFacts, sinceMs: number): readonly string[] {
  const told = transitions.filter(({ receivedAtMs }) => receivedAtMs >= sinceMs);
  const read = agent && agent.receivedAtMs >= sinceMs ? [agent.status] : [];
  return [...told.map(({ to }) => to), ...read];
}

function isSince(reading: { readonly receivedAtMs: number } | null, sinceMs: number): boolean {
  return reading !== null && reading.receivedAtMs >= sinceMs;
}

const LIMIT_AGREEMENT = 1e-6;

function hasLimits({ objectives }: Observable, limits: Readonly<Record<string, number>>): boolean {
  return (objectives?.value ?? []).every(({ rule, limit }) => {
    const wanted = limits[canonicalRule(rule)];
    return (
      wanted === undefined ||
      (typeof limit === 'number' && Math.abs(limit - wanted) < LIMIT_AGREEMENT)
    );
  });
}

function killsIn({ journal }: Pick<State, 'journal'>): number {
  return journal.filter(({ type, tags }) => type === 'KILL' || tags.includes('KILL')).length;
}

/** Whether the journal tells that the signing session was revoked. Restoring it is not told. */
export function isKilled(state: Pick<State, 'journal'>): boolean {
  return killsIn(state) > 0;
}

function sorted(pairs: readonly string[]): string {
  return [...pairs].sort().join();
}

/** How what was asked for stands to what is observed. */
export type Agreement =
  /** The backend refused, so nothing is expected. */
  | { readonly kind: 'not-done' }
  | { readonly kind: 'agree'; readonly seenAtMs: number }
  /** Too early to tell. */
  | { readonly kind: 'pending' }
  /** Accepted, and yet the agent is not as asked for. */
  | { readonly kind: 'contradiction'; readonly observed: string }
  /** Nobody knows whether it was carried out, and there is no sign of it. */
  | { readonly kind: 'no-sign'; readonly observed: string };

/** The last reading that `sendAct` asks for has then been answered or has failed. */
const SETTLED_MS = 15_000;

/** Sets a command against what the agent is seen to be. `nowMs` by our clock. */
export function agreementOf(command: Command, state: Observable, nowMs: number): Agreement {
  const { answer, seenAtMs } = command;
  if (answer.kind === 'refused' || answer.kind === 'not-sent') return { kind: 'not-done' };
  if (seenAtMs !== null) return { kind: 'agree', seenAtMs };
  if (answer.kind === 'sending' || nowMs - answer.atMs < SETTLED_MS) return { kind: 'pending' };
  const observed = observedWords(command, state, answer.atMs);
  if (observed === null) return { kind: 'pending' };
  return { kind: answer.kind === 'accepted' ? 'contradiction' : 'no-sign', observed };
}

/** What is observed instead; null: nothing has been read since the backend answered. */
function observedWords(
  { wanted }: Command,
  state: Observable,
  answeredAtMs: number,
): string | null {
  switch (wanted.kind) {
    case 'status':
    case 'status-left':
      return isSince(state.agent, answeredAtMs) ? `status ${selectStatus(state) ?? '?'}` : null;
    case 'kill-entry':
      return isSince(state.agent, answeredAtMs) ? 'no KILL entry in the journal' : null;
    case 'limits':
      return isSince(state.objectives, answeredAtMs) ? 'other limits in /risk/objectives' : null;
    case 'watchlist':
      return isSince(state.watchlist, answeredAtMs)
        ? `watchlist ${state.watchlist?.value.join(', ')}`
        : null;
  }
}
