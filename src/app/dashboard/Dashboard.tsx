import { useStore } from 'zustand';
import { Group, Panel as Pane, Separator, useDefaultLayout } from 'react-resizable-panels';
import type { ReactNode } from 'react';
import type { LiveConnection } from '~/app/connection';
import { useServices } from '~/app/services';
import { useMediaQuery } from '~/app/use-media-query';
import type { TimelineEntry } from '~/timeline/entry';
import { ScrollRegion } from '~/ui/ScrollRegion';
import { BarsPanel } from './BarsPanel';
import { Boards } from './Boards';
import { DeskTabs } from './DeskTabs';
import { EquityPanel } from './EquityPanel';
import { FeedPanel } from './FeedPanel';

interface DashboardProps {
  onOpenFrame(entry: TimelineEntry): void;
}

/** Everything at a glance: resizable panes where there is room, one column where there is not. */
export function Dashboard({ onOpenFrame }: DashboardProps) {
  const { desk } = useServices();
  const connections = useStore(desk.store, (state) => state.connections);
  const wide = useMediaQuery('(min-width: 1024px)');
  const panes = panesOf(connections, onOpenFrame);
  return wide ? <Wide panes={panes} /> : <Narrow panes={panes} />;
}

interface Panes {
  readonly bars: ReactNode;
  readonly equity: ReactNode;
  readonly boards: ReactNode;
  readonly feed: ReactNode;
  readonly desk: ReactNode;
}

function panesOf(
  connections: readonly LiveConnection[],
  onOpenFrame: (entry: TimelineEntry) => void,
): Panes {
  return {
    bars: <BarsPanel connections={connections} />,
    equity: <EquityPanel connections={connections} />,
    boards: <Boards connections={connections} />,
    feed: <FeedPanel connections={connections} onOpenFrame={onOpenFrame} />,
    desk: <DeskTabs connections={connections} />,
  };
}

function Wide({ panes }: { readonly panes: Panes }) {
  const rows = useDefaultLayout({ id: 'vigil.layout.rows', storage: localStorage });
  const columns = useDefaultLayout({ id: 'vigil.layout.columns', storage: localStorage });
  const charts = useDefaultLayout({ id: 'vigil.layout.charts', storage: localStorage });
  return (
    <Group id="rows" orientation="vertical" className="p-1" {...rows}>
      <Pane id="top" minSize="30%" defaultSize="72%">
        <Group id="columns" orientation="horizontal" {...columns}>
          <Pane id="charts" minSize="25%" defaultSize="47%">
            <Group id="charts" orientation="vertical" {...charts}>
              <Pane id="bars" minSize="20%" defaultSize="55%">
                {panes.bars}
              </Pane>
              <Grip label="Resize bars and equity" flat />
              <Pane id="equity" minSize="20%" defaultSize="45%">
                {panes.equity}
              </Pane>
            </Group>
          </Pane>
          <Grip label="Resize charts and status" />
          <Pane id="boards" minSize="12%" defaultSize="23%">
            <ScrollRegion label="Status board" className="h-full">
              {panes.boards}
            </ScrollRegion>
          </Pane>
          <Grip label="Resize status and feed" />
          <Pane id="feed" minSize="15%" defaultSize="30%">
            {panes.feed}
          </Pane>
        </Group>
      </Pane>
      <Grip label="Resize the tables below" flat />
      <Pane id="desk" minSize="12%" defaultSize="28%">
        <section aria-label="Tables and lists" className="border-line bg-raised h-full border">
          {panes.desk}
        </section>
      </Pane>
    </Group>
  );
}

/** A separator that moves by pointer and by arrow keys. */
function Grip({ label, flat = false }: { readonly label: string; readonly flat?: boolean }) {
  const size = flat ? 'h-1 w-full' : 'w-1 h-full';
  return (
    <Separator
      aria-label={label}
      className={`${size} hover:bg-accent/60 data-[separator=active]:bg-accent shrink-0 bg-transparent`}
    />
  );
}

const SECTIONS: readonly { key: keyof Panes; name: string; height: string }[] = [
  { key: 'bars', name: 'Bars', height: 'h-[22rem]' },
  { key: 'boards', name: 'Status', height: '' },
  { key: 'equity', name: 'Equity', height: 'h-[20rem]' },
  { key: 'feed', name: 'Feed', height: 'h-[30rem]' },
  { key: 'desk', name: 'Tables', height: 'h-[28rem]' },
];

function Narrow({ panes }: { readonly panes: Panes }) {
  return (
    <div className="flex h-full flex-col">
      <div className="relative flex min-h-0 flex-1 flex-col gap-1 overflow-y-auto p-1">
        {SECTIONS.map(({ key, name, height }) => (
          <section
            key={key}
            id={`section-${key}`}
            aria-label={name}
            className={`${height} shrink-0 scroll-mt-1 ${key === 'desk' ? 'border-line bg-raised border' : ''}`}
          >
            {panes[key]}
          </section>
        ))}
      </div>
      <nav aria-label="Sections" className="border-line bg-raised flex shrink-0 border-t">
        {SECTIONS.map(({ key, name }) => (
          <a
            key={key}
            href={`#section-${key}`}
            className="text-muted hover:text-ink flex-1 py-2.5 text-center text-[12px] font-medium"
          >
            {name}
          </a>
        ))}
      </nav>
    </div>
  );
}
