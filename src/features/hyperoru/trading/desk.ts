import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Connection } from '~/feature';
import type { Clock } from '~/lib/clock';
import type { Mode } from '~/ui/page-mode';
import { bindingOf } from '../binding';
import type { Dialect } from '../dialect';
import type { HyperoruOptions } from '../options';
import type { Asking } from '../refresh';
import type { NextRequestId } from '../request-id';
import type { Recovery } from '../recovery';
import type { HyperoruState, Order } from '../state';
import { createCancels, type Cancel } from './cancels';
import { emptyDraft, spent, type Draft } from './draft';
import { chosenOutcome, type Candidate } from './evidence';
import {
  whyNoTrading,
  whyNotAgain,
  whyNotThis,
  whyOutdated,
  type Circumstances,
  type Limits,
} from './guards';
import { knownBefore } from './known-before';
import {
  emptyBook,
  stepOrders,
  type OrderBook,
  type OrderEvent,
  type Proposal,
  type Wanted,
} from './machine';
import { createSearch } from './search';
import type { Memory } from './shared-memory';
import { stakesOf } from './stakes';
import { isOpen, isSentTo, type Submission } from './submission';

/** A reply has this long before the outcome is called unknown. */
const ANSWER_WITHIN_MS = 15_000;
const OTHER_TAB = 'The very same order is going out from another tab.';

export interface DeskState extends OrderBook {
  readonly limits: Limits;
  /** What the ticket shows. Nothing is ever sent from it: an order is what was asked about. */
  readonly draft: Draft;
  /** What fits the unknown ones, by submission. */
  readonly candidates: Readonly<Record<string, readonly Candidate[]>>;
  /** Why the last yes sent nothing; null when it did. */
  readonly refusal: string | null;
  /** What was said of orders that a person wanted back. */
  readonly cancels: readonly Cancel[];
}

/** What a person wants, or was asked about. */
type Ordered = Pick<Wanted, 'terms' | 'notional' | 'resendOf'> &
  Partial<Pick<Proposal, 'askedAtMs' | 'environment'>>;

type Reachable = Pick<
  Connection<HyperoruState, HyperoruOptions>,
  'send' | 'store' | 'status' | 'target' | 'rest'
>;

export interface DeskDeps {
  readonly clock: Clock;
  readonly memory: Memory;
  /** Where its orders go, see `serverOf`. */
  readonly server: string;
  readonly dialect: Dialect;
  readonly nextId: NextRequestId;
  readonly isFramed: () => boolean;
  /**
   * Runs `act` unless another tab is at the very same thing, and keeps others from it for some seconds; else `refuse`.
   * What one tab stores, another may read too late.
   */
  readonly exclusively: (what: string, act: () => void, refuse: () => void) => void;
  readonly pageMode: () => Mode | null;
}

/**
 * The orders of one connection in this tab. What a person confirmed is written down, sent once and then only watched:
 * there is no path in here by which an order is sent without a person's yes, nor twice by the same yes.
 */
export interface TradingDesk {
  readonly store: StoreApi<DeskState>;
  /** Why nothing can be sent, or this very order cannot; null when it can. */
  refusalOf(order: Ordered | null): string | null;
  /** What an order is worth now, about, USD. */
  notionalOf(order: Wanted): number;
  /** Keeps what a person enters, whether or not its view stays in sight. */
  enter(part: Partial<Omit<Draft, 'round'>>): void;
  /** Asks; environment and notional are those of now, whatever `order` says. */
  propose(order: Wanted): void;
  withdraw(): void;
  confirm(proposalId: string): void;
  /** A person says which of the candidates it was. */
  choose(submissionId: string, candidate: Candidate): void;
  /** Whether it was sent to another server, so that nothing can be found of it here. */
  isElsewhere(submission: Submission): boolean;
  /** A person has done with an order to another server; one to this server stays. */
  dismiss(submissionId: string): void;
  lookAgain(submissionId: string): void;
  /** Takes a resting order back, once; what becomes of it is in the store. Resolves when the server has been heard. */
  cancel(order: Order): Promise<void>;
  /** A person has read what was said of it. */
  dismissCancel(orderId: string): void;
  /** A person turns to an account: what it already ordered is read, so that it cannot be mistaken for anything new. */
  prepare(accountId: string): void;
  setLimits(limits: Limits): void;
  /** The session is live: asking is possible until the socket ends. */
  opened(asking: Asking): void;
  /** The lists have been asked for after coming back: what is unknown is searched for. */
  refreshed(recovery: Pick<Recovery, 'trades'>): void;
}

