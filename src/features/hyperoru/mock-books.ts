import type { Base, World, WorldEvents } from '~/mock/contract';
import type { MockTrade } from './mock-frames';

/** An order as the REST lists know it. */
export interface MockOrder {
  readonly id: number;
  readonly account_id: number;
  readonly symbol: Base;
  readonly side: 'buy' | 'sell';
  readonly order_type: 'market' | 'limit';
  readonly price: number | null;
  readonly quantity: number;
  readonly filled_quantity: number;
  readonly status: 'pending' | 'executed' | 'rejected' | 'cancelled';
}

/** What a model decided, and when (world time). */
export type MockDecision = WorldEvents['decision'] & { readonly atMs: number };

export type NewOrder = Omit<MockOrder, 'id' | 'status' | 'filled_quantity'>;

/** What this server remembers besides the world. Bounded. */
export interface MockBooks {
  addTrade(trade: MockTrade): void;
  /** Newest first. */
  trades(): readonly MockTrade[];
  addDecision(decision: MockDecision): void;
  /** Newest first. */
  decisions(): readonly MockDecision[];
  openOrder(order: NewOrder): MockOrder;
  settle(id: number, status: 'rejected' | 'cancelled'): void;
  /** Executed once nothing of it is left. */
  fill(id: number, sizeBase: number, tradeId: number): void;
  /** The order that a trade executed; null: nobody's order. */
  orderOf(tradeId: number): number | null;
  orders(): readonly MockOrder[];
  /** Trade ids for trades that are not the world's. */
  nextBurstId(): number;
  /** The process is new: numbering starts afresh and waiting orders are lost. Trades are in its database. */
  restart(): void;
}

const KEPT = 500;
const FIRST_ORDER_ID = 5001;
const FIRST_BURST_ID = 9_000_001;

export function createBooks(): MockBooks {
  let trades: readonly MockTrade[] = [];
  let decisions: readonly MockDecision[] = [];
  let orders: readonly MockOrder[] = [];
  let orderOfTrade: ReadonlyMap<number, number> = new Map();
  let nextOrderId = FIRST_ORDER_ID;
  let nextBurstId = FIRST_BURST_ID;
  return {
    addTrade: (trade) => {
      trades = [trade, ...trades].slice(0, KEPT);
    },
    trades: () => trades,
    addDecision: (decision) => {
      decisions = [decision, ...decisions].slice(0, KEPT);
    },
    decisions: () => decisions,
    openOrder: (wanted) => {
      const order: MockOrder = {
        ...wanted,
        id: nextOrderId,
        filled_quantity: 0,
        status: 'pending',
      };
      nextOrderId += 1;
      orders = [order, ...orders].slice(0, KEPT);
      return order;
    },
    settle: (id, status) => {
      orders = orders.map((order) => (order.id === id ? { ...order, status } : order));
    },
    fill: (id, sizeBase, tradeId) => {
      orderOfTrade = new Map([...orderOfTrade, [tradeId, id] as const].slice(-KEPT));
      orders = orders.map((order) => {
        if (order.id !== id) return order;
        const filled = order.filled_quantity + sizeBase;
        const status = filled >= order.quantity ? 'executed' : order.status;
        return { ...order, filled_quantity: filled, status };
      });
    },
    orderOf: (tradeId) => orderOfTrade.get(tradeId) ?? null,
    orders: () => orders,
    nextBurstId: () => {
      nextBurstId += 1;
      return nextBurstId - 1;
    },
    restart: () => {
      nextOrderId = FIRST_ORDER_ID;
      orders = [];
    },
  };
}

/** The world's base for a symbol of the wire; null: not traded here. */
export function baseOf(world: World, symbol: unknown): Base | null {
  return world.bases.find((base) => base === symbol) ?? null;
}
