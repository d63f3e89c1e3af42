export interface ChartNotesProps {
  readonly notes: readonly { readonly id: string; readonly text: string }[];
}

const MAX_NOTES = 6;

/** What marks and bands say about the place that is read, over the drawing. */
export function ChartNotes({ notes }: ChartNotesProps) {
  if (notes.length === 0) return null;
  return (
    <ul className="border-line-strong bg-surface/95 pointer-events-none absolute top-9 left-2 z-20 max-w-[min(60ch,calc(100%-6rem))] border px-2 py-1 text-[12px]">
      {notes.slice(0, MAX_NOTES).map(({ id, text }) => (
        <li key={id} className="break-words">
          {text}
        </li>
      ))}
      {notes.length > MAX_NOTES ? (
        <li className="text-faint">and {notes.length - MAX_NOTES} more</li>
      ) : null}
    </ul>
  );
}
