import type { LiveConnection } from '~/app/connection';
import { PartBoundary } from '~/app/PartBoundary';
import { useStale } from '~/app/use-chip';
import type { Panel as PanelSpec } from '~/feature';
import { EmptyState } from '~/ui/EmptyState';
import { Panel } from '~/ui/Panel';
import { LiveOnly } from './LiveOnly';

/** The status board: a compact card of each connection. */
export function Boards({ connections }: { readonly connections: readonly LiveConnection[] }) {
  const cards = connections.flatMap((connection) =>
    boardsOf(connection).map((panel) => ({ connection, panel })),
  );
  if (cards.length === 0) {
    return <EmptyState title="No status yet" hint="Each connection adds its card here." />;
  }
  return (
    <div className="flex flex-col gap-1">
      {cards.map(({ connection, panel }) => (
        <Card key={`${connection.id}/${panel.id}`} connection={connection} panel={panel} />
      ))}
    </div>
  );
}

function boardsOf(connection: LiveConnection): readonly PanelSpec[] {
  return (connection.feature.panels as readonly PanelSpec[]).filter(({ area }) => area === 'board');
}

function Card({
  connection,
  panel,
}: {
  readonly connection: LiveConnection;
  readonly panel: PanelSpec;
}) {
  const stale = useStale(connection);
  const View = panel.component;
  return (
    <div className="shrink-0">
      <Panel
        title={panel.title}
        subtitle={connection.label}
        label={`${panel.title}, ${connection.label}`}
        stale={stale}
      >
        <LiveOnly connection={connection}>
          <PartBoundary part={panel.title}>
            <View connection={connection.view} />
          </PartBoundary>
        </LiveOnly>
      </Panel>
    </div>
  );
}
