import type { Received } from '~/session/wire';
import { formatQuantity, formatSigned } from '~/lib/format';
import type { EntryDraft } from '~/timeline/entry';
import { withoutFarDates } from './far-dates';
import { isNews, missingFrom, positionKey } from './fold-positions';
import {
  droppedIn,
  type DecisionPatch,
  type ErrorMessage,
  type HyperoruMessage,
  type OrderReply,
  type PositionList,
  type PositionPatch,
  type SnapshotMessage,
  type TradePatch,
} from './messages';
import { readRequestId } from './request-id';
import { accountLabel } from './series';
import { latestBelieved } from './server-clock';
import type { HyperoruState } from './state';
import { isExecuted } from './stations';

const TITLE_CHARS = 160;
const MINUTE_MS = 60_000;

/** What the timeline says about a message (HY22). Equity and periodic marks say nothing. Pure. */
export function describe(
  received: Received<HyperoruMessage>,
  before: HyperoruState,
): readonly EntryDraft[] {
  const latestMs = latestBelieved(received.receivedAtMs, before.stamps);
  const { message } = withoutFarDates(received.message, latestMs);
  switch (message.kind) {
    case 'trades':
      return message.trades.map((trade) => describeTrade(trade, received, before));
    case 'decision':
      return [describeDecision(message.decision, received, before)];
    case 'decisions':
      return message.decisions.map((decision) => describeDecision(decision, received, before));
    case 'positions':
      return message.positions.flatMap((update) =>
        describeClosing(update, received, before, latestMs),
      );
    case 'snapshot':
      return describeSnapshot(message, received, before);
    case 'position-list':
      return describeGone(message, received, before);
    case 'order-reply':
      return [describeOrder(message, received, before)];
    case 'orders-cancelled':
      return message.orderIds.map((orderId) => describeCancelled(orderId, received, before));
    case 'error':
      return [describeError(message, received)];
    default:
      return [];
  }
}

type At = Received<HyperoruMessage>;

function describeTrade(trade: TradePatch, at: At, before: HyperoruState): EntryDraft {
  const status = trade.status ?? 'filled';
  const size = formatQuantity(trade.sizeBase, 0);
  const price = formatQuantity(trade.price);
  const who = nameOf(trade.accountId, before);
  return {
    // The same station of the same trade is one entry, however often it is pushed or fetched.
    key: `trade:${trade.tradeId}:${status}`,
    atMs: trade.atMs ?? at.receivedAtMs,
    kind: isExecuted(status) ? 'trade' : 'order',
    severity: 'notice',
    symbol: trade.symbol,
    title: line(`${who}: ${trade.side ?? 'trade'} ${size} ${trade.symbol} at ${price}, ${status}`),
    detail: trade.pnl === null ? null : `Realised P&L ${formatSigned(trade.pnl)} USD`,
    ...(trade.side === 'buy' || trade.side === 'sell' ? { side: trade.side } : {}),
    refs: { tradeId: trade.tradeId, ...accountRef(trade.accountId) },
    facts: [
      { label: 'size', value: size },
      { label: 'price', value: price },
      ...(trade.pnl === null ? [] : [{ label: 'P&L', value: formatSigned(trade.pnl) }]),
    ],
  };
}

function describeDecision(decision: DecisionPatch, at: At, before: HyperoruState): EntryDraft {
  const { decisionId, accountId, action, symbol, reasoning } = decision;
  return {
    key: `decision:${decisionId}`,
    atMs: decision.atMs ?? at.receivedAtMs,
    kind: 'decision',
    severity: action === 'hold' ? 'info' : 'notice',
    symbol,
    title: line(`${nameOf(accountId, before)} wants: ${action}${symbol ? ` ${symbol}` : ''}`),
    detail: reasoning === '' ? null : reasoning,
    refs: { decisionId, accountId },
  };
}

function describeClosing(
  update: PositionPatch,
  at: At,
  before: HyperoruState,
  latestMs: number,
): EntryDraft[] {
  if (update.sizeBase !== 0) return [];
  const accountId = update.accountId ?? onlyId(before);
  if (accountId === null) return [];
  const key = positionKey(accountId, update.symbol);
  const known = before.positions.find((position) => position.key === key);
  if (!isNews(update, known, at.frameId, latestMs) || known?.state === 'closed') return [];
  const atMs = update.atMs ?? at.receivedAtMs;
  return [
    {
      key: `position-closed:${key}:${atMs}`,
      atMs,
      kind: 'position',
      severity: 'notice',
      symbol: update.symbol,
      title: line(
        `${nameOf(accountId, before)}: ${update.side ?? ''} position in ${update.symbol} closed`,
      ),
      detail: null,
      refs: { accountId },
    },
  ];
}

/** Besides what is gone: the newest trades and decisions that one dialect lists, which may have been missed. */
function describeSnapshot(snapshot: SnapshotMessage, at: At, before: HyperoruState): EntryDraft[] {
  const { more } = snapshot;
  const gone = describeGone(snapshot, at, before);
  if (!more) return gone;
  return [
    ...gone,
    ...more.trades.map((trade) => describeTrade(trade, at, before)),
    ...more.decisions.map((decision) => describeDecision(decision, at, before)),
    ...(more.warning === null ? [] : [describeWarning(more.warning, at)]),
  ];
}

