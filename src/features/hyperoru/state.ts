import type { BarSeries, EquitySeries } from '~/ui/chart-types';
import type {
  AccountPatch,
  CommandType,
  DecisionPatch,
  MarginPatch,
  OrderPatch,
  PositionPatch,
  TradePatch,
} from './messages';

/** What one Hyperoru connection knows. Lists are plain arrays, bounded, and keep their reference while unchanged. */
export interface HyperoruState {
  /** In order of first mention. */
  readonly accounts: readonly Account[];
  readonly positions: readonly Position[];
  /** Ascending by time. */
  readonly trades: readonly Trade[];
  /** Ascending by time. */
  readonly decisions: readonly Decision[];
  /** Orders that rest or wait. */
  readonly orders: readonly Order[];
  /** Orders that are over, as lists and replies named them. */
  readonly settled: readonly Order[];
  readonly equity: readonly EquitySeries[];
  readonly bars: readonly BarSeries[];
  /** What the server says it trades; null: it was not asked, or has no such list. */
  readonly symbols: readonly string[] | null;
  /** The newest answers to requests, by frame; what a request was answered with is decided by `requests.ts`. */
  readonly answers: readonly Answer[];
  /** Server times of the newest live messages that carry one, beside ours: what its clock is by ours. */
  readonly stamps: readonly Stamp[];
  /** The newest answers of REST that have been folded, by frame: only what is here has been read. */
  readonly reads: readonly Read[];
  /** Commands that this server does not know; not sent again in this session. */
  readonly unsupported: readonly CommandType[];
  /** The account that the socket is bound to, where the dialect binds it; null: to none, or not told yet. */
  readonly bound: Bound | null;
  /** Frames that could not be assigned to an account, the newest ten. */
  readonly orphans: readonly Orphan[];
  /** Dates that the server's clock was far from having reached and that were not used, the newest ten. */
  readonly misdated: readonly Misdated[];
  /** When the last full state came; null: never. */
  readonly bootstrappedAtMs: number | null;
  /** Last message on the socket. */
  readonly lastHeardMs: number | null;
  /** Highest frame folded so far. */
  readonly newestFrameId: number;
}

/** Where in the stream a fact was learned. Frame ids only grow, so they order what carries no time of its own. */
export interface Learned {
  readonly receivedAtMs: number;
  readonly frameId: number;
}

export interface Account extends AccountPatch {
  readonly equity: number | null;
  readonly equityLearned: Learned | null;
  readonly dailyPnl: number | null;
  /** Percent. */
  readonly dailyReturnPct: number | null;
  /** Server time of the newest equity push that told one. */
  readonly pushedAtMs: number | null;
  /** A whole list of its positions has come: what none names is not open. */
  readonly positionsTold?: true;
  /** Null: the venue's word has not been had. */
  readonly margin: Margin | null;
}

/** What the venue said last of an account's balance; all of one answer, never mixed with another's. */
export interface Margin extends Learned, Omit<MarginPatch, 'accountId'> {}

export interface Position extends Learned, Omit<PositionPatch, 'accountId' | 'atMs'> {
  /** `account|symbol`. */
  readonly key: string;
  readonly accountId: string;
  /** When a message last gave the mark, our clock: a snapshot without one leaves it as old as it was. */
  readonly markedAtMs: number | null;
  /** Newest server time applied; null when only snapshots, which have none, named it. */
  readonly updatedAtMs: number | null;
  /** Updates already applied at `updatedAtMs`: the wire's times have whole seconds. */
  readonly seen: readonly string[];
  /** `gone`: a full list no longer named it. */
  readonly state: 'open' | 'closed' | 'gone';
}

export interface Trade extends Learned, Dated, Omit<TradePatch, 'status' | 'atMs'> {
  readonly status: string;
}

export interface Decision extends Learned, Dated, Omit<DecisionPatch, 'atMs'> {}

/** When something happened. */
interface Dated {
  /** Server time, or our receive time where it gave none: good for showing and sorting, no evidence. */
  readonly atMs: number;
  /** Server time as it was told; null: never. */
  readonly serverAtMs: number | null;
}

export interface Order extends Learned, OrderPatch {}

export interface Answer extends Learned {
  readonly requestId: string | null;
  /** What was answered; null for an error that does not say. */
  readonly command: CommandType | null;
  readonly error: string | null;
  /** The server's stable code of the error; null where it gives none. */
  readonly code: string | null;
  /** What the answer to an order says of it. */
  readonly order: OrderPatch | null;
}

/** What the server's clock said when a frame came. */
export interface Stamp extends Learned {
  readonly serverAtMs: number;
}

/** An answer of REST that is in the state. */
export interface Read extends Learned {
  /** Rows of it that could not be read, which may be of anything. */
  readonly dropped: number;
}

/** A binding ends with its socket; the next greeting tells it anew. */
export interface Bound extends Learned {
  readonly accountId: string;
}

export interface Orphan extends Learned {
  readonly what: string;
}

/** Something that the server dated far beyond its own clock. */
export interface Misdated extends Learned {
  /** What told it: a kind of message. */
  readonly what: string;
  /** How far beyond, about. */
  readonly aheadMs: number;
}

/** Bounds of everything kept. */
export const LIMITS = {
  accounts: 200,
  openPositions: 2_000,
  closedPositions: 50,
  trades: 2_000,
  decisions: 1_000,
  orders: 500,
  settled: 200,
  equityPoints: 10_000,
  barSeries: 8,
  bars: 10_000,
  symbols: 2_000,
  answers: 64,
  stamps: 15,
  reads: 64,
  orphans: 10,
  misdated: 10,
  /** Different updates of one position within one second of server time. */
  seen: 16,
} as const;

export const initialState: HyperoruState = {
  accounts: [],
  positions: [],
  trades: [],
  decisions: [],
  orders: [],
  settled: [],
  equity: [],
  bars: [],
  symbols: null,
  answers: [],
  stamps: [],
  reads: [],
  unsupported: [],
  bound: null,
  orphans: [],
  misdated: [],
  bootstrappedAtMs: null,
  lastHeardMs: null,
  newestFrameId: -1,
};
