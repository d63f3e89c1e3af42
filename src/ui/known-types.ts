import type { TimelineEntry } from '~/timeline/entry';

/** More than these no person would choose from. */
const LIMIT = 200;
/** How far before what was seen last a late entry may have come in. */
const TAIL = 500;

/** The types that entries name, found without looking at everything anew. A type once seen stays to be chosen. */
export class KnownTypes {
  #types: readonly string[] = [];
  #seen = 0;

  /** Sorted; the same list while no new type came. */
  read(entries: readonly TimelineEntry[]): readonly string[] {
    const known = new Set(this.#types);
    const from = this.#seen > entries.length ? 0 : this.#seen - TAIL;
    for (let index = Math.max(0, from); index < entries.length; index += 1) {
      const type = entries[index]?.type;
      if (type !== undefined && known.size < LIMIT) known.add(type);
    }
    this.#seen = entries.length;
    if (known.size > this.#types.length) this.#types = [...known].sort();
    return this.#types;
  }
}
