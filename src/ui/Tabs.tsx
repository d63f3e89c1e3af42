import { Tabs as Radix } from 'radix-ui';
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';

export interface Tab {
  readonly id: string;
  readonly title: string;
  /** Beside the title: a count, a badge. */
  readonly badge?: ReactNode;
  /** Mounted only while its tab is chosen. */
  readonly content: ReactNode;
}

export interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  /** Chosen tab; left out, the component remembers it by itself. */
  readonly value?: string | undefined;
  readonly onChange?: ((id: string) => void) | undefined;
  /** At the left end of the row of tabs. */
  readonly lead?: ReactNode;
  /** At the right end of the row of tabs. */
  readonly actions?: ReactNode;
}

/** One of several views. Fills the height it is given. */
export function Tabs({ label, tabs, value, onChange, lead, actions }: TabsProps) {
  const [own, setOwn] = useState<string | null>(null);
  const wanted = value ?? own;
  // A remembered tab may have gone with its connection.
  const chosen = tabs.some((tab) => tab.id === wanted) ? wanted : (tabs[0]?.id ?? '');
  const row = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (row.current) revealTab(row.current, chosen);
  }, [chosen]);
  return (
    <Radix.Root
      value={chosen ?? ''}
      onValueChange={(id) => {
        setOwn(id);
        onChange?.(id);
      }}
      activationMode="manual"
      className="flex h-full min-h-0 min-w-0 flex-col"
    >
      <div className="border-line bg-surface flex shrink-0 items-end gap-x-2 border-b pr-1 max-sm:flex-wrap">
        {lead ? (
          <div className="flex h-8 shrink-0 items-center pl-1 max-sm:w-full">{lead}</div>
        ) : null}
        <Radix.List
          ref={row}
          aria-label={label}
          className="relative flex min-w-0 flex-1 overflow-x-auto"
        >
          {tabs.map((tab) => (
            <Radix.Trigger
              key={tab.id}
              value={tab.id}
              data-tab={tab.id}
              className="text-muted hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink -mb-px flex h-8 shrink-0 items-center gap-1.5 border-b-2 border-transparent px-3 text-[12px] font-medium"
            >
              {tab.title}
              {tab.badge}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {actions ? <div className="flex h-8 items-center gap-1">{actions}</div> : null}
      </div>
      {tabs.map((tab) => (
        <Radix.Content
          key={tab.id}
          value={tab.id}
          className="min-h-0 flex-1 overflow-auto data-[state=inactive]:hidden"
        >
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}

/** The row may be wider than its place. Scrolls nothing else, as `scrollIntoView` would. */
function revealTab(row: HTMLElement, id: string | null): void {
  const tab = [...row.querySelectorAll<HTMLElement>('[data-tab]')].find(
    ({ dataset }) => dataset.tab === id,
  );
  if (!tab) return;
  const end = tab.offsetLeft + tab.offsetWidth;
  if (end > row.scrollLeft + row.clientWidth) row.scrollLeft = end - row.clientWidth;
  if (tab.offsetLeft < row.scrollLeft) row.scrollLeft = tab.offsetLeft;
}
