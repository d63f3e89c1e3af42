import { z } from 'zod';
import { attemptSchema, termsSchema, type Attempt, type OrderTerms } from './attempt';
import { defaultLimits, type Limits } from './guards';

/** An order that some tab of this browser sent not long ago. */
export interface RecentOrder {
  readonly id: string;
  readonly atMs: number;
  readonly notional: number;
  readonly terms: OrderTerms;
}

/** What survives a reload (session) and what all tabs share (local). Storage that fails reads as empty. */
export interface Memory {
  loadAttempts(): readonly Attempt[];
  /** False when it could not be written down. */
  saveAttempts(attempts: readonly Attempt[]): boolean;
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

const recentSchema = z.array(
  z.object({ id: z.string(), atMs: z.number(), notional: z.number(), terms: termsSchema }),
);
const limitsSchema = z.object({
  perOrder: z.number().nonnegative(),
  perMinute: z.number().nonnegative(),
  ordersPerMinute: z.number().int().nonnegative(),
});

type Kind = 'orders' | 'recent' | 'limits';

/** Under which name something of a connection is kept. */
export function keyOf(what: Kind, connectionId: string): string {
  return `vigil.hyperoru.${what}.${connectionId}`;
}

export type KeyValue = Pick<Storage, 'getItem' | 'setItem'>;

export function createMemory(
  connectionId: string,
  session: KeyValue | null,
  local: KeyValue | null,
): Memory {
  const key = (what: Kind) => keyOf(what, connectionId);
  const within = (nowMs: number, ms: number) =>
    (read(local, key('recent'), recentSchema) ?? []).filter(({ atMs }) => nowMs - atMs < ms);
  const remembered = (nowMs: number) => within(nowMs, REMEMBERED_MS).slice(-MOST_REMEMBERED);
  return {
    // One row that cannot be read must not cost the others: an order forgotten is an order placed twice.
    loadAttempts: () =>
      (read(session, key('orders'), z.array(z.unknown())) ?? []).flatMap((row) => {
        const result = attemptSchema.safeParse(row);
        return result.success ? [result.data] : [];
      }),
    saveAttempts: (attempts) => write(session, key('orders'), attempts),
    recent: (nowMs) => within(nowMs, MINUTE_MS),
    remembered,
    addRecent(order) {
      const kept = remembered(order.atMs);
      const minute = within(order.atMs, MINUTE_MS);
      // However many: those of the last minute are what the limits count.
      const rows = minute.length > kept.length ? minute : kept;
      write(local, key('recent'), [...rows, order]);
    },
    limits: () => read(local, key('limits'), limitsSchema) ?? defaultLimits,
    saveLimits: (limits) => void write(local, key('limits'), limits),
  };
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
