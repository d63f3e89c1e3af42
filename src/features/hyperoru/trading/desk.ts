import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Connection } from '~/feature';
import type { Clock } from '~/lib/clock';
import type { Mode } from '~/ui/page-mode';
import { bindingOf } from '../binding';
import type { Dialect } from '../dialect';
import type { HyperoruOptions } from '../options';
import type { Asking } from '../refresh';
import type { NextRequestId } from '../request-id';
import { isExhausted, readingOf } from '../reading';
import type { Recovery } from '../recovery';
import { loadAccountOrders } from '../rest';
import type { HyperoruState, Order, Trade } from '../state';
import { isOpen, isSentTo, type Submission } from './submission';
import { createCancels, type Cancel } from './cancels';
import { emptyDraft, spent, type Draft } from './draft';
import { chosenOutcome, findEvidence, type Candidate, type Finding } from './evidence';
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
import { lookAround, type WhatWasRead } from './look-around';
import type { Memory } from './shared-memory';
import { stakesOf } from './stakes';

/** A reply has this long before the outcome is called unknown. */
const ANSWER_WITHIN_MS = 15_000;
/** The second look of a search comes this much later: lists may lag behind. */
const SECOND_LOOK_MS = 5_000;
/** While an order is not settled, the lists are read this often. */
const WATCH_EVERY_MS = 15_000;
const WATCH_FOR_MS = 1_800_000;
/** A trade that may be a part of a resting order names no order: the lists are read so much later, and no more often. */
const LOOK_AFTER_TRADE_MS = 1_000;
const LOOKS_APART_MS = 5_000;

