import type { SeriesMarker, Time, UTCTimestamp } from 'lightweight-charts';
import { slotIndexAt } from './bar-slots';
import type { ChartPalette } from './chart-palette';
import type { ChartMark, MarkShape } from './chart-types';
import type { LayerId } from './layers';

/** How a kind of mark is drawn. Shape, place and letter tell them apart, colour only helps. */
export interface MarkStyle {
  readonly layer: LayerId;
  readonly shape: 'square' | 'circle' | 'arrowUp' | 'arrowDown';
  readonly position: 'aboveBar' | 'belowBar';
  readonly letter: string;
  readonly word: string;
}

export const MARK_STYLES: Record<MarkShape, MarkStyle> = {
  veto: { layer: 'veto', shape: 'square', position: 'aboveBar', letter: 'V', word: 'Veto' },
  halt: { layer: 'veto', shape: 'square', position: 'aboveBar', letter: 'H', word: 'Halt' },
  reset: { layer: 'veto', shape: 'circle', position: 'aboveBar', letter: 'R', word: 'Reset' },
  decision: {
    layer: 'decision',
    shape: 'circle',
    position: 'belowBar',
    letter: 'D',
    word: 'Decision',
  },
  'trade-buy': { layer: 'trade', shape: 'arrowUp', position: 'belowBar', letter: 'B', word: 'Buy' },
  'trade-sell': {
    layer: 'trade',
    shape: 'arrowDown',
    position: 'aboveBar',
    letter: 'S',
    word: 'Sell',
  },
  event: { layer: 'event', shape: 'circle', position: 'aboveBar', letter: 'E', word: 'Event' },
};

/** Marks of layers that are shown, at the slot they belong to, ascending. Those before the first slot are left out. */
export function placeMarks(
  marks: readonly ChartMark[],
  slots: readonly { readonly timeSec: number }[],
  hidden: ReadonlySet<LayerId>,
): readonly ChartMark[] {
  const placed: ChartMark[] = [];
  for (const mark of marks) {
    if (hidden.has(MARK_STYLES[mark.shape].layer)) continue;
    const slot = slots[slotIndexAt(slots, mark.timeSec)];
    if (slot)
      placed.push(slot.timeSec === mark.timeSec ? mark : { ...mark, timeSec: slot.timeSec });
  }
  return placed.sort((a, b) => a.timeSec - b.timeSec);
}

/** A mark as lightweight-charts draws it; `lettered` where there is room for its letter. */
export function markerOf(
  mark: ChartMark,
  palette: ChartPalette,
  lettered: boolean,
): SeriesMarker<Time> {
  const { layer, shape, position, letter } = MARK_STYLES[mark.shape];
  return {
    id: mark.id,
    time: mark.timeSec as UTCTimestamp,
    // A refusal's shape tells how grave it is: a kill switch points at its bar.
    shape: layer === 'veto' && mark.severity === 'critical' ? 'arrowDown' : shape,
    position,
    color: markColour(mark, palette),
    size: mark.severity === 'critical' ? 1.4 : 1,
    ...(lettered ? { text: mark.severity === 'critical' ? `${letter}!` : letter } : {}),
  };
}

function markColour({ shape, severity }: ChartMark, palette: ChartPalette): string {
  if (shape === 'trade-buy') return palette.up;
  if (shape === 'trade-sell') return palette.down;
  if (severity === 'info') return palette.faint;
  return palette[severity];
}
