/** Words for what became of an order or a trade, in lower case; one for each that any of the pages uses (HY12). */
const EXECUTED: ReadonlySet<string> = new Set(['filled', 'executed', 'closed']);
const CANCELLED: ReadonlySet<string> = new Set(['cancelled', 'canceled', 'expired']);

/** Something was traded. A trade that was closed since was executed once. */
export function isExecuted(status: string): boolean {
  return EXECUTED.has(status);
}

/** It was taken back, or ran out. */
export function isCancelled(status: string): boolean {
  return CANCELLED.has(status);
}

/** Nothing more comes of it. */
export function isOver(status: string): boolean {
  return isExecuted(status) || isCancelled(status) || status === 'rejected';
}
