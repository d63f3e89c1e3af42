import type { WireSpec } from '~/session/wire';
import { droppedIn, type CommandType, type HyperoruMessage } from './messages';
import { readRequestId } from './request-id';
import { readResource } from './resource';
import { schemas } from './schema';

/** Schema of the answer to each request, for an answer whose own type we do not know (HY6). */
const ANSWER_OF: Readonly<Record<CommandType, string>> = {
  connect: 'connect',
  bootstrap: 'bootstrap',
  subscribe: 'subscribe',
  switch_user: 'switch_user',
  switch_account: 'switch_account',
  get_snapshot: 'snapshot',
  get_asset_curve: 'get_asset_curve',
  place_order: 'place_order',
  ping: 'pong',
};

/** The documented dialect on the wire: one JSON object a frame, its kind in `type`. */
export const wire: WireSpec<HyperoruMessage> = {
  // Snapshots are the longest; a broadcast of this size would still be read, and be shown with its size.
  limits: { socket: 4 * 1024 * 1024, rest: 8 * 1024 * 1024 },
  nonFinite: 'repair',
  typeOf: (value, source) =>
    source.channel === 'rest' ? readResource(source.resource).kind : typeOfFrame(value),
  schemas,
  dropped: droppedIn,
};

function typeOfFrame(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { type, request_id, error } = value as Record<string, unknown>;
  if (typeof type !== 'string') return typeof error === 'string' ? 'error' : null;
  if (Object.hasOwn(schemas, type)) return type;
  const asked = readRequestId(typeof request_id === 'string' ? request_id : null);
  return asked ? ANSWER_OF[asked.command] : type;
}
