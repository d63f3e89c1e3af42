import type { ReactNode } from 'react';

/** A framed part of a panel with a heading of its own. */
export function Card({
  title,
  aside,
  children,
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section aria-label={title} className="border-line flex min-w-0 flex-col gap-1.5 border p-2">
      <h3 className="text-ink flex items-center justify-between gap-2 font-semibold">
        {title}
        {aside}
      </h3>
      {children}
    </section>
  );
}

/** Names and values, a line each. */
export function Facts({ rows }: { readonly rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="tabular text-right break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
