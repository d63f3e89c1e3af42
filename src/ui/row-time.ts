import { createContext, use } from 'react';
import { goToTime, useTimeCursor } from './time-cursor';

/**
 * What is added to the times of rows so that they are on the cursor's clock, milliseconds; set around the views of a
 * connection whose server has another clock.
 */
export const RowTimeShift = createContext(0);

export interface RowTime<Row> {
  /** Whether something else points at the row's time. */
  isLit(row: Row): boolean;
  /** Chooses the row's time in all views, and centres charts on it. */
  goTo(row: Row): void;
}

/** Joins rows that have a time to the one cursor of the page; without `timeMs` they have none. */
export function useRowTime<Row>(
  timeMs: ((row: Row) => number | null) | undefined,
): RowTime<Row> | null {
  const shiftMs = use(RowTimeShift);
  // A list without times must not be drawn anew at every move of the pointer.
  const lit = useTimeCursor((cursor) => (timeMs ? cursor.lit : null));
  if (!timeMs) return null;
  const secOf = (row: Row) => {
    const ms = timeMs(row);
    return ms === null || !Number.isFinite(ms) ? null : (ms + shiftMs) / 1000;
  };
  return {
    isLit(row) {
      const atSec = lit ? secOf(row) : null;
      return lit !== null && atSec !== null && atSec >= lit.fromSec && atSec < lit.toSec;
    },
    goTo(row) {
      const atSec = secOf(row);
      if (atSec !== null) goToTime(Math.floor(atSec));
    },
  };
}

/** Whether a click was meant for a control inside a row, and not for the row. */
export function isOnControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('button, a, input, select, summary') !== null;
}
