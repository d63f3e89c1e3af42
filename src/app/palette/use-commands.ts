import { useState } from 'react';
import { useStore } from 'zustand';
import { setPreferences, useZone } from '~/ui/preferences';
import { openTrace } from '~/ui/trace-location';
import { chooseBars } from '../dashboard/bars-choice';
import { chooseDesk, chooseGaps, choosePanel } from '../dashboard/desk-choice';
import { desksOf } from '../dashboard/desks-of';
import type { LiveConnection } from '../connection';
import type { View } from '../Header';
import { useServices } from '../services';
import { orderHint, seenOrders, type Command } from './commands';

/** What the palette can make the shell do. */
export interface PaletteActions {
  /** `section`: part of the dashboard to bring into sight where it is one long column. */
  show(view: View, section?: 'desk' | 'bars'): void;
  openConnections(): void;
  /** Null: no demo is shown. */
  readonly openDemo: (() => void) | null;
}

/** Everything that can be found at the moment at which the palette was opened. */
export function useCommands(actions: PaletteActions): readonly Command[] {
  const { desk, timelineView } = useServices();
  const connections = useStore(desk.store, (state) => state.connections);
  const zone = useZone();
  const [orders] = useState(() => {
    const tracing = connections.filter(({ feature }) => feature.tracing).map(({ id }) => id);
    return seenOrders(timelineView.getState().entries, new Set(tracing));
  });
  const labels = new Map(connections.map(({ id, label }) => [id, label]));
  return [
    ...viewCommands(actions),
    ...connections.flatMap((connection) => tableCommands(connection, actions)),
    ...(connections.length > 0 ? [gapsCommand(actions)] : []),
    ...connections.flatMap((connection) => barCommands(connection, actions)),
    ...connections.flatMap((connection) => connectionCommands(connection, actions)),
    ...APPEARANCE,
    ...orders.map((order): Command => ({
      id: `order/${order.connectionId}/${order.reference}`,
      group: 'Orders',
      title: order.reference,
      hint: orderHint(order, labels.get(order.connectionId) ?? order.connectionId, zone),
      detail: order.words,
      run: () => openTrace(order.reference),
    })),
  ];
}

function viewCommands({ show, openConnections, openDemo }: PaletteActions): readonly Command[] {
  const views: Command[] = [
    command('Views', 'Dashboard', 'view', () => show('dashboard')),
    command('Views', 'Inspector', 'every frame of every wire', () => show('inspector')),
    command('Views', 'Connections', 'add, change, test', openConnections),
  ];
  return openDemo ? [...views, command('Views', 'Demo', 'faults and speed', openDemo)] : views;
}

function tableCommands(connection: LiveConnection, { show }: PaletteActions): readonly Command[] {
  return desksOf(connection).map(({ id, title }) => ({
    ...command('Tables', title, connection.label, () => {
      choosePanel(connection, id);
      show('dashboard', 'desk');
    }),
    id: `table/${connection.id}/${id}`,
  }));
}

function gapsCommand({ show }: PaletteActions): Command {
  return command('Tables', 'Gaps', 'all wires', () => {
    chooseGaps();
    show('dashboard', 'desk');
  });
}

function barCommands(connection: LiveConnection, { show }: PaletteActions): readonly Command[] {
  const series = connection.feature.bars?.(connection.view.store.getState()) ?? [];
  return series.map(({ id, symbol }) => ({
    ...command('Candles', symbol, connection.label, () => {
      chooseBars(connection.id, id);
      show('dashboard', 'bars');
    }),
    id: `bars/${connection.id}/${id}`,
  }));
}

function connectionCommands(
  connection: LiveConnection,
  { show }: PaletteActions,
): readonly Command[] {
  const { id, label, feature } = connection;
  const { status } = connection.status.getState().state;
  const shown = {
    ...command('Connections', label, `${feature.title}, ${feature.carries}`, () => {
      chooseDesk(id);
      show('dashboard', 'desk');
    }),
    id: `connection/${id}`,
  };
  if (status !== 'waiting' && status !== 'refused') return [shown];
  const retry = command('Connections', `Dial ${label} now`, 'not live', () =>
    connection.retryNow(),
  );
  return [shown, { ...retry, id: `retry/${id}` }];
}

const APPEARANCE: readonly Command[] = [
  command('Appearance', 'Dark theme', 'theme', () => setPreferences({ theme: 'dark' })),
  command('Appearance', 'Light theme', 'theme', () => setPreferences({ theme: 'light' })),
  command('Appearance', 'Theme of the system', 'theme', () => setPreferences({ theme: 'system' })),
  command('Appearance', 'Times in UTC', 'zone', () => setPreferences({ zone: 'utc' })),
  command('Appearance', 'Local times', 'zone', () => setPreferences({ zone: 'local' })),
];

function command(group: Command['group'], title: string, hint: string, run: () => void): Command {
  return { id: `${group}/${title}`, group, title, hint, run };
}
