import type { Shelf } from '~/lib/database';

/** A shelf held by a test. Extend by what a browser can do to one. */
export class FakeShelf implements Shelf {
  readonly kept = new Map<string, unknown>();
  /** What a private window, a full disk or a policy does. */
  refuses = false;
  /** Told each change, as it is written. */
  changed: (key: string, value: unknown) => void = () => undefined;

  read(key: string): Promise<unknown> {
    return this.#answer(() => structuredClone(this.kept.get(key)));
  }

  put(key: string, value: unknown): Promise<void> {
    return this.change(key, () => value);
  }

  change(key: string, next: (kept: unknown) => unknown): Promise<void> {
    return this.#answer(() => {
      const value = next(structuredClone(this.kept.get(key)));
      if (value === undefined) return;
      this.kept.set(key, structuredClone(value));
      this.changed(key, value);
    });
  }

  remove(key: string): Promise<void> {
    return this.#answer(() => void this.kept.delete(key));
  }

  keys(): Promise<readonly string[]> {
    return this.#answer(() => [...this.kept.keys()].sort());
  }

  #answer<Value>(give: () => Value): Promise<Value> {
    return this.refuses
      ? Promise.reject(new DOMException('The operation is insecure.', 'SecurityError'))
      : Promise.resolve(give());
  }
}
