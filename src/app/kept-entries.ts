import { z } from 'zod';

/** The shape of entries that an earlier page kept. Anything else is dropped as a whole: it is not ours, or not of now. */
export const keptEntriesSchema = z.object({
  entries: z
    .array(
      z.strictObject({
        id: z.string(),
        key: z.string(),
        aliases: z.array(z.string()).optional(),
        connectionId: z.string(),
        featureId: z.string(),
        atMs: z.number(),
        receivedAtMs: z.number(),
        kind: z.enum([
          'event',
          'decision',
          'veto',
          'block',
          'quote',
          'reject',
          'order',
          'trade',
          'position',
          'equity',
          'journal',
          'status',
          'regime',
          'gap',
          'system',
        ]),
        type: z.string().optional(),
        severity: z.enum(['critical', 'warning', 'notice', 'info']),
        rank: z.enum(['critical', 'warning', 'notice', 'info']).optional(),
        symbol: z.string().nullable(),
        title: z.string(),
        detail: z.string().nullable(),
        refs: z.strictObject({
          orderRef: z.string().optional(),
          journalRef: z.string().optional(),
          tradeId: z.string().optional(),
          eventId: z.string().optional(),
          decisionId: z.string().optional(),
          accountId: z.string().optional(),
          barTimeSec: z.number().optional(),
        }),
        expiresAtMs: z.number().optional(),
        side: z.enum(['buy', 'sell']).optional(),
        confidence: z.number().optional(),
        facts: z.array(z.strictObject({ label: z.string(), value: z.string() })).optional(),
        origin: z.enum(['live', 'backfill', 'replay']),
        frameId: z.number(),
        wasMissed: z.boolean().optional(),
        isKept: z.literal(true).optional(),
      }),
    )
    .max(500),
});
