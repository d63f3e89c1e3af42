import type { z } from 'zod';

/**
 * How a frame reached us. `live` came over the socket as it happened, `backfill` was asked for over
 * REST, `replay` comes out of a recording. Only `live` may alert.
 */
export type Origin = 'live' | 'backfill' | 'replay';

/** Where a frame came from: the socket, or the REST resource that answered (the feature's own name for it). */
export type FrameSource =
  { readonly channel: 'socket' } | { readonly channel: 'rest'; readonly resource: string };

/** Text as it was on the wire, before anything looked inside. */
export interface Frame {
  readonly text: string;
  /** Our clock when the frame arrived, Unix milliseconds. */
  readonly receivedAtMs: number;
  readonly origin: Origin;
  readonly source: FrameSource;
}

/** One place where a message is not what its schema promises. */
export interface SchemaIssue {
  /** Dotted path into the message, `''` for the message itself. */
  readonly path: string;
  readonly problem: string;
}

/** Why a frame could not become a message. A value, never an exception. */
export type WireError =
  | { readonly kind: 'not-json'; readonly detail: string }
  | { readonly kind: 'schema'; readonly type: string; readonly issues: readonly SchemaIssue[] }
  | { readonly kind: 'oversize'; readonly length: number; readonly limit: number }
  /** Our own fold threw on a message that its schema had accepted: a bug of ours, admitted. */
  | { readonly kind: 'fault'; readonly type: string; readonly detail: string };

/** What the door decided about one frame, as the inspector shows it. */
export type Verdict =
  | { readonly kind: 'pending' }
  /**
   * `repaired` counts bare NaN and Infinity tokens that were read as null, `dropped` the rows of its lists that could not be
   * read; left out: none.
   */
  | {
      readonly kind: 'ok';
      readonly type: string;
      readonly repaired: number;
      readonly dropped?: number;
    }
  | { readonly kind: 'unknown'; readonly type: string }
  | WireError;

/** The outcome of decoding. An `ok` frame without a message is raw text that the protocol knows, such as an echo. */
export type Decoded<Message> =
  | { readonly verdict: Extract<Verdict, { kind: 'ok' }>; readonly message: Message | null }
  | { readonly verdict: Exclude<Verdict, { kind: 'ok' | 'pending' }>; readonly message: null };

/** A validated message together with how and when it came. What `apply` and `describe` are given. */
export interface Received<Message> {
  readonly message: Message;
  readonly receivedAtMs: number;
  readonly origin: Origin;
  readonly source: FrameSource;
  /** Id of the recorded frame, so that every row can link to its payload. */
  readonly frameId: number;
}

/**
 * How one protocol's text becomes messages. `decode` in `session/decode.ts` does the work; a feature
 * only says what its wire looks like.
 */
export interface WireSpec<Message> {
  /** Longest text accepted, in UTF-16 units, checked before parsing. */
  readonly limits: { readonly socket: number; readonly rest: number };
  /** `repair` reads bare NaN and ±Infinity outside string literals as null, counted; Python servers send them. */
  readonly nonFinite: 'repair' | 'reject';
  /** Frames that are not JSON by design (a raw `pong`). Null: not one of those, parse it. */
  rawText?(text: string): { readonly type: string; readonly message: Message | null } | null;
  /** The message kind: a key of `schemas`, or any other name for a kind we do not know; null when it has none. */
  typeOf(value: unknown, source: FrameSource): string | null;
  /** One tolerant schema per known kind. Unknown keys are kept, kinds without a schema are `unknown`, not errors. */
  readonly schemas: Readonly<Record<string, z.ZodType<Message>>>;
  /** How many rows of a message's lists could not be read, where schemas read lists row by row. */
  dropped?(message: Message): number;
}
