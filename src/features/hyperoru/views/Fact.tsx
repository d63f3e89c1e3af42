import type { ReactNode } from 'react';

interface FactProps {
  readonly label: string;
  /** Small, beside the label: its age. */
  readonly note?: ReactNode;
  readonly title?: string | undefined;
  readonly children: ReactNode;
}

/** One figure of a card with its name; within a `dl`. */
export function Fact({ label, note = null, title, children }: FactProps) {
  return (
    <div title={title} className="flex min-w-0 items-baseline justify-between gap-2">
      <dt className="text-muted">
        {label}
        {note === null ? null : <span className="text-faint text-[11px]"> {note}</span>}
      </dt>
      <dd className="text-ink whitespace-nowrap">{children}</dd>
    </div>
  );
}
