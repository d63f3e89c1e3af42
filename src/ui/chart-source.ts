/** Where a chart reads from. Not React: the chart subscribes, collects and draws at its own pace. */
export interface ChartSource<T> {
  /** The newest value; the same reference while nothing changed. Null: nothing yet. */
  read(): T | null;
  /** Calls on every change; returns its undo. */
  subscribe(listener: () => void): () => void;
}