const NOTHING_READ: WhatWasRead = { orders: false, trades: false };

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
  const listening = () => asking?.signal ?? AbortSignal.abort();
  const cancels = createCancels(connection, clock, store, listening);
  const ordersRead = new Set<string>();
  let asking: Asking | null = null;
  let isLogKept = memory.saveSubmissions(store.getState().submissions);
  let isTradesRead = false;
  let isWatching = false;
  let isSearching = false;
  let isLookDue = false;
  let lastLookMs = -Infinity;
  let chosenAccount: string | null = null;
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
    const read = { orders: ordersRead.has(proposal.terms.accountId), trades: isTradesRead };
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
    examine();
    void search();
  }

  /** Holds what is known of the orders against what the server has told. */
  function examine(): void {
    const submissions = ownSubmissions();
    const ours = new Set(submissions.map(({ id }) => id));
    const elsewhere = memory.remembered(clock.now()).filter(({ id }) => !ours.has(id));
    const findings = findEvidence(submissions, connection.store.getState(), dialect, elsewhere);
    for (const finding of findings) apply(finding);
    const several = findings.filter(({ candidates }) => candidates.length > 0);
    const candidates = Object.fromEntries(several.map((each) => [each.id, each.candidates]));
    if (JSON.stringify(candidates) !== JSON.stringify(store.getState().candidates)) {
      store.setState({ candidates });
    }
    watch();
  }

  function apply({ id, outcome, candidates }: Finding): void {
    if (outcome) step({ type: 'learn', id, outcome });
    else if (candidates.length > 0) step({ type: 'search', id, search: 'several' });
  }

  /** Two looks, some seconds apart; what has left no trace by then keeps being watched. */
  async function search(): Promise<void> {
    if (isSearching) return;
    isSearching = true;
    try {
      await lookTwice();
    } finally {
      isSearching = false;
    }
  }

  async function lookTwice(): Promise<void> {
    for (const look of [1, 2]) {
      const ids = unknownIds();
      if (!asking || asking.signal.aborted || ids.length === 0) return;
      for (const id of ids) step({ type: 'search', id, search: 'looking' });
      const read = await lookAtAll(asking);
      examine();
      if (look === 1) await pause(SECOND_LOOK_MS);
      else if (asking) for (const each of unknown()) concludeSearch(each, read);
    }
  }

  /** `read`: the accounts of which all that could show a trace has been read. Without that, finding nothing says nothing. */
  function concludeSearch({ id, terms }: Submission, read: ReadonlySet<string>): void {
    const isFitting = (store.getState().candidates[id] ?? []).length > 0;
    const nothing = read.has(terms.accountId) ? 'no-trace' : 'unread';
    step({ type: 'search', id, search: isFitting ? 'several' : nothing });
  }

  /** Gives the accounts of which all lists were read. A look that fails shows nothing and must end as any other. */
  async function lookAtAll(at: Asking): Promise<ReadonlySet<string>> {
    lastLookMs = clock.now();
    const done = new Set<string>();
    for (const accountId of new Set(openSubmissions().map(({ terms }) => terms.accountId))) {
      const read = await lookAround(at, accountId).catch(() => NOTHING_READ);
      if (at.signal.aborted) return done;
      if (read.orders) ordersRead.add(accountId);
      if (read.trades) isTradesRead = true;
      if (read.orders && read.trades) done.add(accountId);
    }
    return done;
  }

  async function readOrders({ connection: from, signal }: Asking, accountId: string) {
    const outcome = await loadAccountOrders(from, accountId, signal);
    const reading = await readingOf(from.store, outcome, signal);
    if (reading === 'whole' && !signal.aborted) ordersRead.add(accountId);
  }

  /** The ticket may be open before the wire is: what it wants to be read is read once asking is possible. */
  function readChosen(): void {
    if (chosenAccount === null || !asking || ordersRead.has(chosenAccount)) return;
    void readOrders(asking, chosenAccount);
  }

  /** Late news come by broadcast; where none comes, the lists are read now and then. */
  function watch(): void {
    if (
      isWatching ||
      !asking ||
      openSubmissions().every(({ outcome }) => outcome.status === 'sent')
    )
      return;
    isWatching = true;
    clock.after(WATCH_EVERY_MS, () => void watchOnce());
  }

  async function watchOnce(): Promise<void> {
    const at = asking;
    const isYoung = openSubmissions().some(({ sentAtMs }) => clock.now() - sentAtMs < WATCH_FOR_MS);
    try {
      if (at && !at.signal.aborted && isYoung) concludeUnread(await lookAtAll(at));
    } finally {
      isWatching = false;
    }
    if (isYoung) examine();
  }

  /** What could not be looked at when it was searched for can be by now. */
  function concludeUnread(read: ReadonlySet<string>): void {
    for (const submission of unknown()) {
      const { outcome } = submission;
      if (outcome.status === 'unknown' && outcome.search === 'unread')
        concludeSearch(submission, read);
    }
  }

  function lookSoon(): void {
    if (isLookDue) return;
    isLookDue = true;
    const waitMs = Math.max(LOOK_AFTER_TRADE_MS, lastLookMs + LOOKS_APART_MS - clock.now());
    clock.after(waitMs, () => void lookOnce());
  }

  async function lookOnce(): Promise<void> {
    isLookDue = false;
    const at = asking;
    if (!at || at.signal.aborted) return;
    await lookAtAll(at);
    examine();
  }

  /** Those to another server are kept, but nothing that this one says can be of them. */
  function ownSubmissions(): readonly Submission[] {
    return store.getState().submissions.filter((submission) => isSentTo(server, submission));
  }

  function openSubmissions(): readonly Submission[] {
    return ownSubmissions().filter(isOpen);
  }

  function unknown(): readonly Submission[] {
    return openSubmissions().filter(({ outcome }) => outcome.status === 'unknown');
  }

  function unknownIds(): readonly string[] {
    return unknown().map(({ id }) => id);
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      clock.after(ms, resolve);
    });
  }

  // The page that sent them is gone, and their answers with it.
  const why = 'The page was reloaded before an answer came.';
  step({ type: 'answer-lost', id: null, why, atMs: clock.now() });
  connection.store.subscribe((state, before) => {
    const open = openSubmissions();
    if (open.length === 0) return;
    examine();
    const fresh = state.trades.filter(({ frameId }) => frameId > before.newestFrameId);
    if (fresh.some((trade) => open.some((submission) => mayBePartOf(trade, submission))))
      lookSoon();
  });
  connection.status.subscribe(({ state }) => {
    if (state.status === 'live') return;
    asking = null;
    // What has been read says nothing of what comes to pass while nobody listens.
    ordersRead.clear();
    isTradesRead = false;
    const cause = 'The connection was lost before an answer came.';
    step({ type: 'answer-lost', id: null, why: cause, atMs: clock.now() });
    for (const id of unknownIds()) step({ type: 'search', id, search: 'waiting' });
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
    lookAgain: (id) => {
      if (unknownIds().includes(id)) void search();
    },
    prepare: (accountId) => {
      chosenAccount = accountId;
      readChosen();
    },
    setLimits: (limits) => {
      memory.saveLimits(limits);
      store.setState({ limits });
    },
    opened: (next) => {
      asking = next;
    },
    refreshed: ({ trades }) => {
      if (isExhausted(trades)) isTradesRead = true;
      readChosen();
      examine();
      void search();
    },
  };
}

/** A trade on the side of an order that rests: all or a part of it. */
function mayBePartOf(trade: Trade, { terms, outcome }: Submission): boolean {
  return (
    outcome.status === 'accepted' &&
    trade.accountId === terms.accountId &&
    trade.symbol === terms.symbol &&
    trade.side === terms.side
  );
}
