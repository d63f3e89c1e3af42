import type { HyperoruMessage } from './messages';
import { believed } from './server-clock';

/** A message without the dates that its server's clock is far from having reached. */
export interface Redated {
  /** The very message that came, where all its dates are sound. */
  readonly message: HyperoruMessage;
  /** The latest of the dates that were taken out; null: none was. */
  readonly farMs: number | null;
}

/**
 * Takes out what is dated beyond `latestMs` (HY18): the row stays and counts as of when it came, a point of a curve goes,
 * as it would be nothing but its date. One such date would hold up all later news of its row.
 */
export function withoutFarDates(message: HyperoruMessage, latestMs: number): Redated {
  const far: number[] = [];
  const isSound = (row: Dated) => {
    const sound = row.atMs === null || believed(row.atMs, latestMs) !== null;
    if (!sound && row.atMs !== null) far.push(row.atMs);
    return sound;
  };
  const undated = <Row extends Dated>(row: Row): Row =>
    isSound(row) ? row : { ...row, atMs: null };
  const rows = <Row extends Dated>(list: readonly Row[]): readonly Row[] => list.map(undated);
  const made = redated(message, { undated, rows, points: (list) => list.filter(isSound) });
  return far.length === 0
    ? { message, farMs: null }
    : { message: made, farMs: far.reduce((a, b) => Math.max(a, b)) };
}

interface Dated {
  readonly atMs: number | null;
}

interface Means {
  undated<Row extends Dated>(row: Row): Row;
  rows<Row extends Dated>(list: readonly Row[]): readonly Row[];
  points<Point extends Dated>(list: readonly Point[]): readonly Point[];
}

function redated(message: HyperoruMessage, { undated, rows, points }: Means): HyperoruMessage {
  switch (message.kind) {
    case 'trades':
      return { ...message, trades: rows(message.trades) };
    case 'decision':
      return { ...message, decision: undated(message.decision) };
    case 'decisions':
      return { ...message, decisions: rows(message.decisions) };
    case 'positions':
      return { ...message, positions: rows(message.positions) };
    case 'position-list':
      return { ...message, positions: rows(message.positions) };
    case 'bootstrap':
      return { ...message, positions: message.positions && rows(message.positions) };
    case 'margin':
      return { ...message, margin: undated(message.margin) };
    case 'equity':
      return { ...message, sample: undated(message.sample) };
    case 'curve':
      return { ...message, points: points(message.points) };
    case 'snapshot': {
      const { more } = message;
      if (!more) return { ...message, positions: rows(message.positions) };
      const trades = rows(more.trades);
      const decisions = rows(more.decisions);
      const extras = { ...more, trades, decisions, curve: points(more.curve) };
      return { ...message, positions: rows(message.positions), more: extras };
    }
    default:
      return message;
  }
}
