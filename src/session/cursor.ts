import { z } from 'zod';

/** Decimal digits without leading zeros, so that the longer is the larger. */
const position = z.string().regex(/^(0|[1-9]\d{0,39})$/);

/**
 * How far a wire has been processed without a hole: what a recovery asks from after a reload. Holds no content, no key
 * and no address.
 */
export const cursorSchema = z.object({
  /** How often the server's numbering is known to have started afresh. */
  era: z.int().min(0),
  position,
  /** When what is at the position happened, on the server's clock; null: not known. */
  atMs: z.number().min(0).nullable(),
  /** A little before the position: from where to look for what was sent out of order. Null: nothing is known of before. */
  overlap: position.nullable(),
  /** When it was kept, on our clock: since then nobody may have listened. */
  keptAtMs: z.number().min(0).optional(),
});

export type Cursor = Readonly<z.infer<typeof cursorSchema>>;

/** Reads what was kept; null for anything that is no cursor. Never throws. */
export function readCursor(kept: unknown): Cursor | null {
  const parsed = cursorSchema.safeParse(kept);
  return parsed.success ? parsed.data : null;
}

/** Whether `a` is further than `b`: in a later era, or in the same one at a higher position. */
export function isFurther(a: Cursor, b: Cursor): boolean {
  if (a.era !== b.era) return a.era > b.era;
  if (a.position.length !== b.position.length) return a.position.length > b.position.length;
  return a.position > b.position;
}
