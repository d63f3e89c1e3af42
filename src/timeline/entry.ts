import type { Origin } from '~/session/wire';

/** What kind of thing happened, in the field's words. Labels and icons are tables over this union. */
export type EntryKind =
  | 'event' // a market event (NexusGlass)
  | 'decision' // what a model wanted
  | 'veto' // a risk rule or the kernel refused a proposal
  | 'block' // the signing layer refused
  | 'quote' // a price quote was discarded
  | 'reject' // the venue refused an order
  | 'order'
  | 'trade' // a fill
  | 'position'
  | 'equity'
  | 'journal'
  | 'status' // lifecycle of an agent or a feed
  | 'regime' // market state changed
  | 'gap' // messages were or may have been lost
  | 'system'; // Vigil itself speaks

/** Urgency. `critical` is P0: pinned until acknowledged; colour is never its only sign. */
export type Severity = 'critical' | 'warning' | 'notice' | 'info';

/** Keys by which entries of different wires are joined. */
export interface EntryRefs {
  readonly orderRef?: string;
  readonly journalRef?: string;
  readonly tradeId?: string;
  readonly eventId?: string;
  readonly decisionId?: string;
  readonly accountId?: string;
  /** Open time of the bar it belongs to, Unix seconds. */
  readonly barTimeSec?: number;
}

/** What a feature says about a message. The door adds where it came from. */
export interface EntryDraft {
  /** Unique within its connection and stable: the same thing seen twice has the same key and is one entry. */
  readonly key: string;
  /**
   * Further keys by which the same thing may already have been told, or will be: an entry that is known by any of its keys is
   * not added again. For things that a wire tells twice, at times of which neither message knows the other's.
   */
  readonly aliases?: readonly string[];
  /** The server's time of the thing, Unix milliseconds; the receive time where the message has none. */
  readonly atMs: number;
  readonly kind: EntryKind;
  /** The wire's own name of the type, as sent, where it has one: `LIQUIDATION_CLUSTER_ARMED`. */
  readonly type?: string;
  readonly severity: Severity;
  /**
   * How urgent its wire calls it, where that is not its severity: what was missed, or had expired when it came, asks for
   * nobody's attention any more.
   */
  readonly rank?: Severity;
  /** As the wire spells it, null where it names none. */
  readonly symbol: string | null;
  /** One line of plain text; server text is never markup. */
  readonly title: string;
  readonly detail: string | null;
  readonly refs: EntryRefs;
  /** Until when it matters, by our clock, Unix milliseconds. Left out where its wire does not say. */
  readonly expiresAtMs?: number;
  /** Which way a trade went. */
  readonly side?: 'buy' | 'sell';
  /** How sure its wire says that it is, a fraction 0 to 1. */
  readonly confidence?: number;
  /** Short facts shown as columns or chips: confidence, rule, priority, latency. Already formatted. */
  readonly facts?: readonly { readonly label: string; readonly value: string }[];
}

/** The neutral record of something that happened on one wire. */
export interface TimelineEntry extends EntryDraft {
  /** Unique over all connections: `connectionId` and `key`. */
  readonly id: string;
  readonly connectionId: string;
  readonly featureId: string;
  readonly receivedAtMs: number;
  readonly origin: Origin;
  /** 0: no frame of this page. */
  readonly frameId: number;
  /** It happened while nobody listened, and was loaded afterwards. What is loaded at the first visit was not missed. */
  readonly wasMissed?: boolean;
  /** A page before this one was told of it; this one has not been, yet. */
  readonly isKept?: true;
}
