import { useId, type ReactNode } from 'react';

export interface PanelProps {
  readonly title: string;
  readonly subtitle?: ReactNode;
  /** Buttons at the right of the heading. */
  readonly actions?: ReactNode;
  /** Set while the source is not live: the words are shown and the content is kept, hatched. */
  readonly stale?: { readonly words: string } | null | undefined;
  /** Name of the region when the title alone is not unique: "Positions, Account 2". */
  readonly label?: string | undefined;
  readonly children: ReactNode;
}

/** A framed region with a heading. Fills the height it is given. */
export function Panel({ title, subtitle, actions, stale, label, children }: PanelProps) {
  const titleId = useId();
  return (
    <section
      {...(label ? { 'aria-label': label } : { 'aria-labelledby': titleId })}
      data-stale={stale ? '' : undefined}
      className="border-line bg-raised flex h-full min-h-0 min-w-0 flex-col border"
    >
      <header className="border-line flex min-h-8 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b px-2.5 py-1">
        <h2 id={titleId} className="text-ink truncate text-[12px] font-semibold">
          {title}
        </h2>
        {subtitle ? (
          <div className="text-faint min-w-0 truncate text-[12px]">{subtitle}</div>
        ) : null}
        {stale ? (
          <p className="text-warning text-[12px] font-medium">
            <span aria-hidden="true">◷ </span>
            {stale.words}
          </p>
        ) : null}
        {actions ? <div className="ml-auto flex items-center gap-1">{actions}</div> : null}
      </header>
      <div className="relative min-h-0 flex-1">
        <div className="h-full overflow-auto">{children}</div>
        {stale ? (
          <div aria-hidden="true" className="stale-hatch pointer-events-none absolute inset-0" />
        ) : null}
      </div>
    </section>
  );
}