/** The server says itself that something is missing from what it tells. */
function describeWarning(text: string, at: At): EntryDraft {
  return {
    key: `warning:${Math.floor(at.receivedAtMs / MINUTE_MS)}:${line(text)}`,
    atMs: at.receivedAtMs,
    kind: 'status',
    severity: 'notice',
    symbol: null,
    title: line(`The server warns: ${text}`),
    detail: null,
    refs: {},
  };
}

/** A list that no longer names a position: closed at a moment that nobody told. One with unreadable rows says nothing of it. */
function describeGone(
  snapshot: SnapshotMessage | PositionList,
  at: At,
  before: HyperoruState,
): EntryDraft[] {
  const asked = 'requestId' in snapshot ? readRequestId(snapshot.requestId) : null;
  const told = snapshot.accountId ?? asked?.accountId ?? null;
  const accountId =
    told ?? (snapshot.kind === 'snapshot' ? onlyId(before) : (before.bound?.accountId ?? null));
  if (accountId === null || droppedIn(snapshot) > 0) return [];
  const named = new Set(snapshot.positions.map((row) => positionKey(accountId, row.symbol)));
  return missingFrom(before.positions, named, accountId, at.frameId).map((gone) => ({
    key: `position-gone:${gone.key}:${gone.updatedAtMs ?? gone.receivedAtMs}`,
    atMs: at.receivedAtMs,
    kind: 'position',
    severity: 'notice',
    symbol: gone.symbol,
    title: line(
      `${nameOf(accountId, before)}: position in ${gone.symbol} is gone from the ${snapshot.kind === 'snapshot' ? 'snapshot' : 'list'}`,
    ),
    detail: 'No closing was announced; when it closed is not known.',
    refs: { accountId },
  }));
}

/** Another client of the account may have sent it (HY7): the words claim no more than the frame does. */
function describeOrder(reply: OrderReply, at: At, before: HyperoruState): EntryDraft {
  const { order, requestId } = reply;
  const accountId = order.accountId ?? readRequestId(requestId)?.accountId ?? null;
  const what = [order.side, order.sizeBase === null ? null : formatQuantity(order.sizeBase, 0)]
    .concat(order.symbol)
    .filter((part) => part !== null)
    .join(' ');
  return {
    key: `order:${order.orderId}:${order.status ?? 'accepted'}`,
    atMs: at.receivedAtMs,
    kind: 'order',
    severity: 'notice',
    symbol: order.symbol,
    title: line(
      `${nameOf(accountId, before)}: order ${order.orderId} ${order.status ?? 'accepted'}${what ? ` (${what})` : ''}`,
    ),
    detail: null,
    refs: accountRef(accountId),
  };
}

/** A person of this browser took it back; the answer names nothing but its id. */
function describeCancelled(orderId: string, at: At, before: HyperoruState): EntryDraft {
  const known = before.orders.find((order) => order.orderId === orderId);
  return describeOrder(
    {
      kind: 'order-reply',
      requestId: null,
      order: {
        orderId,
        accountId: known?.accountId ?? null,
        symbol: known?.symbol ?? null,
        side: known?.side ?? null,
        orderType: known?.orderType ?? null,
        price: known?.price ?? null,
        sizeBase: known?.sizeBase ?? null,
        filledBase: known?.filledBase ?? null,
        status: 'cancelled',
      },
    },
    at,
    before,
  );
}

function describeError(error: ErrorMessage, at: At): EntryDraft {
  const asked = readRequestId(error.requestId);
  const isOrder = asked?.command === 'place_order';
  const told = [error.code, error.supportId === null ? null : `reference ${error.supportId}`];
  return {
    // Without an id the same complaint within a minute is one entry: a server that repeats itself must not fill the list.
    key: `error:${error.requestId ?? `${Math.floor(at.receivedAtMs / MINUTE_MS)}:${line(error.text)}`}`,
    atMs: at.receivedAtMs,
    kind: isOrder ? 'reject' : 'status',
    severity: 'warning',
    symbol: null,
    title: line(
      isOrder
        ? `Order rejected: ${error.text}`
        : `The server refused ${asked?.command ?? 'a message'}: ${error.text}`,
    ),
    detail: told.filter((part) => part !== null).join(', ') || null,
    refs: accountRef(asked?.accountId ?? null),
  };
}

function nameOf(accountId: string | null, state: HyperoruState): string {
  if (accountId === null) return 'An account';
  const account = state.accounts.find((item) => item.accountId === accountId);
  return accountLabel(account ?? { accountId, name: null });
}

function onlyId(state: HyperoruState): string | null {
  return state.accounts.length === 1 ? (state.accounts[0]?.accountId ?? null) : null;
}

function accountRef(accountId: string | null): { accountId?: string } {
  return accountId === null ? {} : { accountId };
}

function line(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length > TITLE_CHARS ? `${flat.slice(0, TITLE_CHARS - 1)}…` : flat;
}
