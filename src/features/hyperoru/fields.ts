import { z } from 'zod';
import { parseTimeMs } from '~/lib/time';

/** Longest reasoning that is kept of one decision, in UTF-16 units. The frame itself stays in the recorder. */
export const MAX_REASONING = 16_000;

const NUMERIC = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** Ids are numbers on one page and text on another (HY9); inside they are text. */
export const idField = z.union([z.string().min(1), z.number()]).transform(String);

export const idOrNull = idField.nullish().transform((value) => value ?? null);

/** A number that may be missing before there is a first price (HY11). Missing is null, never 0. */
export const numberOrNull = z
  .union([
    z.number(),
    // What is too large for a number is none, as text no more than bare.
    z.string().regex(NUMERIC).transform(Number).pipe(z.number()),
  ])
  .nullish()
  .transform((value) => value ?? null);

/** Any of the server's time formats (HY10); null where it is not one of them. */
export const timeOrNull = z.unknown().optional().transform(parseTimeMs);

/** Text that decorates. A server that changes its kind must not cost us the whole message. */
export const textOrNull = z
  .string()
  .nullish()
  .transform((value) => value ?? null)
  .catch(null);

export const flagOrNull = z
  .boolean()
  .nullish()
  .transform((value) => value ?? null)
  .catch(null);

/** A word of a vocabulary: sides, states, kinds of order. One spelling inside (HY12). */
export const wordOrNull = z
  .string()
  .nullish()
  .transform((value) => value?.trim().toLowerCase() || null);

/** What a row cannot do without is not there. */
export function missing(context: z.core.$RefinementCtx, ...path: readonly string[]): never {
  context.addIssue({ code: 'custom', path: [...path], message: 'missing' });
  return z.NEVER;
}

/** Model output, as much of it as is kept, and how many characters were cut off. */
export function reasoningOf(text: string | null | undefined) {
  const whole = text ?? '';
  return {
    reasoning: whole.slice(0, MAX_REASONING),
    cut: Math.max(0, whole.length - MAX_REASONING),
  };
}
