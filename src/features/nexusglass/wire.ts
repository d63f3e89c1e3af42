import { isRecord } from '~/lib/is-record';
import type { FrameSource, WireSpec } from '~/session/wire';
import { type NexusOptions, symbolsOf } from './options';
import { type NexusMessage, nexusSchemas } from './schema';
import { secretsOf } from './secrets';

/** Room for a SNAPSHOT, whose size is undocumented; events are 0.5 to 2 kB. */
const MAX_SOCKET_TEXT = 4 * 1024 * 1024;
const MAX_REST_TEXT = 8 * 1024 * 1024;

/** How fastfeed text becomes messages. */
export function nexusWire(options: NexusOptions): WireSpec<NexusMessage> {
  return {
    limits: { socket: MAX_SOCKET_TEXT, rest: MAX_REST_TEXT },
    nonFinite: 'repair',
    typeOf,
    schemas: nexusSchemas(symbolsOf(options), secretsOf(options)),
  };
}

/** The envelope's `type` decides (T4); the event's own `type` lies one level deeper. */
function typeOf(value: unknown, source: FrameSource): string | null {
  if (source.channel === 'rest') return source.resource;
  return isRecord(value) && typeof value['type'] === 'string' ? value['type'] : null;
}
