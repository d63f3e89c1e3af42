import type { LiveConnection } from '~/app/connection';
import type { Panel } from '~/feature';

/** The tables that a connection adds to the desk. */
export function desksOf({ feature }: LiveConnection): readonly Panel[] {
  return (feature.panels as readonly Panel[]).filter(({ area }) => area === 'desk');
}
