import { mergeSorted } from '~/lib/sorted-list';
import type { Received } from '~/session/wire';
import { assertNever } from '~/lib/assert-never';
import type { EquityPoint } from '~/ui/chart-types';
import { answerOf } from './answers';
import { isUnknownCommand } from './error-frame';
import { withoutFarDates } from './far-dates';
import {
  boundAccounts,
  foldAccount,
  foldCurveEnd,
  foldEquity,
  foldMargin,
  foldSample,
  meetAccount,
  tellPositions,
} from './fold-accounts';
import { boundDecisions, boundTrades, foldDecision, foldTrade } from './fold-history';
import {
  boundOrders,
  boundSettled,
  foldCancelled,
  foldOrder,
  foldOrderList,
  replaceOrders,
  type Orders,
} from './fold-orders';
import { boundPositions, foldList, foldUpdate } from './fold-positions';
import {
  droppedIn,
  type AckMessage,
  type BootstrapMessage,
  type CurveMessage,
  type CurvePoint,
  type ErrorMessage,
  type HyperoruMessage,
  type OrderReply,
  type PositionList,
  type PositionPatch,
  type SnapshotExtras,
  type SnapshotMessage,
} from './messages';
import { readRequestId } from './request-id';
import { readResource } from './resource';
import { RowsByKey } from './rows-by-key';
import { equityPoint, mergeBars, mergeEquity } from './series';
import { aheadOfOursMs, latestBelieved } from './server-clock';
import {
  LIMITS,
  type Answer,
  type HyperoruState,
  type Learned,
  type Misdated,
  type Orphan,
  type Read,
  type Stamp,
} from './state';

/** Folds messages into the state (HY14 to HY21). Pure. */
export function apply(
  state: HyperoruState,
  batch: readonly Received<HyperoruMessage>[],
): HyperoruState {
  const draft = openDraft(state);
  for (const received of batch) fold(draft, received);
  return closeDraft(state, draft);
}

/** A batch in the making. Lists are copied at most once however many messages came. */
interface Draft {
  readonly accounts: RowsByKey<HyperoruState['accounts'][number]>;
  readonly positions: RowsByKey<HyperoruState['positions'][number]>;
  readonly trades: RowsByKey<HyperoruState['trades'][number]>;
  readonly decisions: RowsByKey<HyperoruState['decisions'][number]>;
  readonly orders: Orders;
  readonly points: Map<string, EquityPoint[]>;
  readonly answers: Answer[];
  stamps: readonly Stamp[];
  readonly reads: Read[];
  readonly orphans: Orphan[];
  readonly misdated: Misdated[];
  /** The latest date that the message at hand can bear. */
  latestMs: number;
  bars: HyperoruState['bars'];
  symbols: HyperoruState['symbols'];
  unsupported: HyperoruState['unsupported'];
  bound: HyperoruState['bound'];
  bootstrappedAtMs: number | null;
  lastHeardMs: number | null;
  newestFrameId: number;
}

function openDraft(state: HyperoruState): Draft {
  return {
    accounts: new RowsByKey(state.accounts, (row) => row.accountId),
    positions: new RowsByKey(state.positions, (row) => row.key),
    trades: new RowsByKey(state.trades, (row) => row.tradeId),
    decisions: new RowsByKey(state.decisions, (row) => row.decisionId),
    orders: {
      active: new RowsByKey(state.orders, (row) => row.orderId),
      settled: new RowsByKey(state.settled, (row) => row.orderId),
    },
    points: new Map(),
    answers: [],
    stamps: state.stamps,
    reads: [],
    orphans: [],
    misdated: [],
    latestMs: Infinity,
    bars: state.bars,
    symbols: state.symbols,
    unsupported: state.unsupported,
    bound: state.bound,
    bootstrappedAtMs: state.bootstrappedAtMs,
    lastHeardMs: state.lastHeardMs,
    newestFrameId: state.newestFrameId,
  };
}

