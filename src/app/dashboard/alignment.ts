import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useServices } from '~/app/services';
import type { ClockSkews } from '~/timeline/clock-skew';
import { usePreferences } from '~/ui/preferences';
import { useBarsChoice } from './bars-choice';

/** What is added to the times of a connection so that they are on the clock of another one, milliseconds; null: of a right clock. */
export interface Alignment {
  shiftMs(connectionId: string | null, onClockOf: string | null): number;
  /** The largest shift there is, either way. */
  readonly largestMs: number;
}

const NONE: Alignment = { shiftMs: () => 0, largestMs: 0 };

/** Moves times from one server's clock to another's by how wrong each of them is. */
export function alignmentOf(skews: ClockSkews): Alignment {
  const skewMs = (id: string | null) => (id === null ? 0 : (skews.get(id) ?? 0));
  return {
    shiftMs: (connectionId, onClockOf) => skewMs(onClockOf) - skewMs(connectionId),
    largestMs: 2 * Math.max(0, ...[...skews.values()].map(Math.abs)),
  };
}

/** For a chart that draws several connections on one axis: where their clocks differ, that of the chart is taken to be right. */
export function commonShiftMs(
  { shiftMs }: Alignment,
  connectionIds: readonly string[],
  onClockOf: string | null,
): number {
  const shifts = new Set(connectionIds.map((id) => shiftMs(id, onClockOf)));
  return shifts.size === 1 ? [...shifts][0]! : shiftMs(null, onClockOf);
}

/** As the person wants it: by the servers' own times, or by when things were received. Stable while nothing changed. */
export function useAlignment(): Alignment {
  const { clocks } = useServices();
  const isWanted = usePreferences((preferences) => preferences.alignClocks);
  const skews = useStore(clocks.store, (all) => (isWanted ? all : null));
  return useMemo(() => (skews === null || skews.size === 0 ? NONE : alignmentOf(skews)), [skews]);
}

/** What is added to the times of a connection so that they are on the clock of the page's one cursor, milliseconds. */
export function useShiftToBars(connectionId: string): number {
  const alignment = useAlignment();
  const owner = useClockOwner();
  return alignment.shiftMs(connectionId, owner);
}

/** The connection whose bars, and so whose clock, the one cursor of the page is on. */
export function useClockOwner(): string | null {
  const { desk } = useServices();
  const connections = useStore(desk.store, (state) => state.connections);
  const chosenId = useBarsChoice((choice) => choice.connectionId);
  const withBars = connections.filter(({ feature }) => feature.bars);
  const chosen =
    withBars.find(({ id }) => id === chosenId) ??
    withBars.find(({ feature }) => feature.carries === 'Bars') ??
    withBars[0];
  return chosen?.id ?? null;
}
