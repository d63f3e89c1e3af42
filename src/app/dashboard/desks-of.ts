import type { LiveConnection } from '~/app/connection';
import type { Panel } from '~/feature';

/** The tables that a connection adds to the desk. */
export function desksOf({ feature }: LiveConnection): readonly Panel[] {
  return (feature.panels as readonly Panel[]).filter(({ area }) => area === 'desk');
}

/** The table that is shown of these: the one that was chosen, else the one to open with. */
export function shownDesk(
  panels: readonly Panel[],
  chosenId: string | undefined,
): Panel | undefined {
  return (
    panels.find(({ id }) => id === chosenId) ??
    panels.find(({ opensFirst }) => opensFirst) ??
    panels[0]
  );
}
