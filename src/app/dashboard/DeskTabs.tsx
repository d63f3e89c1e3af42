import type { LiveConnection } from '~/app/connection';
import { useStale } from '~/app/use-chip';
import type { Panel as PanelSpec } from '~/feature';
import { EmptyState } from '~/ui/EmptyState';
import { Tabs } from '~/ui/Tabs';
import { GapBadge, GapsSheet } from './GapsSheet';

/** Tables and lists of all connections, a tab each. */
export function DeskTabs({ connections }: { readonly connections: readonly LiveConnection[] }) {
  const tabs = connections.flatMap((connection) =>
    (connection.feature.panels as readonly PanelSpec[])
      .filter(({ area }) => area === 'desk')
      .map((panel) => ({
        id: `${connection.id}/${panel.id}`,
        title: panel.title,
        badge: <span className="text-faint font-normal">{wireName(connection, connections)}</span>,
        content: <Sheet connection={connection} panel={panel} />,
      })),
  );
  if (connections.length > 0) {
    tabs.push({ id: 'gaps', title: 'Gaps', badge: <GapBadge />, content: <GapsSheet /> });
  }
  if (tabs.length === 0) {
    return <EmptyState title="Nothing to list yet" hint="Each connection adds its tables here." />;
  }
  return <Tabs label="Tables and lists" tabs={tabs} />;
}

/** The wire in a word; its label where the same feature is connected more than once. */
function wireName(connection: LiveConnection, connections: readonly LiveConnection[]): string {
  const twins = connections.filter(({ featureId }) => featureId === connection.featureId);
  return twins.length > 1 ? connection.label : connection.feature.carries;
}

function Sheet({
  connection,
  panel,
}: {
  readonly connection: LiveConnection;
  readonly panel: PanelSpec;
}) {
  const stale = useStale(connection);
  const View = panel.component;
  return (
    <section
      aria-label={`${panel.title}, ${connection.label}`}
      data-stale={stale ? '' : undefined}
      className="relative flex h-full min-h-0 flex-col"
    >
      {stale ? (
        <p className="text-warning border-line border-b px-2.5 py-1 text-[12px] font-medium">
          <span aria-hidden="true">◷ </span>
          {stale.words}
        </p>
      ) : null}
      <div className="min-h-0 flex-1">
        <View connection={connection.view} />
      </div>
      {stale ? (
        <div aria-hidden="true" className="stale-hatch pointer-events-none absolute inset-0" />
      ) : null}
    </section>
  );
}