function closeDraft(state: HyperoruState, draft: Draft): HyperoruState {
  const accounts = draft.accounts.done(boundAccounts);
  const next: HyperoruState = {
    accounts,
    positions: draft.positions.done(boundPositions),
    trades: draft.trades.done(boundTrades),
    decisions: draft.decisions.done(boundDecisions),
    orders: draft.orders.active.done(boundOrders),
    settled: draft.orders.settled.done(boundSettled),
    equity:
      draft.points.size > 0 || accounts !== state.accounts
        ? mergeEquity(state.equity, draft.points, accounts)
        : state.equity,
    bars: draft.bars,
    symbols: draft.symbols,
    answers: keepNewest(state.answers, draft.answers, LIMITS.answers),
    stamps: draft.stamps,
    reads: keepNewest(state.reads, draft.reads, LIMITS.reads),
    unsupported: draft.unsupported,
    bound: draft.bound,
    orphans: keepNewest(state.orphans, draft.orphans, LIMITS.orphans),
    misdated: keepNewest(state.misdated, draft.misdated, LIMITS.misdated),
    bootstrappedAtMs: draft.bootstrappedAtMs,
    lastHeardMs: draft.lastHeardMs,
    newestFrameId: draft.newestFrameId,
  };
  const names = Object.keys(next) as (keyof HyperoruState)[];
  return names.every((name) => next[name] === state[name]) ? state : next;
}

function keepNewest<Row extends Learned>(
  rows: readonly Row[],
  incoming: readonly Row[],
  limit: number,
): readonly Row[] {
  const frameOf = (row: Row) => row.frameId;
  return mergeSorted(rows, incoming, {
    position: frameOf,
    key: frameOf,
    limit,
    replaces: () => false,
  });
}

function fold(draft: Draft, received: Received<HyperoruMessage>): void {
  const { receivedAtMs, frameId, source } = received;
  // Ids only grow, so this one has been folded: judged again, by what is known now, it could seem to be news.
  if (frameId <= draft.newestFrameId) return;
  const learned = { receivedAtMs, frameId };
  const message = soundly(draft, received.message, learned);
  if (source.channel === 'socket') {
    draft.lastHeardMs = Math.max(draft.lastHeardMs ?? 0, receivedAtMs);
    const answer = answerOf(message, learned);
    if (answer) draft.answers.push(answer);
    const serverAtMs = serverTimeOf(received.message);
    if (serverAtMs !== null) {
      draft.stamps = [...draft.stamps, { serverAtMs, ...learned }].slice(-LIMITS.stamps);
    }
    foldMessage(draft, message, learned);
  } else {
    draft.reads.push({ dropped: droppedIn(message), ...learned });
    foldRest(draft, message, source.resource, learned);
  }
  draft.newestFrameId = frameId;
}

/** The message without dates that its server's clock has not reached by far. By those of before: its own do not count. */
function soundly(draft: Draft, told: HyperoruMessage, learned: Learned): HyperoruMessage {
  const { receivedAtMs } = learned;
  draft.latestMs = latestBelieved(receivedAtMs, draft.stamps);
  const { message, farMs } = withoutFarDates(told, draft.latestMs);
  if (farMs !== null) {
    const aheadMs = farMs - receivedAtMs - (aheadOfOursMs(draft.stamps) ?? 0);
    draft.misdated.push({ what: told.kind, aheadMs, ...learned });
  }
  return message;
}

/** When the server says that what it tells just now came to pass; null: it does not, or tells of the past. */
function serverTimeOf(message: HyperoruMessage): number | null {
  switch (message.kind) {
    case 'trades':
      return message.trades.at(-1)?.atMs ?? null;
    case 'positions':
      return message.positions.at(-1)?.atMs ?? null;
    case 'decision':
      return message.decision.atMs;
    case 'equity':
      return message.sample.atMs;
    default:
      return null;
  }
}

/** The known list while it says the same. */
function sameList(known: readonly string[] | null, next: readonly string[]): readonly string[] {
  const isSame = known?.length === next.length && known.every((item, at) => item === next[at]);
  return known && isSame ? known : next;
}

function foldRest(
  draft: Draft,
  message: HyperoruMessage,
  resource: string,
  learned: Learned,
): void {
  const [first = null, second = null] = readResource(resource).about;
  if (message.kind === 'orders') {
    foldOrderList(
      draft.orders,
      message.orders,
      { accountId: first, isWhole: isWhole(message) },
      learned,
    );
  } else if (message.kind === 'orders-cancelled') {
    for (const orderId of message.orderIds) foldCancelled(draft.orders, orderId, learned);
  } else if (message.kind === 'bars') {
    if (first !== null && second !== null) {
      draft.bars = mergeBars(draft.bars, first, second, message.bars);
    }
  } else if (message.kind === 'symbols') {
    draft.symbols = sameList(draft.symbols, message.symbols.slice(0, LIMITS.symbols));
  } else {
    foldMessage(draft, message, learned);
  }
}

