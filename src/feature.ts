import type { ComponentType } from 'react';
import type { z } from 'zod';
import type { StoreApi } from 'zustand';
import type { Cursor } from '~/session/cursor';
import type { Budget, SessionPlan } from '~/session/plan';
import type { RestClient } from '~/session/rest';
import type { SendResult, SessionStatus } from '~/session/status';
import type { Received, WireSpec } from '~/session/wire';
import type { EntryDraft } from '~/timeline/entry';
import type { Happening } from '~/timeline/correlation';
import type { Gap } from '~/timeline/gap';
import type { TimelineState } from '~/timeline/timeline';
import type { BarSeries, EquitySeries } from '~/ui/chart-types';

/**
 * The contract of a feature: all that one protocol's slice gives to the app. A new protocol is a folder in
 * `src/features` whose `index.ts` exports `feature = defineFeature({...})`; nothing else has to be edited.
 */
export interface Feature<Message = unknown, State = unknown, Options = unknown> {
  /** Folder name, also the id of its mock: `halyrd`. */
  readonly id: string;
  readonly title: string;
  /** What the wire carries, in one or two words: "Agent", "Bars". */
  readonly carries: string;
  /** One sentence for the connection form. */
  readonly summary: string;
  /** Addresses of the protocol's documents. No trailing slash. */
  readonly defaults: { readonly socketUrl: string; readonly restUrl: string };
  /**
   * What a connection needs to know besides its addresses. The settings form is built from it: a zod object whose
   * fields are strings, numbers, booleans or enums with defaults and `.meta({ title, description, secret })`.
   * Fields marked secret live in memory only.
   */
  readonly options: z.ZodType<Options>;
  /** How to know this backend from another on the same port. */
  readonly fingerprint: Fingerprint;

  wire(options: Options): WireSpec<Message>;
  initialState(): State;
  /**
   * Folds messages into the state. Pure; idempotent (folding the same messages again changes nothing a user can see);
   * indifferent to how a sequence is cut into batches; a bound on everything kept. Returns `state` itself when
   * nothing changed.
   */
  apply(state: State, batch: readonly Received<Message>[]): State;
  /**
   * What the timeline shall say about a message; often nothing. Pure. `before` is the state ahead of the message, or of
   * its batch under load: an entry that depends on it must be keyed so that it is the same thing either way.
   */
  describe(received: Received<Message>, before: State): readonly EntryDraft[];
  /**
   * The server's clock as a message shows it, Unix milliseconds, as near to the moment of sending as it tells; null where
   * it tells nothing. The skew of the server's clock is estimated from these and the times of receipt.
   */
  serverTimeMs?(received: Received<Message>, before: State): number | null;
  /** How long silence is normal now. */
  budget(state: State, options: Options): Budget;

  /** Bars to be drawn by the candlestick view; the same reference while nothing changed. */
  bars?(state: State): readonly BarSeries[];
  /** Equity to be drawn by the equity view; the same reference while nothing changed. */
  equity?(state: State): readonly EquitySeries[];
  /** Whether what this connection shows is real money, paper money, or neither; null: not known (yet). */
  money?(state: State): 'live' | 'paper' | null;
  /** Whether a connection with these options shows the past being played again. */
  replays?(options: Options): boolean;
  /** For protocols that can be asked for what was missed since a position: how to go on from there after a reload. */
  readonly resume?: Resume<State>;
  /**
   * The part of a state that is worth keeping for a reload without the server, a state itself; left out: all of it. It is
   * written every few seconds, so at most about a megabyte of text.
   */
  worthKeeping?(state: State): State;
  /**
   * Whether a frame that a view sends does something on the backend: an order does, a question does not. Absent: no frame
   * of this wire does. Calls over REST act by their method.
   */
  acts?(text: string): boolean;
  /** What the feature itself keeps of a connection in this browser; absent: nothing. */
  readonly keeps?: Keeps;
  readonly panels: readonly Panel<State, Options>[];
  /** How equity from before what is held is asked for, where the protocol can be asked. */
  readonly earlierEquity?: EarlierEquity<State, Options, Message>;
  /** How something is followed through its stages by a reference, where this wire has such. */
  readonly tracing?: Tracing<State, Options>;
  /** What is done in the socket's place while it cannot be had; null: nothing. One store for the connection's life. */
  fallback?(connection: Connection<State, Options, Message>): StoreApi<Fallback | null>;

  /** The per-socket hook: opens the session of one connection and keeps it while mounted. Wiring only. */
  useSocket(connection: Connection<State, Options, Message>): void;
}

/** A position on the wire that outlives the page. */
export interface Resume<State> {
  /** Where nothing below is missing or unprocessed; null: nowhere yet. */
  cursor(state: State): Cursor | null;
  /** The REST resource as which the kept cursor comes in through the door, as JSON, ahead of the first socket. */
  readonly resource: string;
}

