import type { Bar } from '~/ui/chart-types';

/** Repeatable randomness: the same seed gives the same story. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** In [min, max). */
  between(min: number, max: number): number;
  /** Whole number in [min, max], both included. */
  whole(min: number, max: number): number;
  pick<T>(from: readonly T[]): T;
  chance(probability: number): boolean;
  /** A stream of its own, so that one consumer cannot shift another's numbers. */
  fork(name: string): Random;
}

/** Base asset of an instrument. Each wire spells it its own way: BTC, BTCUSDT, BTC/USDT. */
export type Base = 'BTC' | 'ETH' | 'SOL' | 'LINK';

/** The kernel's view of one base for one bar. */
export interface KernelVerdict {
  readonly decision: 'Proceed' | 'Halt' | 'Reset';
  readonly reasons: readonly string[];
  readonly amd: 'Accumulation' | 'Manipulation' | 'Distribution' | 'Retracement';
  readonly amdBefore: 'Accumulation' | 'Manipulation' | 'Distribution' | 'Retracement';
  readonly regime: 'TRENDING' | 'SINCERE' | 'LIAR_STATE' | 'REVERSE_PERIOD' | 'NEUTRAL';
  /** -1 to 1, sign is the direction. */
  readonly bias: number;
  readonly confidence: number;
}

/** What happens in the world, in the order in which it happens. One story, told by four wires. */
export interface WorldEvents {
  /** A one-minute bar of a base closed. Every base, every world minute. */
  bar: { readonly base: Base; readonly bar: Bar; readonly kernel: KernelVerdict };
  /** A detector fired. `type` is a NexusGlass type name. */
  market: {
    readonly type: string;
    readonly priority: 'P0' | 'P1' | 'P2';
    readonly base: Base | null;
    readonly confidence: number;
    readonly data: Readonly<Record<string, unknown>>;
  };
  /** A model decided. */
  decision: {
    readonly decisionId: string;
    readonly accountId: number;
    readonly base: Base;
    readonly action: 'buy' | 'sell' | 'hold' | 'close';
    readonly reasoning: string;
  };
  /** The agent's proposal was refused before it became an order. */
  refusal: {
    readonly layer: 'quote' | 'policy' | 'signing';
    readonly rule: string;
    readonly reason: string;
    /** Null for quotes: the wire does not give one. */
    readonly orderRef: string | null;
    readonly base: Base;
  };
  /** An order was executed. `by` says whose: the Halyrd agent's or a Hyperoru account's. */
  fill: {
    readonly by: { readonly agent: true } | { readonly accountId: number };
    readonly tradeId: number;
    readonly base: Base;
    readonly side: 'buy' | 'sell';
    readonly sizeBase: number;
    readonly price: number;
    /** Quote currency; null for an opening fill. */
    readonly pnl: number | null;
    readonly fees: number;
    readonly orderRef: string;
    readonly why: string;
  };
  /** The agent looked and did nothing. */
  skip: { readonly base: Base; readonly why: string };
  /** Equity was sampled, for the agent every 15 world minutes, for accounts every world minute. */
  equity: { readonly of: { readonly agent: true } | { readonly accountId: number } };
  /** The agent's lifecycle moved. */
  lifecycle: {
    readonly from: AgentStatus;
    readonly to: AgentStatus;
    readonly cause:
      | { readonly kind: 'eligible' }
      | { readonly kind: 'promotion'; readonly txHash: string | null }
      | {
          readonly kind: 'demotion';
          readonly rule: string;
          readonly scope: 'daily' | 'max';
          readonly relockUntilMs: number | null;
        }
      | { readonly kind: 'recovered' }
      /** The owner took it out of live trading by hand. */
      | { readonly kind: 'manual' };
  };
}

export type AgentStatus = 'PAPER' | 'ELIGIBLE' | 'LIVE' | 'DEMOTED';

/** What the owner of the agent may order, as at the agent's own dashboard. Limits are fractions and a count. */
export type OwnerCommand =
  /** With `force` also before the agent is eligible. */
  | { readonly kind: 'promote'; readonly force: boolean }
  | { readonly kind: 'demote' }
  /** Ends the lock that a breach of the maximum drawdown left. */
  | { readonly kind: 'reapprove' }
  /** The kill switch: the wallet signs nothing any more, exits included. */
  | { readonly kind: 'revoke-signing' }
  | {
      readonly kind: 'limits';
      readonly maxDrawdown: number;
      readonly dailyDrawdown: number;
      readonly consecutiveLosses: number;
    };

/** The Halyrd agent as the world knows it. Money in USDT, drawdowns as fractions. */
export interface WorldAgent {
  readonly id: string;
  readonly name: string;
  readonly status: AgentStatus;
  readonly phase: 'paper' | 'live';
  readonly equity: number;
  readonly ddFromPeak: number;
  /** Fraction of equity lost since 00:00 UTC, and the limit it is measured against. */
  readonly dailyDrawdown: number;
  readonly dailyLimit: number;
  readonly maxLimit: number;
  readonly consecutiveLosses: number;
  readonly lastHeartbeatMs: number;
  readonly closedTrades: number;
  /** Past samples, oldest first. */
  readonly equityHistory: readonly {
    readonly atMs: number;
    readonly equity: number;
    readonly ddFromPeak: number;
    readonly phase: 'paper' | 'live';
  }[];
}

