import { formatNumber } from '~/lib/format';
import type { Via } from '~/feature';
import type { SessionStatus } from '~/session/status';
import { PLAY_MODES, type Mode } from '~/ui/page-mode';
import { MAX_SUBMISSIONS, type Proposal } from './machine';
import type { RecentOrder } from './shared-memory';
import type { Binding } from '../binding';
import { isSameOrder, type Submission, type OrderTerms } from './submission';

/** What a person allows himself, so that a slip of the finger stays small. */
export interface Limits {
  /** USD. */
  readonly perOrder: number;
  /** USD within any 60 s. */
  readonly perMinute: number;
  readonly ordersPerMinute: number;
  /** How far on the wrong side of the market a limit price may be without a word being typed. */
  readonly percentOff: number;
}

export const defaultLimits: Limits = {
  perOrder: 10_000,
  perMinute: 50_000,
  ordersPerMinute: 10,
  percentOff: 10,
};

/** The lower one of each limit. */
export function strictest(a: Limits, b: Limits): Limits {
  return {
    perOrder: Math.min(a.perOrder, b.perOrder),
    perMinute: Math.min(a.perMinute, b.perMinute),
    ordersPerMinute: Math.min(a.ordersPerMinute, b.ordersPerMinute),
    percentOff: Math.min(a.percentOff, b.percentOff),
  };
}

/** The state of things at the moment of sending. */
export interface Circumstances {
  readonly nowMs: number;
  readonly status: SessionStatus;
  readonly via: Via;
  /** What the header says: DEMO, REPLAY, LIVE, PAPER. */
  readonly pageMode: Mode | null;
  readonly isFramed: boolean;
  readonly isLogKept: boolean;
  /** Orders of this tab that are not settled. */
  readonly unsettled: number;
  readonly limits: Limits;
  /** Orders sent within the last minute by any tab, this one included. */
  readonly recent: readonly RecentOrder[];
  /** The account whose orders this socket places where an order names none; null: each order names its own. */
  readonly binding: Binding | null;
}

const LIFE_WITHIN_MS = 40_000;
const ANSWERED_WITHIN_MS = 60_000;
/** Two tabs that show the same question are answered by the same person. */
const TWICE_WITHIN_MS = 5_000;

/** Why no order can be sent from here now, in words; null when one can. */
export function whyNoTrading(about: Circumstances): string | null {
  const { status, nowMs } = about;
  if (about.isFramed) return 'Vigil is shown inside another page; orders are off.';
  if (!about.isLogKept) {
    return 'This browser keeps no session storage, so an order could be lost in a reload; orders are off.';
  }
  if (about.unsettled >= MAX_SUBMISSIONS) {
    return `${about.unsettled} orders of this tab are not settled; no more can be watched.`;
  }
  if (about.via !== 'demo' && PLAY_MODES.has(about.pageMode)) {
    return `The page is in ${about.pageMode} mode; nothing is sent to a real backend.`;
  }
  if (status.state.status !== 'live') return 'The connection is not live.';
  const heardMs = status.lastFrameAtMs;
  if (heardMs === null || nowMs - heardMs > LIFE_WITHIN_MS) {
    return 'The server has not been heard for 40 s; it may not be there.';
  }
  return null;
}

/** Why a yes to a question would not be one to what is sent now; null when it would. `environment`: as it is now. */
export function whyOutdated(
  asked: Pick<Proposal, 'askedAtMs' | 'environment'>,
  environment: string,
  nowMs: number,
): string | null {
  if (environment !== asked.environment) {
    return `The environment of this account was ${asked.environment} when the question was asked and is ${environment} now; review the order again.`;
  }
  return nowMs - asked.askedAtMs > ANSWERED_WITHIN_MS
    ? `The question is older than ${ANSWERED_WITHIN_MS / 1_000} s, and the price may have moved; review the order again.`
    : null;
}

/** Why this very order must not be sent; null when it may. `askedAtMs`: since when a question about it has stood open. */
export function whyNotThis(
  order: {
    readonly terms: OrderTerms;
    readonly notional: number;
    readonly askedAtMs?: number | undefined;
  },
  about: Circumstances,
): string | null {
  const { limits, recent, nowMs, binding } = about;
  if (binding && binding.accountId !== order.terms.accountId) {
    return binding.accountId === null
      ? 'The server has not said which account this connection is bound to; an order could reach another one.'
      : `This connection is bound to account ${binding.accountId}, where any order of it goes. Follow account ${order.terms.accountId} first, or open a connection for it.`;
  }
  if (order.notional > limits.perOrder) {
    return `${usd(order.notional)} is above your limit of ${usd(limits.perOrder)} per order.`;
  }
  if (recent.length >= limits.ordersPerMinute) {
    return `${recent.length} orders went out in the last minute; your limit is ${limits.ordersPerMinute}.`;
  }
  const spent = recent.reduce((sum, { notional }) => sum + notional, 0);
  if (spent + order.notional > limits.perMinute) {
    return `With ${usd(spent)} in the last minute this would be above your limit of ${usd(limits.perMinute)} per minute.`;
  }
  const { askedAtMs = Infinity } = order;
  const twins = recent.filter(({ terms }) => isSameOrder(terms, order.terms));
  if (twins.some(({ atMs }) => nowMs - atMs < TWICE_WITHIN_MS)) {
    return 'The very same order went out less than 5 s ago, perhaps from another tab.';
  }
  return twins.some(({ atMs }) => atMs >= askedAtMs)
    ? 'The very same order went out while this was asked, perhaps from another tab; review it again.'
    : null;
}

/**
 * Why an order must not be sent again: only what is still unknown is, and it may have become known since the question was
 * asked. `first`: the submission that all tries are linked to; null: this is no second try.
 */
export function whyNotAgain(
  first: string | null,
  submissions: readonly Submission[],
): string | null {
  if (first === null) return null;
  const tries = submissions.filter(({ id, resendOf }) => id === first || resendOf === first);
  const done = tries.find(({ outcome }) => ALIVE.has(outcome.status));
  if (done) return `That order is not unknown any more: it is ${done.outcome.status}.`;
  const isUnknown = tries.some(({ outcome }) => outcome.status === 'unknown');
  return isUnknown ? null : 'Only an order whose outcome is unknown is sent again.';
}

const ALIVE: ReadonlySet<Submission['outcome']['status']> = new Set(['sent', 'accepted', 'filled']);

/** Money that is not real asks for one yes; anything else, what is not known included, for two. */
export function isPlayMoney(environment: string): boolean {
  return environment === 'paper' || environment === 'testnet' || environment === 'demo';
}

function usd(value: number): string {
  return `${formatNumber(value)} USD`;
}
