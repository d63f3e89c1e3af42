import type { Base, MockFrame, WorldAccount, WorldEvents, WorldPosition } from '~/mock/contract';

/** How the mock's server says things in the documented dialect. Times as the provider prints them: whole seconds, Z. */
export function isoOf(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** Money as the wire carries it. */
export function cents(value: number): number {
  return Number(value.toFixed(2));
}

export function replyFrame(type: string, requestId: unknown, data: unknown): MockFrame {
  const echo = requestId === undefined ? {} : { request_id: requestId };
  return { type, key: null, text: JSON.stringify({ type, ...echo, data }) };
}

export function errorFrame(requestId: unknown, code: string, error: string): MockFrame {
  return replyFrame('error', requestId, { error, code });
}

export type WorldFill = WorldEvents['fill'];

/** A trade as socket and history know it. */
export interface MockTrade {
  readonly trade_id: number;
  readonly account_id: number;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly status: 'filled';
  readonly price: number;
  readonly size: number;
  readonly pnl: number | null;
  readonly timestamp: string;
}

export function tradeOf(fill: WorldFill, accountId: number, atMs: number): MockTrade {
  return {
    trade_id: fill.tradeId,
    account_id: accountId,
    symbol: fill.base,
    side: fill.side,
    status: 'filled',
    price: fill.price,
    size: fill.sizeBase,
    pnl: fill.pnl,
    timestamp: isoOf(atMs),
  };
}

export function tradeFrame(trade: MockTrade): MockFrame {
  return broadcastFrame('trade_update', `trade:${trade.trade_id}:${trade.status}`, trade);
}

export function decisionFrame(decision: WorldEvents['decision'], atMs: number): MockFrame {
  return broadcastFrame('model_chat_update', `decision:${decision.decisionId}`, {
    decision_id: decision.decisionId,
    account_id: decision.accountId,
    symbol: decision.base,
    decision: decision.action,
    reasoning: decision.reasoning,
    timestamp: isoOf(atMs),
  });
}

export function equityFrame(account: WorldAccount, atMs: number): MockFrame {
  const dailyPnl = account.equity - account.dayStartEquity;
  return broadcastFrame('asset_curve_update', `equity:${account.id}:${isoOf(atMs)}`, {
    account_id: account.id,
    timestamp: isoOf(atMs),
    equity: cents(account.equity),
    daily_pnl: cents(dailyPnl),
    daily_return_pct: cents((dailyPnl / account.dayStartEquity) * 100),
  });
}

/** What a position was before it closed: the wire still names its side and entry with size 0. */
export type LastPosition = Pick<WorldPosition, 'base' | 'side' | 'entryPrice'>;

export function positionData(
  accountId: number,
  position: LastPosition & { readonly sizeBase?: number },
  markPrice: number,
  atMs: number,
) {
  const { base, side, entryPrice, sizeBase = 0 } = position;
  const direction = side === 'long' ? 1 : -1;
  return {
    account_id: accountId,
    symbol: base,
    side,
    size: sizeBase,
    entry_price: Number(entryPrice.toPrecision(7)),
    mark_price: markPrice,
    unrealized_pnl: cents((markPrice - entryPrice) * sizeBase * direction),
    timestamp: isoOf(atMs),
  };
}

export function positionFrame(data: ReturnType<typeof positionData>): MockFrame {
  const key = `position:${data.account_id}|${data.symbol}:${data.timestamp}`;
  return broadcastFrame('position_update', key, data);
}

export function positionOf(account: WorldAccount, base: Base): WorldPosition | undefined {
  return account.positions.find((position) => position.base === base);
}

function broadcastFrame(type: string, key: string, data: unknown): MockFrame {
  return { type, key, text: JSON.stringify({ type, data }) };
}
