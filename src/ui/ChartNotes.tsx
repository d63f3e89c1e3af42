import type { Half } from './chart-sight';

export interface ChartNotesProps {
  readonly notes: readonly { readonly id: string; readonly text: string }[];
  /** Half of the chart with the place that is read: it must not be covered. */
  readonly awayFrom: Half;
}

const MAX_NOTES = 6;

/** The price scale is at the right. */
const SIDES: Record<Half, string> = { left: 'right-24', right: 'left-2' };

/** What marks and bands say about the place that is read, over the other half of the drawing. */
export function ChartNotes({ notes, awayFrom }: ChartNotesProps) {
  if (notes.length === 0) return null;
  return (
    <ul
      className={`border-line-strong bg-surface/95 pointer-events-none absolute top-9 z-20 max-w-[min(44ch,calc(50%-4rem))] border px-2 py-1 text-[12px] ${SIDES[awayFrom]}`}
    >
      {notes.slice(0, MAX_NOTES).map(({ id, text }) => (
        <li key={id} className="line-clamp-3 break-words">
          {text}
        </li>
      ))}
      {notes.length > MAX_NOTES ? (
        <li className="text-faint">and {notes.length - MAX_NOTES} more</li>
      ) : null}
    </ul>
  );
}