export interface WorldPosition {
  readonly base: Base;
  readonly side: 'long' | 'short';
  readonly sizeBase: number;
  readonly entryPrice: number;
}

/** A Hyperoru account. Money in USD. */
export interface WorldAccount {
  readonly id: number;
  readonly name: string;
  readonly model: string;
  readonly initialCapital: number;
  readonly cash: number;
  readonly equity: number;
  readonly dayStartEquity: number;
  readonly positions: readonly WorldPosition[];
  readonly equityHistory: readonly { readonly atMs: number; readonly equity: number }[];
}

/** The one market, its agents and accounts, on one clock. */
export interface World {
  readonly seed: number;
  /** World time, Unix milliseconds. Runs `speed` times as fast as ours. */
  now(): number;
  readonly bases: readonly Base[];
  price(base: Base): number;
  /** The newest `count` closed one-minute bars, oldest first. At least 300 exist from the start. */
  bars(base: Base, count: number): readonly { readonly bar: Bar; readonly kernel: KernelVerdict }[];
  readonly agent: WorldAgent;
  readonly accounts: readonly WorldAccount[];
  on<K extends keyof WorldEvents>(
    kind: K,
    listener: (event: WorldEvents[K], atMs: number) => void,
  ): () => void;
  /**
   * Executes an order of a person against the world's price at once and changes account and position; the resulting
   * `fill` is also announced to listeners. Returns it, or why it was rejected.
   */
  placeOrder(order: {
    readonly accountId: number;
    readonly base: Base;
    readonly side: 'buy' | 'sell';
    readonly sizeBase: number;
  }):
    | { readonly ok: true; readonly fill: WorldEvents['fill'] }
    | { readonly ok: false; readonly reason: string };
  /** Does what the agent's owner orders, at once, or says why the agent's state forbids it. Left out by doubles. */
  command?(
    command: OwnerCommand,
  ): { readonly ok: true } | { readonly ok: false; readonly reason: string };
}

/** One open socket of a mock wire. */
export interface MockSocket {
  readonly id: number;
  /** Path below the wire's base, e.g. `/ws/agents/current`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** What the wire remembers about this client. */
  readonly memory: Map<string, unknown>;
  /** To this socket only; passes the faults and the ledger like a broadcast. */
  send(frame: MockFrame): void;
  close(code: number, reason: string): void;
}

/** A frame to be sent. `key` names the thing it reports (an event id, a bar time), for comparison with the screen. */
export interface MockFrame {
  readonly type: string;
  readonly key: string | null;
  readonly text: string;
}

export interface MockRequest {
  readonly method: string;
  /** Below the wire's base, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON, undefined where there is none. */
  readonly body: unknown;
}

export interface MockReply {
  readonly status: number;
  /** Sent as JSON; a string is sent as it is. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the backend lends to a wire. */
export interface MockContext {
  readonly world: World;
  readonly random: Random;
  /**
   * To every open socket, or those that `to` accepts. Passes the faults, and enters the ledger once per call:
   * emitted or withheld.
   */
  broadcast(frame: MockFrame, to?: (socket: MockSocket) => boolean): void;
  sockets(): readonly MockSocket[];
  /** World time, repeated; returns its undo. Undone by itself when the world is reset. */
  every(worldMs: number, run: () => void): () => void;
  /** Our time, once. For protocol timers (a server's own ping) that do not run with the world. */
  after(realMs: number, run: () => void): () => void;
  /** Whether a fault is switched on for this wire, with its value. */
  fault(name: string): unknown;
}

/** The server side of one protocol. */
export interface MockWire {
  /** Null accepts the upgrade; otherwise the HTTP status that refuses it. */
  upgrade(
    path: string,
    query: URLSearchParams,
  ): null | { readonly status: number; readonly reason: string };
  opened(socket: MockSocket): void;
  received(socket: MockSocket, text: string): void;
  closed?(socket: MockSocket): void;
  /** Null: no such resource (404). */
  rest(request: MockRequest): MockReply | null;
  /** Emits `count` more plausible messages at once, for the `burst` fault and the firehose. */
  burst(count: number): void;
  /** What this wire does to a client whose key is refused. Called on opening while `authFail` is on. */
  refuseKey(socket: MockSocket): void;
  /** The server process was restarted: counters start afresh. Sockets are closed by the backend. */
  restarted(): void;
}

/** Exported as `mock` from each feature's `mock.ts`. */
export interface FeatureMock {
  /** The feature's id; its base paths are `/mock/<id>` for sockets and REST alike. */
  readonly id: string;
  start(context: MockContext): MockWire;
}
