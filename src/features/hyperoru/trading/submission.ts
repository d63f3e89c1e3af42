import { z } from 'zod';

/** What an order asks for, in our words. Sizes in base units, prices and money in USD. */
export const termsSchema = z.object({
  accountId: z.string().min(1),
  symbol: z.string().min(1),
  side: z.enum(['buy', 'sell']),
  orderType: z.enum(['market', 'limit']),
  sizeBase: z.number().positive(),
  /** Limit price; null for a market order. */
  price: z.number().positive().nullable(),
});

/** How we know. `inferred`: by matching its terms. `chosen`: a person said so. */
const evidenceSchema = z.object({
  certainty: z.enum(['exact', 'inferred', 'chosen']),
  text: z.string(),
});

const orderId = z.string().nullable();
/** Base units of the order that are known to be executed; null: not known. */
const filledBase = z.number().nullable().default(null);

/**
 * What is known of an order that was confirmed. `unknown` is an honest state: it may or may not have been executed, and
 * it is left only with evidence. `search`: how far the search for it is; `unread`: the lists that could show it could not
 * be read; `several`: more than one thing fits.
 */
const outcomeSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('sent') }),
  z.object({ status: z.literal('not-sent'), reason: z.string() }),
  z.object({ status: z.literal('accepted'), orderId, filledBase, evidence: evidenceSchema }),
  z.object({
    status: z.literal('filled'),
    orderId,
    tradeId: z.string().nullable(),
    evidence: evidenceSchema,
  }),
  z.object({ status: z.literal('cancelled'), orderId, filledBase, evidence: evidenceSchema }),
  z.object({ status: z.literal('rejected'), reason: z.string(), evidence: evidenceSchema }),
  z.object({
    status: z.literal('unknown'),
    why: z.string(),
    sinceMs: z.number(),
    search: z.enum(['waiting', 'looking', 'no-trace', 'unread', 'several']),
  }),
]);

/** What was already there when the order was sent, so that it is not taken for the order's trace. */
const knownSchema = z.object({
  /** Orders and trades of the same terms. */
  orderIds: z.array(z.string()),
  tradeIds: z.array(z.string()),
  /** Whether the account's order list, and the list of trades, had been read by then. */
  ordersRead: z.boolean(),
  tradesRead: z.boolean(),
  /** Newest time that this server had told; its clock is not ours. */
  serverAtMs: z.number().nullable(),
  /** Size of the account's position in the symbol, negative when short; null: not known. */
  positionBase: z.number().nullable(),
});

/**
 * What a person confirmed and what became of it: exactly one frame. An `Order` is what the server lists; an order that is
 * sent again is a second submission. Kept across reloads.
 */
export const submissionSchema = z.object({
  /** Request id of its frame. */
  id: z.string().min(1),
  terms: termsSchema,
  accountLabel: z.string(),
  environment: z.string(),
  /** Where it was sent, see `serverOf`; null: an earlier version did not write it down. */
  server: z.string().nullable().default(null),
  /** Estimate at the time, USD. */
  notional: z.number(),
  sentAtMs: z.number(),
  /** The first submission of the same order, where this one sends it again. */
  resendOf: z.string().nullable(),
  known: knownSchema,
  outcome: outcomeSchema,
});

export type OrderTerms = z.infer<typeof termsSchema>;
export type Evidence = z.infer<typeof evidenceSchema>;
export type Outcome = z.infer<typeof outcomeSchema>;
export type KnownBefore = z.infer<typeof knownSchema>;
export type Submission = z.infer<typeof submissionSchema>;

/** Whether an order was sent to this server: only there can anything be found of it. */
export function isSentTo(
  server: string,
  order: { readonly server?: string | null | undefined },
): boolean {
  return (order.server ?? server) === server;
}

/** Orders are the same thing to a server that has no other way to tell them apart. */
export function isSameOrder(a: OrderTerms, b: OrderTerms): boolean {
  return (
    a.accountId === b.accountId &&
    a.symbol === b.symbol &&
    a.side === b.side &&
    a.orderType === b.orderType &&
    a.price === b.price &&
    isSameSize(a.sizeBase, b.sizeBase)
  );
}

/** Equal up to what a double loses on its way through a server. */
export function isSameSize(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}

/** Whether something may still come of it that we do not know. */
export function isOpen({ outcome }: Submission): boolean {
  return outcome.status === 'sent' || outcome.status === 'accepted' || outcome.status === 'unknown';
}
