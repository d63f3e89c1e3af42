import { useState } from 'react';

/** Which place of a chart is read, by its time: places move as old ones are taken off. */
export interface Reading {
  /** Unix seconds. */
  readonly timeSec: number;
  readonly by: 'pointer' | 'keys';
}

export interface ReadingProps {
  /** The place that is read, Unix seconds; null: none. */
  readonly onCursor?: ((timeSec: number | null) => void) | undefined;
  /** A place that somebody outside asks to read, Unix seconds. */
  readonly focusSec?: number | null | undefined;
}

/** What a person reads in a chart, by pointer or keys, or because it was asked for from outside. */
export function useReading({ onCursor, focusSec }: ReadingProps) {
  const [reading, setReading] = useState<Reading | null>(null);

  const [focusSeen, setFocusSeen] = useState<number | null>(null);
  const wantedSec = focusSec ?? null;
  if (wantedSec !== focusSeen) {
    setFocusSeen(wantedSec);
    if (wantedSec !== null) setReading({ timeSec: wantedSec, by: 'keys' });
    // Whoever asked for that place has let go of it.
    else if (reading?.by === 'keys' && reading.timeSec === focusSeen) setReading(null);
  }

  function read(next: Reading | null) {
    setReading(next);
    onCursor?.(next?.timeSec ?? null);
  }

  return {
    reading,
    read,
    /** The pointer is over that time; null: over none. */
    point(timeSec: number | null) {
      if (timeSec !== null) {
        if (timeSec !== reading?.timeSec) read({ timeSec, by: 'pointer' });
      } else if (reading?.by === 'pointer') read(null);
    },
    /** Ends the reading without telling anybody. */
    drop: () => setReading(null),
  };
}
