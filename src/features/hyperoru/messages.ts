/**
 * What the server said, in Vigil's words. A dialect's codec turns its frames into these; nothing above the codec knows
 * which dialect is spoken. Ids are strings, times Unix milliseconds, money USD, sizes base units; null: not given.
 */
export type HyperoruMessage =
  | BootstrapMessage
  | SnapshotMessage
  | ({ readonly kind: 'trades'; readonly trades: readonly TradePatch[] } & Lossy)
  | { readonly kind: 'positions'; readonly positions: readonly PositionPatch[] }
  | PositionList
  | { readonly kind: 'decision'; readonly decision: DecisionPatch }
  /** Past ones, over REST. */
  | ({ readonly kind: 'decisions'; readonly decisions: readonly DecisionPatch[] } & Lossy)
  | { readonly kind: 'equity'; readonly sample: EquitySample }
  | CurveMessage
  | ({ readonly kind: 'accounts'; readonly accounts: readonly AccountPatch[] } & Lossy)
  | ({ readonly kind: 'orders'; readonly orders: readonly OrderPatch[] } & Lossy)
  | { readonly kind: 'orders-cancelled'; readonly orderIds: readonly string[] }
  | ({ readonly kind: 'bars'; readonly bars: readonly BarRow[] } & Lossy)
  /** What the server says it trades. */
  | ({ readonly kind: 'symbols'; readonly symbols: readonly string[] } & Lossy)
  /** What the venue says of an account's balance, over REST. */
  | { readonly kind: 'margin'; readonly margin: MarginPatch }
  | OrderReply
  | AckMessage
  | { readonly kind: 'pong'; readonly requestId: string | null }
  | ErrorMessage;

/** A message with lists. */
interface Lossy {
  /** Rows of its lists that could not be read; left out: none. What is not on such a list may be one of them. */
  readonly dropped?: number;
}

/** How many rows of a message could not be read. */
export function droppedIn(message: HyperoruMessage): number {
  return 'dropped' in message ? (message.dropped ?? 0) : 0;
}

/** The first state. A list that is null was not part of the answer, which is not the same as empty. */
export interface BootstrapMessage extends Lossy {
  readonly kind: 'bootstrap';
  readonly requestId: string | null;
  readonly accounts: readonly AccountPatch[];
  readonly positions: readonly PositionPatch[] | null;
  readonly orders: readonly OrderPatch[] | null;
  /** The account that the socket is bound to from now on, where the dialect binds it to one. */
  readonly boundTo?: string;
}

/** One account's state at one moment. The documented dialect does not say whose: the request id does. */
export interface SnapshotMessage extends Lossy {
  readonly kind: 'snapshot';
  readonly requestId: string | null;
  readonly accountId: string | null;
  readonly equity: number | null;
  readonly positions: readonly PositionPatch[];
  /** What only one dialect's snapshot brings along. The lists hold the newest rows and are never complete. */
  readonly more?: SnapshotExtras;
}

export interface SnapshotExtras {
  readonly account: AccountPatch;
  readonly orders: readonly OrderPatch[];
  readonly trades: readonly TradePatch[];
  readonly decisions: readonly DecisionPatch[];
  readonly curve: readonly CurvePoint[];
  /** What the server could not tell, in its own words. */
  readonly warning: string | null;
}

/** All positions of one account; what it does not name is gone. `accountId` null: of the account that the socket is bound to. */
export interface PositionList extends Lossy {
  readonly kind: 'position-list';
  readonly accountId: string | null;
  readonly positions: readonly PositionPatch[];
}

/** The server did what it was asked. */
export interface AckMessage {
  readonly kind: 'ack';
  readonly requestId: string | null;
  readonly command: CommandType;
  /** The account that the socket is bound to from now on, where the answer says so and the dialect binds it. */
  readonly account?: AccountPatch;
}

