import type { StoreApi } from 'zustand/vanilla';
import type { Clock } from '~/lib/clock';
import type { Dialect } from '../dialect';
import { isExhausted, readingOf } from '../reading';
import type { Recovery } from '../recovery';
import type { Asking } from '../refresh';
import { loadAccountOrders } from '../rest';
import type { HyperoruState, Trade } from '../state';
import { findEvidence, type Candidate, type Finding } from './evidence';
import { lookAround, type WhatWasRead } from './look-around';
import type { OrderEvent } from './machine';
import type { Memory } from './shared-memory';
import { isOpen, type Submission } from './submission';

/** The second look of a search comes this much later: lists may lag behind. */
const SECOND_LOOK_MS = 5_000;
/** While an order is not settled, the lists are read this often. */
const WATCH_EVERY_MS = 15_000;
const WATCH_FOR_MS = 1_800_000;
/** A trade that may be a part of a resting order names no order: the lists are read so much later, and no more often. */
const LOOK_AFTER_TRADE_MS = 1_000;
const LOOKS_APART_MS = 5_000;

const NOTHING_READ: WhatWasRead = { orders: false, trades: false };

/** What fits the orders of unknown outcome, by submission. */
interface WithCandidates {
  readonly candidates: Readonly<Record<string, readonly Candidate[]>>;
}

interface SearchDeps {
  /** What the server has told. */
  readonly store: StoreApi<HyperoruState>;
  readonly deps: { readonly clock: Clock; readonly memory: Memory; readonly dialect: Dialect };
  readonly desk: StoreApi<WithCandidates>;
  /** The orders that went to this server. */
  readonly own: () => readonly Submission[];
  /** Writes down what was learnt. */
  readonly step: (event: OrderEvent) => void;
}

/**
 * What became of the orders of a desk: holds them against all that the server tells, and asks it where that does not say. It
 * only ever reads.
 */
export interface Search {
  /** What could show an order of this account has been read by now. */
  readOf(accountId: string): WhatWasRead;
  /** Ends when nobody hears the server any more. */
  listening(): AbortSignal;
  /** An order has become unknown. */
  start(): void;
  /** A person wants an unknown order to be looked for again. */
  again(submissionId: string): void;
  /** As of the desk. */
  prepare(accountId: string): void;
  opened(asking: Asking): void;
  refreshed(recovery: Pick<Recovery, 'trades'>): void;
  /** The socket has ended. */
  ended(): void;
}

export function createSearch({ store, deps, desk, own, step }: SearchDeps): Search {
  const ordersRead = new Set<string>();
  let asking: Asking | null = null;
  let isTradesRead = false;
  let isWatching = false;
  let isSearching = false;
  let isLookDue = false;
  let lastLookMs = -Infinity;
  let chosenAccount: string | null = null;

  /** Holds what is known of the orders against what the server has told. */
  function examine(): void {
    const submissions = own();
    const ours = new Set(submissions.map(({ id }) => id));
    const elsewhere = deps.memory.remembered(deps.clock.now()).filter(({ id }) => !ours.has(id));
    const findings = findEvidence(submissions, store.getState(), deps.dialect, elsewhere);
    for (const finding of findings) apply(finding);
    const several = findings.filter(({ candidates }) => candidates.length > 0);
    const candidates = Object.fromEntries(several.map((each) => [each.id, each.candidates]));
    if (JSON.stringify(candidates) !== JSON.stringify(desk.getState().candidates)) {
      desk.setState({ candidates });
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
    const isFitting = (desk.getState().candidates[id] ?? []).length > 0;
    const nothing = read.has(terms.accountId) ? 'no-trace' : 'unread';
    step({ type: 'search', id, search: isFitting ? 'several' : nothing });
  }

  /** Gives the accounts of which all lists were read. A look that fails shows nothing and must end as any other. */
  async function lookAtAll(at: Asking): Promise<ReadonlySet<string>> {
    lastLookMs = deps.clock.now();
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
    deps.clock.after(WATCH_EVERY_MS, () => void watchOnce());
  }

  async function watchOnce(): Promise<void> {
    const at = asking;
    const isYoung = openSubmissions().some(
      ({ sentAtMs }) => deps.clock.now() - sentAtMs < WATCH_FOR_MS,
    );
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
    const waitMs = Math.max(LOOK_AFTER_TRADE_MS, lastLookMs + LOOKS_APART_MS - deps.clock.now());
    deps.clock.after(waitMs, () => void lookOnce());
  }

  async function lookOnce(): Promise<void> {
    isLookDue = false;
    const at = asking;
    if (!at || at.signal.aborted) return;
    await lookAtAll(at);
    examine();
  }

  function openSubmissions(): readonly Submission[] {
    return own().filter(isOpen);
  }

  function unknown(): readonly Submission[] {
    return openSubmissions().filter(({ outcome }) => outcome.status === 'unknown');
  }

  function unknownIds(): readonly string[] {
    return unknown().map(({ id }) => id);
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      deps.clock.after(ms, resolve);
    });
  }

  function start(): void {
    examine();
    void search();
  }

  store.subscribe((state, before) => {
    const open = openSubmissions();
    if (open.length === 0) return;
    examine();
    const fresh = state.trades.filter(({ frameId }) => frameId > before.newestFrameId);
    if (fresh.some((trade) => open.some((submission) => mayBePartOf(trade, submission))))
      lookSoon();
  });

  return {
    readOf: (accountId) => ({ orders: ordersRead.has(accountId), trades: isTradesRead }),
    listening: () => asking?.signal ?? AbortSignal.abort(),
    start,
    again: (id) => {
      if (unknownIds().includes(id)) void search();
    },
    prepare: (accountId) => {
      chosenAccount = accountId;
      readChosen();
    },
    opened: (next) => {
      asking = next;
    },
    refreshed: ({ trades }) => {
      if (isExhausted(trades)) isTradesRead = true;
      readChosen();
      start();
    },
    ended: () => {
      asking = null;
      // What has been read says nothing of what comes to pass while nobody listens.
      ordersRead.clear();
      isTradesRead = false;
      for (const id of unknownIds()) step({ type: 'search', id, search: 'waiting' });
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
