import type { FrameSource, WireSpec } from '~/session/wire';
import { restSchemas, socketSchemas, type QuimeriaMessage } from './schema';

const LIMIT = 4 * 1024 * 1024;
const REST = 'rest:';

/** What QUIMERIA's text looks like. Raw `pong` and unescaped echoes of stray text are part of it (QU2, QU3). */
export const quimeriaWire: WireSpec<QuimeriaMessage> = {
  limits: { socket: LIMIT, rest: LIMIT },
  nonFinite: 'repair',
  rawText(text) {
    if (text === 'pong') return { type: 'pong', message: { type: 'pong' } };
    if (text.startsWith('{"echo":')) return { type: 'echo', message: null };
    return null;
  },
  typeOf,
  schemas: {
    ...socketSchemas,
    ...Object.fromEntries(
      Object.entries(restSchemas).map(([resource, schema]) => [REST + resource, schema]),
    ),
  },
};

/** REST answers carry no type, so they are named by what was asked, out of reach of a `type` on the socket. */
function typeOf(value: unknown, source: FrameSource): string | null {
  if (source.channel === 'rest') return REST + source.resource;
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : null;
  return typeof type === 'string' && !type.startsWith(REST) ? type : null;
}
