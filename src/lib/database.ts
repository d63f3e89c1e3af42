import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

/** One kind of thing in the browser's database. Every call rejects where the browser refuses (private mode, quota, policy). */
export interface Shelf {
  read(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
  /** Puts what `next` makes of what is there, in one transaction; undefined leaves it as it is. */
  change(key: string, next: (kept: unknown) => unknown): Promise<void>;
  remove(key: string): Promise<void>;
  keys(): Promise<readonly string[]>;
}

interface Vigil extends DBSchema {
  readonly cursors: { readonly key: string; readonly value: unknown };
  readonly known: { readonly key: string; readonly value: unknown };
}

type ShelfName = 'cursors' | 'known';

const NAME = 'vigil';
const VERSION = 1;

let opened: Promise<IDBPDatabase<Vigil>> | null = null;

/** A shelf of the database that pages and the service worker share. Nothing is opened before the first call. */
export function openShelf(name: ShelfName): Shelf {
  return {
    read: async (key) => (await database()).get(name, key),
    async put(key, value) {
      await (await database()).put(name, value, key);
    },
    async change(key, next) {
      const transaction = (await database()).transaction(name, 'readwrite');
      const value = next(await transaction.store.get(key));
      if (value !== undefined) await transaction.store.put(value, key);
      await transaction.done;
    },
    remove: async (key) => (await database()).delete(name, key),
    keys: async () => (await database()).getAllKeys(name),
  };
}

async function database(): Promise<IDBPDatabase<Vigil>> {
  opened ??= openDB<Vigil>(NAME, VERSION, {
    upgrade(fresh) {
      fresh.createObjectStore('cursors');
      fresh.createObjectStore('known');
    },
    // A newer version in another tab, or whoever clears this site's data, must not wait for us. What is closed is of no use.
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      opened = null;
    },
    terminated: () => (opened = null),
  });
  try {
    return await opened;
  } catch (error) {
    opened = null;
    throw error;
  }
}
