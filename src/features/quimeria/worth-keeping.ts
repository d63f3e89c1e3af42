import { outlineOf } from './outline';
import type { Series } from './series';
import type { QuimeriaState } from './state';

/** More than a chart shows at first; whole step results are six kilobytes each, and only the newest are looked at. */
const BARS = 1_000;
const STEPS = 40;
const SERIES = 4;

/** The newest of what is known, for a reload without the server: all of it would be megabytes, written every few seconds. */
export function worthKeeping(state: QuimeriaState): QuimeriaState {
  return { ...state, series: state.series.slice(-SERIES).map(newestOf) };
}

function newestOf(series: Series): Series {
  const steps = series.steps.slice(-STEPS);
  if (series.facts.length <= BARS) return { ...series, steps };
  const facts = series.facts.slice(-BARS);
  return { ...series, facts, steps, outline: outlineOf(facts, series.hintSec) };
}
