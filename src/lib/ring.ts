/**
 * Keeps the newest `capacity` items. Every item has a number that only grows, so a reader can say where it was even
 * after older items have gone.
 */
export class Ring<Item> {
  #items: (Item | undefined)[] = [];
  #next = 0;

  constructor(readonly capacity: number) {}

  /** Number of the oldest item still held. */
  get first(): number {
    return Math.max(0, this.#next - this.capacity);
  }

  /** Number that the next item will get: how many were ever pushed. */
  get next(): number {
    return this.#next;
  }

  get size(): number {
    return this.#next - this.first;
  }

  /** Adds an item and gives its number. */
  push(item: Item): number {
    this.#items[this.#next % this.capacity] = item;
    this.#next += 1;
    return this.#next - 1;
  }

  /** The item of that number, undefined when it has gone or has not come. */
  at(number: number): Item | undefined {
    if (number < this.first || number >= this.#next) return undefined;
    return this.#items[number % this.capacity];
  }

  /** Oldest first. */
  *[Symbol.iterator](): Generator<Item> {
    for (let number = this.first; number < this.#next; number += 1) yield this.#items[number % this.capacity] as Item;
  }

  /** Forgets the items; numbers go on. */
  clear(): void {
    this.#items = [];
    const next = this.#next;
    this.#next = next;
  }
}