export function createDesk(connection: Reachable, deps: DeskDeps): TradingDesk {
  const { clock, memory, server, dialect, nextId } = deps;
  const store = createStore<DeskState>(() => ({
    ...emptyBook,
    submissions: memory.loadSubmissions(),
    limits: memory.limits(),
    draft: emptyDraft,
    candidates: {},
    refusal: null,
    cancels: [],
  }));
  const search = createSearch({
    store: connection.store,
    deps,
    desk: store,
    own: ownSubmissions,
    step,
  });
  const cancels = createCancels(connection, clock, store, search.listening);
  let isLogKept = memory.saveSubmissions(store.getState().submissions);
  let proposals = 0;

  /** Returns whether anything changed and could be written down. */
  function step(event: OrderEvent): boolean {
    const before = store.getState();
    const { proposal, submissions } = stepOrders(before, event);
    if (proposal === before.proposal && submissions === before.submissions) return false;
    if (submissions !== before.submissions) isLogKept = memory.saveSubmissions(submissions);
    // Written down first, or not sent at all.
    if (event.type === 'confirm' && !isLogKept) return false;
    store.setState({ proposal, submissions });
    return true;
  }

  function circumstances(): Circumstances {
    const nowMs = clock.now();
    return {
      nowMs,
      status: connection.status.getState(),
      via: connection.target.via,
      pageMode: deps.pageMode(),
      isFramed: deps.isFramed(),
      isLogKept,
      unsettled: store.getState().submissions.filter(isOpen).length,
      limits: store.getState().limits,
      recent: memory.recent(nowMs),
      binding: bindingOf(dialect, connection.store.getState(), connection.target.options),
    };
  }

  function refusalOf(order: Ordered | null): string | null {
    const now = circumstances();
    return whyNoTrading(now) ?? (order ? whyNotOrder(order, now) : null);
  }

  /** By what is at stake now: a question may have stood open since it was asked. */
  function whyNotOrder(order: Ordered, now: Circumstances): string | null {
    const { environment, notional } = stakesNow(order);
    const { askedAtMs, environment: asked } = order;
    const isAsked = askedAtMs !== undefined && asked !== undefined;
    return (
      whyNotAgain(order.resendOf, ownSubmissions()) ??
      (isAsked ? whyOutdated({ askedAtMs, environment: asked }, environment, now.nowMs) : null) ??
      whyNotThis({ terms: order.terms, notional, askedAtMs }, now)
    );
  }

  function stakesNow(order: Ordered) {
    return stakesOf(order, connection.store.getState(), connection.target.via);
  }

  function confirm(proposalId: string): void {
    const { proposal } = store.getState();
    if (proposal?.id !== proposalId) return;
    const refusal = refusalOf(proposal);
    if (refusal !== null) {
      step({ type: 'withdraw' });
      store.setState({ refusal });
      return;
    }
    const submission = submissionOf(proposal);
    if (!step({ type: 'confirm', proposalId, submission })) return;
    store.setState({ refusal: null });
    const refuse = () => void step({ type: 'not-sent', id: submission.id, reason: OTHER_TAB });
    deps.exclusively(JSON.stringify(submission.terms), () => sendIfLive(submission), refuse);
  }

  function submissionOf({ id: _id, askedAtMs: _askedAtMs, ...proposal }: Proposal): Submission {
    const nowMs = clock.now();
    const read = search.readOf(proposal.terms.accountId);
    return {
      ...proposal,
      ...stakesNow(proposal),
      id: nextId('place_order', proposal.terms.accountId),
      server,
      sentAtMs: nowMs,
      known: knownBefore(proposal.terms, connection.store.getState(), read, nowMs),
      outcome: { status: 'sent' },
    };
  }

  /** Whoever waited for his turn may find the wire gone: then nothing was sent, and nothing is sent after all. */
  function sendIfLive(submission: Submission): void {
    const now = store.getState().submissions.find(({ id }) => id === submission.id);
    if (now?.outcome.status === 'sent') send(submission);
    else
      step({
        type: 'not-sent',
        id: submission.id,
        reason: 'The connection went before it was sent.',
      });
  }

  /** The only line that puts an order on the wire. */
  function send({ id, terms, notional, sentAtMs, resendOf }: Submission): void {
    memory.addRecent({ id, atMs: sentAtMs, notional, terms });
    const { accountId, symbol, side, sizeBase, orderType, price } = terms;
    const data = { accountId, symbol, side, sizeBase, orderType, ...(price ? { price } : {}) };
    const result = connection.send(dialect.encode({ type: 'place_order', requestId: id, data }));
    if (!result.sent) {
      step({ type: 'not-sent', id, reason: result.reason });
      return;
    }
    // Another try of an order comes from the log, whatever the ticket says.
    if (resendOf === null) store.setState({ draft: spent(store.getState().draft) });
    clock.after(ANSWER_WITHIN_MS, () => overdue(id));
  }

  function overdue(id: string): void {
    const why = `No answer within ${ANSWER_WITHIN_MS / 1000} s.`;
    if (!step({ type: 'answer-lost', id, why, atMs: clock.now() })) return;
    search.start();
  }

  /** Those to another server are kept, but nothing that this one says can be of them. */
  function ownSubmissions(): readonly Submission[] {
    return store.getState().submissions.filter((submission) => isSentTo(server, submission));
  }

  // The page that sent them is gone, and their answers with it.
  const why = 'The page was reloaded before an answer came.';
  step({ type: 'answer-lost', id: null, why, atMs: clock.now() });
  connection.status.subscribe(({ state }) => {
    if (state.status === 'live') return;
    const cause = 'The connection was lost before an answer came.';
    step({ type: 'answer-lost', id: null, why: cause, atMs: clock.now() });
    search.ended();
  });

  return {
    store,
    refusalOf,
    notionalOf: (order) => stakesNow(order).notional,
    enter: (part) => store.setState({ draft: { ...store.getState().draft, ...part } }),
    propose: (order) => {
      proposals += 1;
      store.setState({ refusal: null });
      const asked = { id: `p${proposals}`, askedAtMs: clock.now() };
      step({ type: 'propose', proposal: { ...order, ...stakesNow(order), ...asked } });
    },
    withdraw: () => void step({ type: 'withdraw' }),
    confirm,
    choose: (id, candidate) => {
      const outcome = chosenOutcome(candidate);
      if (outcome) step({ type: 'learn', id, outcome });
    },
    isElsewhere: (submission) => !isSentTo(server, submission),
    dismiss: (id) => {
      const isOwn = ownSubmissions().some((submission) => submission.id === id);
      if (!isOwn) step({ type: 'dismiss', id });
    },
    cancel: cancels.cancel,
    dismissCancel: cancels.dismiss,
    lookAgain: search.again,
    prepare: search.prepare,
    setLimits: (limits) => {
      memory.saveLimits(limits);
      store.setState({ limits });
    },
    opened: search.opened,
    refreshed: search.refreshed,
  };
}
