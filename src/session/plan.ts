import type { Received } from './wire';

/** Why a server will not have us. Never retried by itself. */
export interface Refusal {
  readonly code: number | string;
  /** Plain words for the person, the server's own text included. */
  readonly reason: string;
}

/** A server's wish to be left alone for a while. */
export interface Pause {
  /** Plain words for the person. */
  readonly cause: string;
  /** How long, seconds; null: it did not say, and the usual waits for a busy server apply. */
  readonly waitSec: number | null;
}

/** How long silence is normal on a wire. */
export interface Budget {
  /** When something that proves freshness was last heard; null: nothing yet, count from going live. */
  readonly lastHeardMs: number | null;
  readonly lateAfterMs: number;
  readonly silentAfterMs: number;
  /** What normal silence means here, for the chip's tooltip: "one bar a minute". */
  readonly normal: string;
}

/** How a wire is kept alive. Times in milliseconds. */
export interface Heartbeat<Message> {
  frame(): string;
  readonly everyMs: number;
  /**
   * Which answer counts, and how long it may take. `strict`: only a frame for which `matches` is true.
   * `any`: any inbound frame is life. `learned`: enforced only once this socket has answered a ping.
   * Null: no answer is expected.
   */
  readonly answer: {
    readonly withinMs: number;
    readonly mode: 'strict' | 'any' | 'learned';
    matches(message: Message): boolean;
  } | null;
}

/**
 * What one protocol needs of its session: where to dial, how to greet, when it is live, how it is kept alive.
 * Pure data and pure functions; `url` and `greet` are called anew for each socket.
 */
export interface SessionPlan<Message> {
  url(): string;
  /** Frames sent as soon as the socket is open, in order. */
  greet?(): readonly string[];
  /**
   * The rest of a greeting whose first part may or may not be answered: sent once `after` is true of a message, at the
   * latest `withinMs` after the first part.
   */
  readonly greetThen?: {
    frames(): readonly string[];
    after(message: Message): boolean;
    readonly withinMs: number;
  };
  /** `open`: live when the socket is open. Otherwise live at the first message for which it returns true. */
  readonly readyWhen: 'open' | ((message: Message) => boolean);
  /** Frames sent at once when a message arrives (a subscription after the bootstrap, say). Must be pure. */
  reply?(received: Received<Message>): readonly string[];
  readonly heartbeat?: Heartbeat<Message>;
  /** A message by which the server refuses us for good (AUTH_FAILED). */
  refusalOf?(message: Message): Refusal | null;
  /** A message after which the socket is closed and dialled again only when the server's time is over (RATE_LIMITED). */
  pauseOf?(message: Message): Pause | null;
  /**
   * Called after two dials in a row that nobody explained: browsers do not tell a wrong key or address from a server that is
   * away, REST does. Null: no refusal is known.
   */
  examine?(): Promise<Refusal | null>;
  /** Called each time the session becomes live: load history over REST, with `signal` aborted when the socket ends. */
  onLive?(signal: AbortSignal): Promise<void>;
}