/** Past equity, asked for or pushed. */
export interface CurveMessage extends Lossy {
  readonly kind: 'curve';
  readonly requestId: string | null;
  /** Owner of the points that name none. */
  readonly accountId: string | null;
  readonly points: readonly CurvePoint[];
  /** Nobody asked: it answers no request, and its newest points are the current values. */
  readonly pushed?: true;
}

/** The server took an order. Without a matching request of ours it is state, never our confirmation. */
export interface OrderReply {
  readonly kind: 'order-reply';
  readonly requestId: string | null;
  readonly order: OrderPatch;
}

export interface ErrorMessage {
  readonly kind: 'error';
  readonly requestId: string | null;
  readonly text: string;
  /** Stable, for branching; null where the server gives none. */
  readonly code: string | null;
  /** Reference for the provider's support; not the socket's request id. */
  readonly supportId: string | null;
}

export type CommandType =
  | 'connect'
  | 'bootstrap'
  | 'subscribe'
  | 'switch_user'
  | 'switch_account'
  | 'get_snapshot'
  | 'get_asset_curve'
  | 'place_order'
  | 'ping';

export interface AccountPatch {
  readonly accountId: string;
  readonly name: string | null;
  readonly model: string | null;
  readonly accountType: string | null;
  /** `testnet`, `mainnet`; once folded in lower case. */
  readonly environment: string | null;
  readonly initialCapital: number | null;
  readonly cash: number | null;
  readonly isActive: boolean | null;
}

export interface PositionPatch {
  readonly accountId: string | null;
  readonly symbol: string;
  /** `long`, `short`, or what the server calls it, in lower case. */
  readonly side: string | null;
  /** 0 means closed. */
  readonly sizeBase: number | null;
  readonly entryPrice: number | null;
  readonly markPrice: number | null;
  readonly unrealizedPnl: number | null;
  /** Times, 3 is 3x. Told by exchange modes only. */
  readonly leverage: number | null;
  readonly liquidationPrice: number | null;
  readonly atMs: number | null;
}

export interface TradePatch {
  readonly tradeId: string;
  /** The order it executed, where the server says so; the documented broadcast does not. */
  readonly orderId: string | null;
  readonly accountId: string | null;
  readonly symbol: string;
  /** `buy`, `sell`, or what the server calls it, in lower case. */
  readonly side: string | null;
  readonly status: string | null;
  readonly price: number | null;
  readonly sizeBase: number | null;
  readonly pnl: number | null;
  readonly atMs: number | null;
}

export interface DecisionPatch {
  readonly decisionId: string;
  readonly accountId: string;
  readonly symbol: string | null;
  readonly action: string;
  /** Model output: untrusted plain text, cut at `MAX_REASONING`. */
  readonly reasoning: string;
  /** Characters that were cut off. */
  readonly cut: number;
  readonly atMs: number | null;
  /** Whether it was carried out, and by which order, where the wire says so; the documented one does not. */
  readonly executed?: boolean | null;
  readonly orderId?: string | null;
}

export interface EquitySample {
  readonly accountId: string;
  readonly atMs: number | null;
  readonly equity: number;
  readonly dailyPnl: number | null;
  /** Percent: 1.2 means 1.2 %. */
  readonly dailyReturnPct: number | null;
}

/** The balance of an account at its venue, USD. Nothing of it need be told. */
export interface MarginPatch {
  readonly accountId: string;
  /** Where it is kept, as the server spells it: an account may have a wallet in each environment. */
  readonly environment: string | null;
  readonly total: number | null;
  readonly used: number | null;
  readonly available: number | null;
  /** When the server took it down; it may answer from what it remembers. */
  readonly atMs: number | null;
}

export interface CurvePoint {
  readonly accountId: string | null;
  readonly atMs: number;
  readonly equity: number;
}

export interface OrderPatch {
  readonly orderId: string;
  readonly accountId: string | null;
  readonly symbol: string | null;
  readonly side: string | null;
  readonly orderType: string | null;
  readonly price: number | null;
  readonly sizeBase: number | null;
  readonly filledBase: number | null;
  readonly status: string | null;
}

export interface BarRow {
  readonly atMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number | null;
}
