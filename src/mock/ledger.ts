/**
 * What became of one frame, or one request.
 * `emitted`: handed to a socket's TCP; once for each socket. `withheld`: kept back, `reason` says why; once for each
 * socket it was meant for, or once with socket null when nobody was there. `duplicate`: the second copy that `dup`
 * sends. `injected`: a broken frame that `garbage` sends. `received`: what a client sent. `rest`: a REST answer.
 */
export type LedgerKind = 'emitted' | 'withheld' | 'duplicate' | 'injected' | 'received' | 'rest';

export interface LedgerEntry {
  /** From 1, without holes within one world. */
  readonly seq: number;
  readonly wire: string;
  readonly kind: LedgerKind;
  /** Our clock, Unix milliseconds. */
  readonly atMs: number;
  readonly worldMs: number;
  readonly type: string;
  readonly key: string | null;
  readonly text: string;
  readonly socket: number | null;
  readonly reason: string | null;
}

/** The list of all that one wire emitted or withheld. */
export interface Ledger {
  enter(
    entry: Omit<LedgerEntry, 'seq' | 'wire' | 'atMs' | 'worldMs' | 'reason'> & {
      readonly reason?: string;
    },
  ): void;
  /** Entries with a seq above `seq`, oldest first; the oldest ones may have been dropped. */
  since(seq: number): readonly LedgerEntry[];
  /** How many of a kind were ever entered, dropped ones included. */
  count(kind: LedgerKind): number;
  clear(): void;
  /** While off, entries are counted and not kept. */
  setKeeping(keeping: boolean): void;
}

export interface LedgerBounds {
  readonly entries: number;
  /** UTF-16 units of all texts together. */
  readonly characters: number;
}

const BOUNDS: LedgerBounds = { entries: 200_000, characters: 100_000_000 };

export function createLedger(
  wire: string,
  now: () => { readonly atMs: number; readonly worldMs: number },
  bounds: LedgerBounds = BOUNDS,
): Ledger {
  let entries: LedgerEntry[] = [];
  /** Index of the oldest entry still held; the array is cut only now and then. */
  let first = 0;
  let characters = 0;
  let seq = 0;
  let keeping = true;
  let counts = new Map<LedgerKind, number>();

  const dropOldest = () => {
    while (entries.length - first > bounds.entries || characters > bounds.characters) {
      characters -= entries[first]!.text.length;
      first += 1;
    }
    if (first < 10_000) return;
    entries = entries.slice(first);
    first = 0;
  };

  return {
    enter: ({ reason = null, ...entry }) => {
      counts.set(entry.kind, (counts.get(entry.kind) ?? 0) + 1);
      seq += 1;
      if (!keeping) return;
      entries.push({ seq, wire, ...now(), ...entry, reason });
      characters += entry.text.length;
      dropOldest();
    },
    since: (from) => {
      const held = first === 0 ? entries : entries.slice(first);
      return from <= 0 ? held.slice() : held.filter((entry) => entry.seq > from);
    },
    count: (kind) => counts.get(kind) ?? 0,
    clear: () => {
      entries = [];
      counts = new Map();
      [first, characters, seq] = [0, 0, 0];
    },
    setKeeping: (next) => void (keeping = next),
  };
}
