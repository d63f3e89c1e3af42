import type { WireSpec } from '~/session/wire';
import { droppedIn, type HyperoruMessage } from '../messages';
import { readResource } from '../resource';
import { upstreamSchemas } from './schema';

/** The open project's dialect on the wire: one flat JSON object a frame, its kind in `type`. */
export const upstreamWire: WireSpec<HyperoruMessage> = {
  // Curves of all accounts come whole.
  limits: { socket: 4 * 1024 * 1024, rest: 8 * 1024 * 1024 },
  nonFinite: 'repair',
  typeOf: (value, source) =>
    source.channel === 'rest' ? readResource(source.resource).kind : typeOfFrame(value),
  schemas: upstreamSchemas,
  dropped: droppedIn,
};

function typeOfFrame(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { type } = value as Record<string, unknown>;
  return typeof type === 'string' ? type : null;
}
