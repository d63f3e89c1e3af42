import { z } from 'zod';
import { cursorSchema } from './cursor';
import { restAnswerSchema } from './rest-answer';

/**
 * What pages and the service worker say to each other, version 3. Plain data without ports, checked on both sides: a
 * page and a worker may be of different builds. Times are Unix milliseconds. Only `backfill` carries an address with a
 * query, or a key in a header: in memory, never kept and never repeated in an answer.
 */
export const NAMESPACE = 'vigil';
export const VERSION = 3;

/** Characters of a refusal that may travel. */
export const LONGEST_CODE = 64;
export const LONGEST_REASON = 600;

const epoch = z.int().min(0);
const time = z.number().min(0);

const refusal = z.object({
  code: z.union([z.number(), z.string().max(LONGEST_CODE)]),
  reason: z.string().max(LONGEST_REASON),
});

const snapshot = z.object({
  phase: z.enum(['idle', 'waiting', 'probing', 'canary', 'open', 'blocked']),
  attempt: z.int().min(0).max(1_000_000),
  epoch,
  vetoes: z.int().min(0).max(10),
  dueAtMs: time.nullable(),
  lastGrantAtMs: time.nullable(),
  refusal: refusal.nullable(),
});

const envelope = { ns: z.literal(NAMESPACE), v: z.literal(VERSION) };

/**
 * Where the page that speaks may connect to; null: anywhere. Its policy does not govern what a worker fetches, so it is told
 * with each address, and the worker asks no other for it.
 */
const only = z.array(z.string().max(300)).max(500).nullable();

/** `ep` is the endpoint: feature, connection and address without query. `line` is one session in one tab. */
const fromLine = {
  ...envelope,
  ep: z.string().min(1).max(500),
  line: z.string().min(1).max(64),
  visible: z.boolean(),
  /** What this page knows of the station's state, for a worker that has just started. */
  st: snapshot.nullable(),
  /** Asked before dialling, to know whether anybody is there. */
  probeUrl: z.string().max(500).nullable(),
  only,
};

const ep = z.string().min(1).max(500);
const req = z.string().min(1).max(64);
/** Names and values that a browser would refuse never get as far as a request. */
const headers = z
  .record(z.string().regex(/^[\w-]{1,64}$/), z.string().max(2_000))
  .refine((all) => Object.keys(all).length <= 8);

const pageMessage = z.discriminatedUnion('k', [
  /** "Ask this for me, or give me what another tab has asked later than `afterMs`." */
  z.object({
    ...envelope,
    k: z.literal('backfill'),
    req,
    url: z
      .string()
      .max(4_000)
      .regex(/^https?:\/\//),
    headers,
    only,
    afterMs: time,
    withinMs: z.number().min(1).max(30_000),
    maxLength: z
      .int()
      .min(1)
      .max(16 * 1024 * 1024),
  }),
  /** "The store holds all up to here": to be kept. */
  z.object({ ...envelope, k: z.literal('cursor'), req, ep, cursor: cursorSchema }),
  /** Somebody is here; `waiting` when it waits for a permit. */
  z.object({ ...fromLine, k: z.literal('hello'), waiting: z.boolean() }),
  z.object({ ...fromLine, k: z.literal('want') }),
  z.object({
    ...fromLine,
    k: z.literal('lost'),
    urgency: z.enum(['retry', 'slow']),
    epoch,
    lived: z.boolean(),
  }),
  z.object({ ...fromLine, k: z.literal('refused'), refusal }),
  z.object({ ...fromLine, k: z.literal('going') }),
  z.object({ ...fromLine, k: z.literal('live') }),
  z.object({ ...fromLine, k: z.literal('stable') }),
  z.object({ ...fromLine, k: z.literal('hint') }),
  z.object({ ...fromLine, k: z.literal('user') }),
  z.object({ ...fromLine, k: z.literal('gone') }),
  /** "I have seen the plan, keep waiting for me": its event keeps the worker alive for the next slice. */
  z.object({ ...fromLine, k: z.literal('lease') }),
]);

const fromWorker = { ...envelope, boot: z.string().max(64) };
const toLine = {
  ...fromWorker,
  ep: z.string().max(500),
  line: z.string().max(64),
  st: snapshot,
};

const workerMessage = z.discriminatedUnion('k', [
  /** A new worker runs and knows nobody: say hello. */
  z.object({ ...fromWorker, k: z.literal('who') }),
  z.object({ ...toLine, k: z.literal('plan'), attempt: z.int().min(0), retryAtMs: time }),
  z.object({ ...toLine, k: z.literal('connect'), epoch, notBeforeMs: time }),
  z.object({ ...toLine, k: z.literal('block'), refusal }),
  z.object({ ...fromWorker, k: z.literal('backfill'), req, answer: restAnswerSchema }),
  /** Whether the browser keeps the cursor. */
  z.object({ ...fromWorker, k: z.literal('cursor'), req, kept: z.boolean() }),
  /** The worker speaks another version: supervise yourself. Understood of whatever version, or it could not be said. */
  z.object({ ...fromWorker, v: z.int(), k: z.literal('unsupported'), speaks: z.int() }),
]);

/** Of whatever version: a page must be able to let a newer worker in. */
const activate = z.object({ ...envelope, v: z.int(), k: z.literal('activate') });

/** "The person wants the new version now": said to a worker that waits. */
export const ACTIVATE: z.infer<typeof activate> = { ns: NAMESPACE, v: VERSION, k: 'activate' };

export function isActivate(data: unknown): boolean {
  return activate.safeParse(data).success;
}

export type PageMessage = z.infer<typeof pageMessage>;
/** What a page asks of the worker besides supervision. */
export type Errand = Extract<PageMessage, { k: 'backfill' | 'cursor' }>;
/** What a line says to its station. */
export type LineMessage = Exclude<PageMessage, Errand>;
export type WorkerMessage = z.infer<typeof workerMessage>;

/** What a page said, or why it cannot be understood. */
export type ParsedPageMessage =
  | { readonly kind: 'ok'; readonly message: PageMessage }
  | { readonly kind: 'foreign' }
  | { readonly kind: 'version' }
  | { readonly kind: 'invalid' };

/** Reads a message of a page. Never throws. */
export function parsePageMessage(data: unknown): ParsedPageMessage {
  const stamp = envelopeOf(data);
  if (stamp === null) return { kind: 'foreign' };
  if (stamp !== VERSION) return { kind: 'version' };
  const parsed = pageMessage.safeParse(data);
  return parsed.success ? { kind: 'ok', message: parsed.data } : { kind: 'invalid' };
}

/** Reads a message of the worker; null for anything else. Never throws. */
export function parseWorkerMessage(data: unknown): WorkerMessage | null {
  const parsed = workerMessage.safeParse(data);
  return parsed.success ? parsed.data : null;
}

/** The version of one of our messages, null for a stranger's. */
function envelopeOf(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || !('ns' in data) || !('v' in data)) return null;
  return data.ns === NAMESPACE ? data.v : null;
}
