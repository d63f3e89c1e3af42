import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { LiveConnection } from '~/app/connection';
import { useServices } from '~/app/services';
import { useStale } from '~/app/use-chip';
import { Button } from '~/ui/Button';
import { EmptyState } from '~/ui/EmptyState';
import { Select } from '~/ui/Field';
import { Panel } from '~/ui/Panel';
import { chooseTime, lightUp, useTimeCursor } from '~/ui/time-cursor';
import { chooseBars, useBarsChoice } from './bars-choice';
import { chooseDesk } from './desk-choice';
import { LiveOnly } from './LiveOnly';
import { useAlignment } from './alignment';
import { withBarGaps } from './gap-bands';
import { barSource, barSpan } from './chart-sources';
import { replaySetting } from './replay-setting';
import { BarChart } from './lazy-views';

/** A choice in a panel's heading is no taller than the heading's text. */
const COMPACT = 'h-6! w-auto! max-w-72 text-[12px]!';

const CHOICE_ID = 'connection-of-the-bars';

const NO_BAR_YET = {
  title: 'Waiting for the first bar',
  hint: 'The wire sends closed candles only, so silence for one interval is normal.',
};
const NOTHING_PLAYED = {
  title: 'Nothing replayed yet',
  hint: 'Load bars in the tables of this replay, then run it.',
};

/** The candlestick view over all connections that have bars, one series at a time. */
export function BarsPanel({ connections }: { readonly connections: readonly LiveConnection[] }) {
  const withBars = connections.filter(({ feature }) => feature.bars);
  const chosenId = useBarsChoice(({ connectionId }) => connectionId);
  // Real bars first: a connection that is known to carry them, until the person chooses.
  const chosen = withBars.find(({ id }) => id === chosenId) ?? preferred(withBars);
  if (!chosen) {
    return (
      <Panel title="Bars">
        <EmptyState
          title="No connection with bars"
          hint="Add a QUIMERIA-HYPERION connection to see candles and the kernel’s verdict on each."
        />
      </Panel>
    );
  }
  return (
    <ChosenBars key={chosen.id} connection={chosen} connections={withBars} onChoose={chooseBars} />
  );
}

function preferred(connections: readonly LiveConnection[]): LiveConnection | undefined {
  return connections.find(({ feature }) => feature.carries === 'Bars') ?? connections[0];
}

function ChosenBars({
  connection,
  connections,
  onChoose,
}: {
  readonly connection: LiveConnection;
  readonly connections: readonly LiveConnection[];
  onChoose(id: string): void;
}) {
  const seriesId = useBarsChoice((choice) =>
    choice.connectionId === connection.id ? choice.seriesId : null,
  );
  const names = useStore(connection.view.store, (state) =>
    (connection.feature.bars?.(state) ?? [])
      .map(({ id, symbol }) => `${id}\n${symbol}`)
      .join('\n\n'),
  );
  const series =
    names === '' ? [] : names.split('\n\n').map((name) => name.split('\n') as [string, string]);
  const shown = series.find(([id]) => id === seriesId) ?? series.at(-1);
  const { timelineView, gaps, clocks } = useServices();
  const alignment = useAlignment();
  const source = useMemo(
    () =>
      withBarGaps(
        barSource(connection, seriesId, timelineView, alignment),
        gaps.store,
        connection.id,
      ),
    [connection, seriesId, timelineView, alignment, gaps],
  );
  const stale = useStale(connection);
  const isDemo = connection.target.via === 'demo';
  const isReplay = connection.feature.replays?.(connection.target.options) ?? false;
  const focusSec = useTimeCursor((cursor) => cursor.focusSec);
  const cursorSec = useTimeCursor(({ lit }) => (lit && lit.by !== 'bars' ? lit.fromSec : null));
  return (
    <Panel
      title={shown ? `Bars · ${shown[1]}` : 'Bars'}
      label="Bars"
      // Where there is a choice, it names the connection.
      subtitle={connections.length > 1 ? null : connection.label}
      stale={stale}
      actions={
        <>
          <LiveOnly connection={connection}>
            <ReplayButton connection={connection} onOpened={(id) => onChoose(id)} />
          </LiveOnly>
          {connections.length > 1 ? (
            <Select
              id={CHOICE_ID}
              aria-label="Connection of the bars"
              className={COMPACT}
              value={connection.id}
              options={connections.map(({ id, label }) => ({ value: id, label }))}
              onChange={onChoose}
            />
          ) : null}
          {series.length > 1 ? (
            <Select
              aria-label="Series of bars"
              className={COMPACT}
              value={shown?.[0] ?? ''}
              options={series.map(([id, symbol]) => ({ value: id, label: symbol }))}
              onChange={(id) => chooseBars(connection.id, id)}
            />
          ) : null}
        </>
      }
    >
      {series.length === 0 ? (
        <EmptyState {...(isReplay ? NOTHING_PLAYED : NO_BAR_YET)} />
      ) : (
        <BarChart
          source={source}
          label={`Candles of ${shown?.[1] ?? connection.label}`}
          onCursor={(timeSec) => lightUp('bars', barSpan(source.read(), timeSec))}
          onChoose={chooseTime}
          focusSec={focusSec}
          cursorSec={cursorSec}
          clock={(nowMs) => clocks.serverNow({ connectionId: connection.id, isDemo }, nowMs)}
        />
      )}
    </Panel>
  );
}

/** Opens a replay beside a live connection, where its protocol knows one: a connection of its own, so that nothing mixes. */
function ReplayButton({
  connection,
  onOpened,
}: {
  readonly connection: LiveConnection;
  onOpened(id: string): void;
}) {
  const { desk } = useServices();
  const settings = useStore(desk.store, (state) => state.settings);
  const own = settings.find(({ id }) => id === connection.id);
  const replay = own ? replaySetting(own, connection.feature.options) : null;
  if (!replay) return null;
  return (
    <Button
      size="small"
      tone="quiet"
      title="A connection of its own that replays loaded bars"
      onClick={() => {
        const known = settings.find(({ id }) => id === replay.id);
        if (!known?.enabled) desk.put(replay, desk.secretsOf(connection.id));
        onOpened(replay.id);
        // Bars are loaded into it and run there.
        chooseDesk(replay.id);
        // The button goes with the bars that it belongs to.
        requestAnimationFrame(() => document.getElementById(CHOICE_ID)?.focus());
      }}
    >
      Replay
    </Button>
  );
}
