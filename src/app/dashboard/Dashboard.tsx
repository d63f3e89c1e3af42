import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { LiveConnection } from '~/app/connection';
import { useServices } from '~/app/services';
import { PartBoundary } from '~/app/PartBoundary';
import { useMediaQuery, WIDE } from '~/app/use-media-query';
import type { TimelineEntry } from '~/timeline/entry';
import { BarsPanel } from './BarsPanel';
import { Boards } from './Boards';
import { EquityPanel } from './EquityPanel';
import { FeedPanel } from './FeedPanel';
import { DeskTabs, WideLayout } from './lazy-views';
import type { Panes } from './panes';

interface DashboardProps {
  onOpenFrame(entry: TimelineEntry): void;
}

/** Everything at a glance: resizable panes where there is room, one column where there is not. */
export function Dashboard({ onOpenFrame }: DashboardProps) {
  const { desk } = useServices();
  const connections = useStore(desk.store, (state) => state.connections);
  const wide = useMediaQuery(WIDE);
  const panes = panesOf(connections, onOpenFrame);
  return wide ? <WideLayout panes={panes} /> : <Narrow panes={panes} />;
}

function panesOf(
  connections: readonly LiveConnection[],
  onOpenFrame: (entry: TimelineEntry) => void,
): Panes {
  return {
    bars: alone('Bars', <BarsPanel connections={connections} />),
    equity: alone('Equity and drawdown', <EquityPanel connections={connections} />),
    boards: alone('The status board', <Boards connections={connections} />),
    feed: alone(
      'The event feed',
      <FeedPanel connections={connections} onOpenFrame={onOpenFrame} />,
    ),
    desk: alone(
      'The tables',
      <section aria-label="Tables and lists" className="border-line bg-raised h-full border">
        <DeskTabs connections={connections} />
      </section>,
    ),
  };
}

/** A pane whose failure leaves the others alone. */
function alone(part: string, pane: ReactNode): ReactNode {
  return <PartBoundary part={part}>{pane}</PartBoundary>;
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
        {SECTIONS.map(({ key, height }) => (
          <div key={key} id={`section-${key}`} className={`${height} shrink-0 scroll-mt-1`}>
            {panes[key]}
          </div>
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
