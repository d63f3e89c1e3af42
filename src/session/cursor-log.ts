import type { Shelf } from '~/lib/database';
import { isFurther, readCursor, type Cursor } from './cursor';

/** The cursors of all endpoints. They only move forward, whoever writes. */
export interface CursorLog {
  read(ep: string): Promise<Cursor | null>;
  /** False: the browser refuses to keep it; it is remembered for as long as this program runs. */
  commit(ep: string, cursor: Cursor): Promise<boolean>;
  forget(ep: string): Promise<void>;
  /** Forgets all endpoints that are `over`. */
  forgetAll(over: (ep: string) => boolean): Promise<void>;
}

/** Endpoints whose cursors are held in memory. */
const MOST = 200;

/** Keeps cursors on a shelf, and in memory where that is refused. */
export function createCursorLog(
  shelf: Pick<Shelf, 'read' | 'change' | 'remove' | 'keys'>,
): CursorLog {
  const memory = new Map<string, Cursor>();

  function further(a: Cursor | null, b: Cursor | null): Cursor | null {
    if (a === null || b === null) return a ?? b;
    return supersedes(b, a) ? b : a;
  }

  function remember(ep: string, cursor: Cursor): void {
    memory.set(ep, further(memory.get(ep) ?? null, cursor) ?? cursor);
    if (memory.size > MOST) memory.delete(memory.keys().next().value!);
  }

  async function forget(ep: string): Promise<void> {
    memory.delete(ep);
    await shelf.remove(ep).catch(() => undefined);
  }

  return {
    forget,
    async forgetAll(over) {
      const keys = await shelf.keys().catch(() => []);
      await Promise.all([...new Set([...keys, ...memory.keys()])].filter(over).map(forget));
    },
    async read(ep) {
      const held = memory.get(ep) ?? null;
      try {
        return further(held, readCursor(await shelf.read(ep)));
      } catch {
        return held;
      }
    },
    async commit(ep, cursor) {
      remember(ep, cursor);
      try {
        await shelf.change(ep, (kept) => {
          const known = readCursor(kept);
          return known === null || supersedes(cursor, known) ? cursor : undefined;
        });
        return true;
      } catch {
        return false;
      }
    },
  };
}

/** Also at the same position: that somebody listened there until later. */
function supersedes(a: Cursor, b: Cursor): boolean {
  if (isFurther(a, b)) return true;
  return !isFurther(b, a) && (a.keptAtMs ?? 0) > (b.keptAtMs ?? 0);
}