/** A view that a feature adds. It shows one connection. */
export interface Panel<State = unknown, Options = unknown> {
  readonly id: string;
  readonly title: string;
  /** `board`: a compact card on the status board. `desk`: a tab of the desk, full width (tables, lists). */
  readonly area: 'board' | 'desk';
  /** The desk opens with this tab until another is chosen: it has something to show from the start. */
  readonly opensFirst?: boolean;
  /** Made by `lazyView` of `~/ui/lazy-view`, its code is fetched when it is first shown. */
  readonly component: ComponentType<{ readonly connection: Connection<State, Options> }> & {
    readonly preload?: () => Promise<void>;
  };
  /**
   * Beside the title of a desk's tab, also while another is open: what a person must not miss there, in words. Draws nothing
   * where there is nothing. Absent: there never is.
   */
  readonly badge?: ComponentType<{ readonly connection: Connection<State, Options> }>;
}

/** What a feature keeps of a connection beyond the life of its page, by the connection's id. */
export interface Keeps {
  /** Sentences for whoever is about to remove the connection: what would be forgotten that is not settled. */
  unsettled(connectionId: string): readonly string[];
  /** Forgets it. What must outlive the connection for a while may stay. */
  forget(connectionId: string): void;
}

/** Asks for equity from before what is held. It enters through the door like any frame. */
export interface EarlierEquity<State = unknown, Options = unknown, Message = unknown> {
  /** A person looks further back than what is held. Does nothing while it is asked for, or when all is there. */
  load(connection: Connection<State, Options, Message>): void;
  /** How far that has come; one store for the connection's life. */
  progress(connection: Connection<State, Options, Message>): StoreApi<EarlierProgress>;
}

/** `end`: the server has nothing older, or nothing older is kept here, in words. */
export type EarlierProgress =
  | { readonly kind: 'more' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'end'; readonly words: string }
  | { readonly kind: 'failed'; readonly words: string };

/** Shows what a reference of this wire went through. The app shows it, and finds the bars that belong to it. */
export interface Tracing<State = unknown, Options = unknown> {
  /** When it happened (server time) and the words that it came with, by which bars are found; null: not known here. */
  happening(state: State, reference: string): Happening | null;
  /** Its stages in one connection, or that it is not known there. */
  readonly component: ComponentType<{
    readonly connection: Connection<State, Options>;
    readonly reference: string;
  }>;
}

/** Data that comes another way while a socket cannot be had. */
export interface Fallback {
  /** In a word, for the chip: "polling". */
  readonly word: string;
  /** A sentence: what is done, and how late it may be. */
  readonly words: string;
  /** When it last brought data, Unix milliseconds by our clock; null: not yet. */
  readonly asOfMs: number | null;
}

/** A harmless GET by which a backend can be told from another. */
export interface Fingerprint {
  /** Under the REST base, with a leading slash. */
  readonly path: string;
  matches(status: number, body: unknown): boolean;
}

/** How the browser reaches a backend: straight, through our own origin, or the bundled mock. */
export type Via = 'direct' | 'relay' | 'demo';

/** Where a connection dials, resolved from its settings. */
export interface Target<Options = unknown> {
  readonly via: Via;
  /** `ws:` or `wss:` base, no trailing slash. */
  readonly socketUrl: string;
  /** `http:` or `https:` base, no trailing slash. */
  readonly restUrl: string;
  readonly options: Options;
}

/** One configured backend of a feature, alive in this page: its store, its session, its door. */
export interface Connection<State = unknown, Options = unknown, Message = unknown> {
  readonly id: string;
  readonly featureId: string;
  readonly label: string;
  readonly target: Target<Options>;
  /** The slice's state. Written by the door only. */
  readonly store: StoreApi<State>;
  readonly status: StoreApi<SessionStatus>;
  readonly rest: RestClient;
  /** What all wires said, at a pace for views; what panels are given has it, so that one wire's view can name another's veto. */
  readonly timeline?: StoreApi<TimelineState>;
  /** Opens the session with this plan; returns its undo. Called by the feature's hook through `useSession`. */
  run(plan: SessionPlan<Message>): () => void;
  /** Sends now or not at all. */
  send(text: string): SendResult;
  /** Dials at once when waiting or refused; other connections are not touched. */
  retryNow(): void;
  /** REST shows that the socket is half open: dial anew. Nothing happens unless live. */
  suspect?(reason: string): void;
  /** What the newest gap of this connection has cost, where the feature knows it, and how it knows. */
  judgeGap?(verdict: Partial<Pick<Gap, 'recovered' | 'unrecoverable' | 'evidence'>>): void;
  /**
   * Changes options of this connection, as its form does: a new session and an empty store; other connections are not
   * touched. Secret ones stay in memory. Absent on a connection that is only tried.
   */
  configure?(options: Partial<Options>): void;
  /**
   * Adds a connection to the same backend that differs in these options, with a socket and a store of its own. Secrets are
   * taken over. Absent likewise.
   */
  addBeside?(label: string, options: Partial<Options>): void;
}

/** A feature whose inner types only its own folder knows. */
// eslint-disable-next-line typescript/no-explicit-any -- the registry holds features of different message and state types
export type AnyFeature = Feature<any, any, any>;
// eslint-disable-next-line typescript/no-explicit-any -- as above
export type AnyConnection = Connection<any, any, any>;

/** Checks a feature against the contract while its own types are still known. */
export function defineFeature<Message, State, Options>(
  feature: Feature<Message, State, Options>,
): Feature<Message, State, Options> {
  return feature;
}