function foldMessage(draft: Draft, message: HyperoruMessage, learned: Learned): void {
  switch (message.kind) {
    case 'bootstrap':
      return foldBootstrap(draft, message, learned);
    case 'snapshot':
      return foldSnapshot(draft, message, learned);
    case 'accounts':
      return message.accounts.forEach((account) => foldAccount(draft.accounts, account));
    case 'trades':
      return message.trades.forEach((trade) => {
        meetAccount(draft.accounts, trade.accountId);
        foldTrade(draft.trades, trade, learned, draft.latestMs);
      });
    case 'positions':
      return owned(draft, message.positions, learned, 'position').forEach((update) =>
        foldUpdate(draft.positions, update, learned, draft.latestMs),
      );
    case 'position-list':
      return foldPositionList(draft, message, learned);
    case 'ack':
      return foldAck(draft, message, learned);
    case 'decision':
      meetAccount(draft.accounts, message.decision.accountId);
      return foldDecision(draft.decisions, message.decision, learned, draft.latestMs);
    case 'decisions':
      for (const decision of message.decisions) {
        meetAccount(draft.accounts, decision.accountId);
        foldDecision(draft.decisions, decision, learned, draft.latestMs);
      }
      return;
    case 'equity':
      foldSample(draft.accounts, message.sample, learned, draft.latestMs);
      return addPoint(draft, message.sample.accountId, {
        atMs: message.sample.atMs ?? learned.receivedAtMs,
        equity: message.sample.equity,
      });
    case 'curve':
      return foldCurve(draft, message, learned);
    case 'margin':
      return foldMargin(draft.accounts, message.margin, learned);
    case 'order-reply':
      return foldOrder(draft.orders, withRequestedAccount(draft, message), learned);
    case 'error':
      return foldError(draft, message);
    case 'orders':
    case 'orders-cancelled':
    case 'bars':
    case 'symbols':
    case 'pong':
      return;
    default:
      return assertNever(message);
  }
}

function foldBootstrap(draft: Draft, message: BootstrapMessage, learned: Learned): void {
  draft.bootstrappedAtMs = Math.max(draft.bootstrappedAtMs ?? 0, learned.receivedAtMs);
  for (const account of message.accounts) foldAccount(draft.accounts, account);
  if (message.boundTo !== undefined) bind(draft, message.boundTo, learned);
  if (message.orders) replaceOrders(draft.orders, message.orders, isWhole(message), learned);
  if (!message.positions) return;
  const list = owned(draft, message.positions, learned, 'position of the bootstrap');
  const isFull = isWhole(message) && list.length === message.positions.length;
  const told = message.accounts.map(({ accountId }) => accountId);
  foldPositions(draft, list, { accountId: null, isFull, told }, learned);
}

/** A list that could not be read or assigned in full proves nothing about what it does not name. */
function foldPositions(
  draft: Draft,
  list: readonly (PositionPatch & { readonly accountId: string })[],
  about: {
    readonly accountId: string | null;
    readonly isFull: boolean;
    /** Accounts that a full list is of, by name. */
    readonly told: readonly string[];
  },
  learned: Learned,
): void {
  if (about.isFull) tellPositions(draft.accounts, about.told);
  const { latestMs } = draft;
  if (about.isFull) foldList(draft.positions, list, about.accountId, learned, latestMs);
  else for (const row of list) foldUpdate(draft.positions, row, learned, latestMs);
}

function isWhole(message: HyperoruMessage): boolean {
  return droppedIn(message) === 0;
}

function foldSnapshot(draft: Draft, message: SnapshotMessage, learned: Learned): void {
  const accountId = message.accountId ?? ownerOf(draft, message.requestId);
  if (accountId === null) {
    orphan(draft, 'snapshot', learned);
    return;
  }
  meetAccount(draft.accounts, accountId);
  if (message.equity !== null) foldEquity(draft.accounts, accountId, message.equity, learned);
  const list = message.positions.map((position) => ({ ...position, accountId }));
  foldPositions(draft, list, { accountId, isFull: isWhole(message), told: [accountId] }, learned);
  if (message.more) foldExtras(draft, message.more, learned);
}

