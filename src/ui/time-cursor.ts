import { create } from 'zustand';

/** A span of time that one view points at and all others light up. Unix seconds, end excluded. */
export interface LitSpan {
  readonly fromSec: number;
  readonly toSec: number;
  /** The view that points: it shows its own cursor already. */
  readonly by: string;
}

/** One time for all views of the page: what is pointed at, what was chosen, where charts shall look. */
export interface TimeCursor {
  readonly lit: LitSpan | null;
  /** Bar that was chosen by click or key, or a time within it, Unix seconds; null: the newest one. */
  readonly chosenSec: number | null;
  /** Where charts shall centre, Unix seconds. */
  readonly focusSec: number | null;
}

const NOWHERE: TimeCursor = { lit: null, chosenSec: null, focusSec: null };

export const useTimeCursor = create<TimeCursor>(() => NOWHERE);

/** Lights a span up in the other views; null puts it out, if it was this view that lit it. */
export function lightUp(by: string, span: Omit<LitSpan, 'by'> | null): void {
  const { lit } = useTimeCursor.getState();
  if (span) useTimeCursor.setState({ lit: { ...span, by } });
  else if (lit?.by === by) useTimeCursor.setState({ lit: null });
}

/** Chooses the bar of a time; null: follow the newest again. */
export function chooseTime(timeSec: number | null): void {
  useTimeCursor.setState({ chosenSec: timeSec });
}

/** Centres charts on a time and chooses its bar; null lets go of both. */
export function goToTime(timeSec: number | null): void {
  useTimeCursor.setState({ focusSec: timeSec, chosenSec: timeSec });
}
