import { z } from 'zod';
import { create } from 'zustand';
import type { LiveConnection } from '~/app/connection';

const schema = z.object({
  connectionId: z.string().max(200).nullable().catch(null),
  showsGaps: z.boolean().catch(false),
  panelIds: z.record(z.string().max(100), z.string().max(100)).catch({}),
});

/** Which table of which connection the desk shows. */
export interface DeskChoice {
  /** Null: the first connection that has tables. */
  readonly connectionId: string | null;
  /** The gaps of all wires instead of a connection's table. */
  readonly showsGaps: boolean;
  /** The last table looked at, by feature: who goes from one agent to the next stays in the journal. */
  readonly panelIds: Readonly<Record<string, string>>;
}

/** Where it is kept, in the storage of the tab and in that of the browser. */
const STORAGE_KEY = 'vigil.desk';

/** Reads what was stored; anything unreadable becomes no choice. Never throws. */
export function parseDeskChoice(text: string | null): DeskChoice {
  try {
    return schema.parse(JSON.parse(text ?? '{}'));
  } catch {
    return schema.parse({});
  }
}

/** The palette and the desk itself choose. A reload finds the choice of its tab, a new tab the newest of all. */
export const useDeskChoice = create<DeskChoice>(() => parseDeskChoice(stored()));

useDeskChoice.subscribe((choice) => {
  const text = JSON.stringify(choice);
  for (const storage of storages()) {
    // In private mode or on a full disk it lives as long as the page.
    attempt(() => storage().setItem(STORAGE_KEY, text));
  }
});

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

function stored(): string | null {
  for (const storage of storages()) {
    const text = attempt(() => storage().getItem(STORAGE_KEY));
    if (text) return text;
  }
  return null;
}

/** To name them can throw already. */
function storages(): readonly (() => Storage)[] {
  return [() => sessionStorage, () => localStorage];
}

function attempt<Result>(act: () => Result): Result | null {
  try {
    return act();
  } catch {
    return null;
  }
}
