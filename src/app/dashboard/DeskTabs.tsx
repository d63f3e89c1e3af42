import type { LiveConnection } from '~/app/connection';
import { PartBoundary } from '~/app/PartBoundary';
import { useStale } from '~/app/use-chip';
import type { Panel as PanelSpec } from '~/feature';
import { EmptyState } from '~/ui/EmptyState';
import { Select } from '~/ui/Field';
import { RowTimeShift } from '~/ui/row-time';
import { Tabs } from '~/ui/Tabs';
import { hasTwin } from '~/app/twins';
import { chooseDesk, chooseGaps, choosePanel, useDeskChoice } from './desk-choice';
import { desksOf, shownDesk } from './desks-of';
import { useShiftToBars } from './alignment';
import { GapBadge } from './GapBadge';
import { GapsSheet } from './lazy-views';
import { LiveOnly } from './LiveOnly';

const GAPS = 'gaps';

const GAPS_SHEET = (
  <PartBoundary part="Gaps">
    <GapsSheet />
  </PartBoundary>
);

/** The tables and lists of one connection at a time, a tab each, and the gaps of all wires. */
export function DeskTabs({ connections }: { readonly connections: readonly LiveConnection[] }) {
  const choice = useDeskChoice();
  const withDesk = connections.filter((connection) => desksOf(connection).length > 0);
  const chosen = withDesk.find(({ id }) => id === choice.connectionId) ?? withDesk[0];
  if (connections.length === 0) {
    return <EmptyState title="Nothing to list yet" hint="Each connection adds its tables here." />;
  }
  const panels = chosen ? desksOf(chosen) : [];
  const panelId = chosen ? choice.panelIds[chosen.featureId] : undefined;
  const shown = shownDesk(panels, panelId);
  return (
    <Tabs
      label="Tables and lists"
      value={choice.showsGaps || !shown ? GAPS : shown.id}
      onChange={(id) => {
        if (id === GAPS || !chosen) chooseGaps();
        else choosePanel(chosen, id);
      }}
      lead={
        chosen && withDesk.length > 1 ? (
          <Select
            aria-label="Connection of the tables"
            className="h-6! w-auto! max-w-64 text-[12px]!"
            value={chosen.id}
            options={withDesk.map(({ id, label, feature }) => ({
              value: id,
              label: `${label} (${feature.carries})`,
            }))}
            onChange={chooseDesk}
          />
        ) : null
      }
      tabs={[
        ...panels.map((panel) => ({
          id: panel.id,
          title: panel.title,
          // What is chosen on the left, for who does not see it.
          badge: chosen && (
            <>
              <span className="sr-only"> {wireName(chosen, connections)}</span>
              {panel.badge ? <panel.badge connection={chosen.view} /> : null}
            </>
          ),
          content: chosen && <Sheet key={chosen.id} connection={chosen} panel={panel} />,
        })),
        { id: GAPS, title: 'Gaps', badge: <GapBadge />, content: GAPS_SHEET },
      ]}
    />
  );
}

/** The wire in a word; its label where the same feature is connected more than once. */
function wireName(connection: LiveConnection, connections: readonly LiveConnection[]): string {
  return hasTwin(connection, connections) ? connection.label : connection.feature.carries;
}

function Sheet({
  connection,
  panel,
}: {
  readonly connection: LiveConnection;
  readonly panel: PanelSpec;
}) {
  const stale = useStale(connection);
  const shiftMs = useShiftToBars(connection.id);
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
        <RowTimeShift value={shiftMs}>
          <LiveOnly connection={connection}>
            <PartBoundary part={panel.title}>
              <View connection={connection.view} />
            </PartBoundary>
          </LiveOnly>
        </RowTimeShift>
      </div>
      {stale ? (
        <div aria-hidden="true" className="stale-hatch pointer-events-none absolute inset-0" />
      ) : null}
    </section>
  );
}
