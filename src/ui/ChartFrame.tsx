import type { KeyboardEventHandler, ReactNode, Ref } from 'react';
import { EmptyState } from './EmptyState';

export interface ChartFrameProps {
  readonly label: string;
  /** What the newest or chosen point says. */
  readonly legend: ReactNode;
  readonly actions: ReactNode;
  /** Over the drawing, at its top left. */
  readonly overlay?: ReactNode;
  /** Said by a screen reader when it changes. */
  readonly spoken: string;
  readonly stale: { readonly words: string } | null | undefined;
  readonly empty: { readonly title: string; readonly hint?: string } | null;
  /** Shown instead of the drawing. */
  readonly table: ReactNode;
  readonly onKeyDown: KeyboardEventHandler;
  readonly canvas: Ref<HTMLDivElement>;
}

/** What the keys do, for a screen reader. */
const KEYS =
  'Left and right arrow read bar by bar, page up and down ten at a time, home and end the first and the last, up and down arrow the previous and the next mark, escape leaves.';

/** Takes the focus although it is not a control: its arrows move a reading. */
const FOCUSABLE = { tabIndex: 0 };

/** The frame of a chart: legend and actions above, the drawing or its table below. Fills the height it is given. */
export function ChartFrame(props: ChartFrameProps) {
  const { label, legend, actions, overlay, spoken, stale, empty, table, onKeyDown, canvas } = props;
  return (
    <section
      aria-label={label}
      className="bg-raised @container flex h-full min-h-0 min-w-0 flex-col"
    >
      <div className="border-line flex min-h-8 shrink-0 flex-wrap items-center gap-x-3 gap-y-0.5 border-b px-2.5 py-1 text-[12px]">
        <div className="min-w-0 flex-1">{legend}</div>
        {stale ? (
          <p className="text-warning font-medium">
            <span aria-hidden="true">◷ </span>
            {stale.words}
          </p>
        ) : null}
        <div className="ml-auto flex items-center gap-1">{actions}</div>
      </div>
      <div className="relative min-h-0 flex-1">
        <div
          {...FOCUSABLE}
          role="application"
          aria-roledescription="chart"
          aria-label={`${label}. ${KEYS}`}
          onKeyDown={onKeyDown}
          className={`absolute inset-0 ${table || empty ? 'invisible' : ''}`}
        >
          <div ref={canvas} className="h-full w-full" />
          {overlay}
          {stale ? (
            <div
              aria-hidden="true"
              className="stale-hatch pointer-events-none absolute inset-0 z-10"
            />
          ) : null}
        </div>
        {empty ? (
          <div className="absolute inset-0">
            <EmptyState {...empty} />
          </div>
        ) : null}
        {table && !empty ? <div className="absolute inset-0">{table}</div> : null}
      </div>
      <p aria-live="polite" className="sr-only">
        {spoken}
      </p>
    </section>
  );
}
