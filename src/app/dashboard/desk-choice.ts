import { create } from 'zustand';
import type { LiveConnection } from '~/app/connection';

/** Which table of which connection the desk shows. */
export interface DeskChoice {
  /** Null: the first connection that has tables. */
  readonly connectionId: string | null;
  /** The gaps of all wires instead of a connection's table. */
  readonly showsGaps: boolean;
  /** The last table looked at, by feature: who goes from one agent to the next stays in the journal. */
  readonly panelIds: Readonly<Record<string, string>>;
}

/** For as long as the page lives; the palette and the desk itself choose. */
export const useDeskChoice = create<DeskChoice>(() => ({
  connectionId: null,
  showsGaps: false,
  panelIds: {},
}));

/** Shows a connection's tables, the one that was last looked at of its kind. */
export function chooseDesk(connectionId: string): void {
  useDeskChoice.setState({ connectionId, showsGaps: false });
}

export function choosePanel(
  { id, featureId }: Pick<LiveConnection, 'id' | 'featureId'>,
  panelId: string,
): void {
  useDeskChoice.setState(({ panelIds }) => ({
    connectionId: id,
    showsGaps: false,
    panelIds: { ...panelIds, [featureId]: panelId },
  }));
}

export function chooseGaps(): void {
  useDeskChoice.setState({ showsGaps: true });
}
