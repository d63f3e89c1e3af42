import type { Received } from '~/session/wire';
import { assertNever } from '~/lib/assert-never';
import { answerOf } from './answers';
import { closeDraft, openDraft, type Draft } from './draft';
import { isUnknownCommand } from './error-frame';
import { withoutFarDates } from './far-dates';
import {
  foldAccount,
  foldCurveEnd,
  foldEquity,
  foldMargin,
  foldSample,
  meetAccount,
  tellPositions,
} from './fold-accounts';
import { foldDecision, foldTrade } from './fold-history';
import { foldCancelled, foldOrder, foldOrderList, replaceOrders } from './fold-orders';
import { foldList, foldUpdate } from './fold-positions';
import {
  droppedIn,
  type AckMessage,
  type BootstrapMessage,
  type CurveMessage,
  type CurvePoint,
  type ErrorMessage,
  type HyperoruMessage,
  type PositionList,
  type PositionPatch,
  type SnapshotExtras,
  type SnapshotMessage,
} from './messages';
import { orphan, owned, ownerOf, withRequestedAccount } from './owner';
import { readRequestId } from './request-id';
import { readResource } from './resource';
import { equityPoint, mergeBars } from './series';
import { aheadOfOursMs, latestBelieved } from './server-clock';
import { LIMITS, type HyperoruState, type Learned } from './state';

/** Folds messages into the state (HY14 to HY21). Pure. */
export function apply(
  state: HyperoruState,
  batch: readonly Received<HyperoruMessage>[],
): HyperoruState {
  const draft = openDraft(state);
  for (const received of batch) fold(draft, received);
  return closeDraft(state, draft);
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

function addPoint(draft: Draft, accountId: string, point: { atMs: number; equity: number }): void {
  const points = draft.points.get(accountId);
  const made = equityPoint(point.atMs, point.equity);
  if (points) points.push(made);
  else draft.points.set(accountId, [made]);
}
