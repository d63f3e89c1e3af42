import { useId, type KeyboardEventHandler, type ReactNode, type Ref } from 'react';
import { EmptyState } from './EmptyState';

export interface ChartFrameProps {
  readonly label: string;
  /** What is drawn, and when is read. */
  readonly head: ReactNode;
  /** What the newest or chosen place says. */
  readonly legend: ReactNode;
  readonly actions: ReactNode;
  /** Below the drawing. */
  readonly foot?: ReactNode;
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
  const {
    label,
    head,
    legend,
    actions,
    foot,
    overlay,
    spoken,
    stale,
    empty,
    table,
    onKeyDown,
    canvas,
  } = props;
  const keysId = useId();
  return (
    <section
      aria-label={label}
      className="bg-raised @container flex h-full min-h-0 min-w-0 flex-col"
    >
      <div className="border-line grid min-h-8 shrink-0 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 border-b px-2.5 py-0.5 text-[12px] @5xl:flex">
        <div className="tabular flex min-w-0 items-baseline gap-x-2.5 overflow-hidden whitespace-nowrap @5xl:shrink-0">
          {head}
        </div>
        <div className="flex items-center gap-1 @5xl:order-last @5xl:ml-auto">{actions}</div>
        <div className="tabular col-span-2 min-w-0 pb-0.5 @5xl:pb-0">{legend}</div>
        {stale ? (
          <p className="text-warning col-span-2 truncate pb-0.5 font-medium @5xl:ml-auto @5xl:pb-0">
            <span aria-hidden="true">◷ </span>
            {stale.words}
          </p>
        ) : null}
      </div>
      <div className="relative min-h-0 flex-1">
        <div
          {...FOCUSABLE}
          role="application"
          aria-roledescription="chart"
          aria-label={label}
          aria-describedby={keysId}
          onKeyDown={onKeyDown}
          className={`group absolute inset-0 outline-none ${table || empty ? 'invisible' : ''}`}
        >
          <div ref={canvas} className="h-full w-full" />
          {overlay}
          {empty || table ? null : <Attribution />}
          <div
            aria-hidden="true"
            className="border-accent pointer-events-none absolute inset-0 z-30 hidden border-2 group-focus-visible:block"
          />
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
      {table || empty ? null : foot}
      <p id={keysId} className="sr-only">
        {KEYS}
      </p>
      <p aria-live="polite" className="sr-only">
        {spoken}
      </p>
    </section>
  );
}

/** The library's licence asks for its name and this link where its charts are shown. */
function Attribution() {
  return (
    <a
      href="https://www.tradingview.com/"
      target="_blank"
      rel="noreferrer"
      className="text-faint hover:text-ink absolute bottom-7 left-1.5 z-20 text-[10px] no-underline"
    >
      TradingView Lightweight Charts
    </a>
  );
}
