import type { z } from 'zod';
import { parseJson } from '~/lib/json';
import { shorten } from '~/lib/shorten';
import type { Decoded, FrameSource, SchemaIssue, WireSpec } from './wire';

const MAX_ISSUES = 8;
/** Characters kept of a type that we do not know. */
const LONGEST_NAME = 100;
const LONGEST_PATH = 300;

/**
 * Turns text into a validated message or a `WireError`. Never throws: whatever a server sends comes out as a value
 * that can be counted and shown. Pure.
 */
export function decode<Message>(
  spec: WireSpec<Message>,
  text: string,
  source: FrameSource,
): Decoded<Message> {
  const limit = source.channel === 'socket' ? spec.limits.socket : spec.limits.rest;
  if (text.length > limit) {
    return { verdict: { kind: 'oversize', length: text.length, limit }, message: null };
  }
  const raw = source.channel === 'socket' ? spec.rawText?.(text) : null;
  if (raw) return { verdict: { kind: 'ok', type: raw.type, repaired: 0 }, message: raw.message };

  const parsed = parseJson(text, spec.nonFinite === 'repair');
  if (!parsed.ok) return { verdict: { kind: 'not-json', detail: parsed.detail }, message: null };

  const type = spec.typeOf(parsed.value, source);
  if (type === null) return schemaError('(none)', [{ path: '', problem: 'has no message type' }]);
  // Verdicts are kept with each frame: a name of megabytes must not be.
  if (!Object.hasOwn(spec.schemas, type))
    return { verdict: { kind: 'unknown', type: shorten(type, LONGEST_NAME) }, message: null };

  const result = spec.schemas[type]!.safeParse(parsed.value);
  if (!result.success) {
    return schemaError(type, result.error.issues.slice(0, MAX_ISSUES).map(issueOf));
  }
  const dropped = spec.dropped?.(result.data) ?? 0;
  const verdict = { kind: 'ok', type, repaired: parsed.repaired } as const;
  return { verdict: dropped > 0 ? { ...verdict, dropped } : verdict, message: result.data };
}

function schemaError(type: string, issues: readonly SchemaIssue[]): Decoded<never> {
  return { verdict: { kind: 'schema', type, issues }, message: null };
}

function issueOf(issue: z.core.$ZodIssue): SchemaIssue {
  return {
    path: shorten(issue.path.map(String).join('.'), LONGEST_PATH),
    problem: shorten(issue.message, LONGEST_PATH),
  };
}
