/** A list to be changed by key within one batch: indexed when first needed, copied only when something changed. */
export class RowsByKey<Row> {
  #index: Map<string, Row> | null = null;
  #changed = false;

  constructor(
    private readonly rows: readonly Row[],
    private readonly keyOf: (row: Row) => string,
  ) {}

  get(key: string): Row | undefined {
    return this.#map().get(key);
  }

  put(row: Row): void {
    const key = this.keyOf(row);
    if (this.#map().get(key) === row) return;
    this.#map().set(key, row);
    this.#changed = true;
  }

  remove(key: string): void {
    if (this.#map().delete(key)) this.#changed = true;
  }

  values(): Iterable<Row> {
    return this.#index?.values() ?? this.rows;
  }

  get size(): number {
    return this.#index?.size ?? this.rows.length;
  }

  /** The list after the batch: the very list it began with when nothing changed, otherwise what `finish` makes of it. */
  done(finish: (rows: Row[]) => readonly Row[] = (rows) => rows): readonly Row[] {
    return this.#changed ? finish([...this.#map().values()]) : this.rows;
  }

  #map(): Map<string, Row> {
    this.#index ??= new Map(this.rows.map((row) => [this.keyOf(row), row]));
    return this.#index;
  }
}