/** Lists of the newest rows: what they do not name proves nothing. */
function foldExtras(draft: Draft, more: SnapshotExtras, learned: Learned): void {
  foldAccount(draft.accounts, more.account);
  bind(draft, more.account.accountId, learned);
  for (const order of more.orders) foldOrder(draft.orders, order, learned);
  const { latestMs } = draft;
  for (const trade of more.trades) foldTrade(draft.trades, trade, learned, latestMs);
  for (const decision of more.decisions) {
    foldDecision(draft.decisions, decision, learned, latestMs);
  }
  foldCurve(draft, { ...PUSHED, points: more.curve }, learned);
}

const PUSHED = { kind: 'curve', requestId: null, accountId: null, pushed: true } as const;

/** All positions of an account. An empty list names none: it is that of the account the socket is bound to (trap 18). */
function foldPositionList(draft: Draft, message: PositionList, learned: Learned): void {
  const accountId = message.accountId ?? draft.bound?.accountId ?? null;
  if (accountId === null) {
    orphan(draft, 'list of positions', learned);
    return;
  }
  meetAccount(draft.accounts, accountId);
  const list = message.positions.map((position) => ({ ...position, accountId }));
  foldPositions(draft, list, { accountId, isFull: isWhole(message), told: [accountId] }, learned);
}

function foldAck(draft: Draft, { account }: AckMessage, learned: Learned): void {
  if (!account) return;
  foldAccount(draft.accounts, account);
  bind(draft, account.accountId, learned);
}

function bind(draft: Draft, accountId: string, learned: Learned): void {
  if (draft.bound?.accountId !== accountId) draft.bound = { accountId, ...learned };
}

function foldCurve(draft: Draft, message: CurveMessage, learned: Learned): void {
  const fallback = message.accountId ?? ownerOf(draft, message.requestId);
  const ends = new Map<string, CurvePoint>();
  let isLost = false;
  for (const point of message.points) {
    const accountId = point.accountId ?? fallback;
    if (accountId === null) {
      isLost = true;
      continue;
    }
    addPoint(draft, accountId, point);
    const end = ends.get(accountId);
    if (!end || point.atMs >= end.atMs) ends.set(accountId, point);
  }
  if (isLost) orphan(draft, 'equity curve', learned);
  for (const [accountId, end] of ends) {
    if (message.pushed) {
      foldSample(draft.accounts, { ...UNTOLD, ...end, accountId }, learned, draft.latestMs);
    } else foldCurveEnd(draft.accounts, accountId, end.equity, learned);
  }
}

/** The points of a curve say nothing of the day. */
const UNTOLD = { dailyPnl: null, dailyReturnPct: null } as const;

function foldError(draft: Draft, message: ErrorMessage): void {
  const command = readRequestId(message.requestId)?.command;
  if (command === undefined || !isUnknownCommand(message)) return;
  if (!draft.unsupported.includes(command)) draft.unsupported = [...draft.unsupported, command];
}

function withRequestedAccount(draft: Draft, message: OrderReply) {
  const asked = readRequestId(message.requestId)?.accountId ?? null;
  const accountId = message.order.accountId ?? asked ?? draft.bound?.accountId ?? null;
  return { ...message.order, accountId };
}

/** The request says whose answer this is; failing that, there may be only one account. */
function ownerOf(draft: Draft, requestId: string | null): string | null {
  return readRequestId(requestId)?.accountId ?? onlyKnown(draft);
}

/** Where there is exactly one account, what names none can only be its. */
function onlyKnown(draft: Draft): string | null {
  if (draft.accounts.size !== 1) return null;
  for (const account of draft.accounts.values()) return account.accountId;
  return null;
}

function owned(
  draft: Draft,
  positions: readonly PositionPatch[],
  learned: Learned,
  what: string,
): readonly (PositionPatch & { readonly accountId: string })[] {
  const fallback = onlyKnown(draft);
  return positions.flatMap((position) => {
    const accountId = position.accountId ?? fallback;
    if (accountId === null) {
      orphan(draft, what, learned);
      return [];
    }
    meetAccount(draft.accounts, accountId);
    return [{ ...position, accountId }];
  });
}

function orphan(draft: Draft, what: string, learned: Learned): void {
  draft.orphans.push({ what, ...learned });
}

function addPoint(draft: Draft, accountId: string, point: { atMs: number; equity: number }): void {
  const points = draft.points.get(accountId);
  const made = equityPoint(point.atMs, point.equity);
  if (points) points.push(made);
  else draft.points.set(accountId, [made]);
}
