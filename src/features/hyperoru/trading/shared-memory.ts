import { z } from 'zod';
import {
  submissionSchema,
  isOpen,
  isSentTo,
  termsSchema,
  type Submission,
  type OrderTerms,
} from './submission';
import { defaultLimits, strictest, type Limits } from './guards';

/** An order that some tab of this browser sent not long ago. */
export interface RecentOrder {
  readonly id: string;
  readonly atMs: number;
  readonly notional: number;
  readonly terms: OrderTerms;
  /** As of a submission. */
  readonly server?: string | null | undefined;
}

/**
 * What survives a reload (session) and what all tabs share (local). Storage that fails reads as empty. Of the orders that tabs
 * know of each other only those to this memory's server are given.
 */
export interface Memory {
  /** Those to other servers included: what nobody knows the outcome of must not vanish. */
  loadSubmissions(): readonly Submission[];
  /** False when it could not be written down. */
  saveSubmissions(submissions: readonly Submission[]): boolean;
  /** Those of the last minute, for the limits. */
  recent(nowMs: number): readonly RecentOrder[];
  /** Those of the last half hour, of which a trace may still come. */
  remembered(nowMs: number): readonly RecentOrder[];
  addRecent(order: RecentOrder): void;
  limits(): Limits;
  saveLimits(limits: Limits): void;
}

const MINUTE_MS = 60_000;
const REMEMBERED_MS = 1_800_000;
const MOST_REMEMBERED = 200;

const server = z.string().nullish();
const recentSchema = z.array(
  z.object({ id: z.string(), atMs: z.number(), notional: z.number(), terms: termsSchema, server }),
);
const limitsSchema = z.object({
  perOrder: z.number().nonnegative(),
  perMinute: z.number().nonnegative(),
  ordersPerMinute: z.number().int().nonnegative(),
  // An earlier version did not ask for it.
  percentOff: z.number().nonnegative().default(defaultLimits.percentOff),
  server,
});

type Kind = 'orders' | 'recent' | 'limits';

/** Under which name something of a connection is kept. */
export function keyOf(what: Kind, connectionId: string): string {
  return `vigil.hyperoru.${what}.${connectionId}`;
}

export type KeyValue = Pick<Storage, 'getItem' | 'setItem'>;

/** `to`: the server of the connection, see `serverOf`; null: whichever. */
export function createMemory(
  connectionId: string,
  session: KeyValue | null,
  local: KeyValue | null,
  to: string | null = null,
): Memory {
  const key = (what: Kind) => keyOf(what, connectionId);
  const own = (row: Pick<RecentOrder, 'server'>) => to === null || isSentTo(to, row);
  const within = (nowMs: number, ms: number) =>
    (read(local, key('recent'), recentSchema) ?? []).filter(({ atMs }) => nowMs - atMs < ms);
  return {
    // One row that cannot be read must not cost the others: an order forgotten is an order placed twice.
    loadSubmissions: () =>
      (read(session, key('orders'), z.array(z.unknown())) ?? []).flatMap((row) => {
        const result = submissionSchema.safeParse(row);
        return result.success ? [result.data] : [];
      }),
    saveSubmissions: (submissions) => write(session, key('orders'), submissions.map(withoutSpent)),
    recent: (nowMs) => within(nowMs, MINUTE_MS).filter(own),
    remembered: (nowMs) => within(nowMs, REMEMBERED_MS).filter(own).slice(-MOST_REMEMBERED),
    addRecent(order) {
      const kept = within(order.atMs, REMEMBERED_MS).slice(-MOST_REMEMBERED);
      const minute = within(order.atMs, MINUTE_MS);
      // However many: those of the last minute are what the limits count.
      const rows = minute.length > kept.length ? minute : kept;
      write(local, key('recent'), [...rows, { ...order, server: to }]);
    },
    limits: () => limitsFrom(read(local, key('limits'), limitsSchema), own),
    saveLimits: (limits) => void write(local, key('limits'), { ...limits, server: to }),
  };
}

/** Once an order is settled nothing is looked for that what was there before it could be mistaken for. */
function withoutSpent(submission: Submission): Submission {
  if (isOpen(submission)) return submission;
  return { ...submission, known: { ...submission.known, orderIds: [], tradeIds: [] } };
}

/** What a person allowed himself at another server he has not allowed here; what he forbade himself there stays so. */
function limitsFrom(
  kept: z.infer<typeof limitsSchema> | null,
  own: (row: Pick<RecentOrder, 'server'>) => boolean,
): Limits {
  if (!kept) return defaultLimits;
  const { server: _server, ...limits } = kept;
  return own(kept) ? limits : strictest(limits, defaultLimits);
}

function read<Value>(
  storage: KeyValue | null,
  key: string,
  schema: z.ZodType<Value>,
): Value | null {
  try {
    const result = schema.safeParse(JSON.parse(storage?.getItem(key) ?? 'null'));
    return result.success ? result.data : null;
  } catch {
    return null;
  }
}

function write(storage: KeyValue | null, key: string, value: unknown): boolean {
  try {
    storage?.setItem(key, JSON.stringify(value));
    return storage !== null;
  } catch {
    return false;
  }
}
