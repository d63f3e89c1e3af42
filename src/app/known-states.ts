import type { Shelf } from '~/lib/database';
import { fromText, toText } from '~/lib/plain-text';

/** What a connection last knew, and when. */
export interface KnownState {
  readonly state: object;
  /** When it was true, Unix milliseconds. */
  readonly atMs: number;
}

/** The last known state of each endpoint, kept in the browser for a reload without its server. Nothing here ever throws. */
export interface KnownStates {
  load(key: string): Promise<KnownState | null>;
  /** Not kept where it is too large, holds a secret, or is not plain data. */
  save(key: string, known: KnownState, secrets: readonly string[]): void;
  forget(key: string): void;
  /** Forgets what is kept of all endpoints that are `over`, state and feed. */
  forgetAll(over: (ep: string) => boolean): void;
}

/** Beside the state of an endpoint its feed is kept. */
export const FEED = 'feed|';

interface Kept {
  readonly build: string;
  readonly atMs: number;
  readonly text: string;
}

/** Writing more would hold up the page. A feature with more to say keeps its newest, see `Feature.worthKeeping`. */
const MOST_CHARS = 2 * 1024 * 1024;
/** Connections come and go; what is more than these is dropped, feeds (`feed|…`) first. Each has a state and a feed. */
const MOST_KEPT = 48;

/** `build` names the shape of what is kept: what another build has kept is dropped, never guessed at. */
export function createKnownStates(shelf: Shelf, build: string): KnownStates {
  async function put(key: string, kept: Kept): Promise<void> {
    await shelf.put(key, kept);
    const keys = await shelf.keys();
    for (const old of keys.filter((other) => other !== key).slice(0, keys.length - MOST_KEPT)) {
      await shelf.remove(old);
    }
  }

  function forget(key: string): void {
    shelf.remove(key).catch(() => undefined);
  }

  async function sweep(over: (ep: string) => boolean): Promise<void> {
    const keys = await shelf.keys();
    const isOver = (key: string) => over(key.startsWith(FEED) ? key.slice(FEED.length) : key);
    await Promise.all(keys.filter(isOver).map((key) => shelf.remove(key)));
  }

  return {
    async load(key) {
      try {
        const kept = await shelf.read(key);
        if (kept === undefined) return null;
        if (isKept(kept) && kept.build === build) {
          const state = fromText(kept.text);
          if (typeof state === 'object' && state !== null) return { state, atMs: kept.atMs };
        }
        await shelf.remove(key);
      } catch {
        // A browser that keeps nothing has nothing to show.
      }
      return null;
    },
    save(key, { state, atMs }, secrets) {
      const text = textOf(state);
      const isFit =
        text !== null &&
        text.length <= MOST_CHARS &&
        !secrets.some((secret) => secret !== '' && holds(text, secret));
      if (isFit) put(key, { build, atMs, text }).catch(() => undefined);
      // An older copy would be shown as if nothing had come since.
      else forget(key);
    },
    forget,
    forgetAll: (over) => void sweep(over).catch(() => undefined),
  };
}

function holds(text: string, secret: string): boolean {
  return text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1));
}

function textOf(state: object): string | null {
  try {
    return toText(state);
  } catch {
    return null;
  }
}

function isKept(kept: unknown): kept is Kept {
  if (typeof kept !== 'object' || kept === null) return false;
  const { build, atMs, text } = kept as Partial<Record<keyof Kept, unknown>>;
  return typeof build === 'string' && typeof text === 'string' && Number.isFinite(atMs);
}
