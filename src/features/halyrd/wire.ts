import type { WireSpec } from '~/session/wire';
import { eventSchemas, restSchemas, type Message } from './schema';

const KIB = 1024;
const NAME_CHARS = 80;

/**
 * The Halyrd wire: on the socket the kind of a message is its `event`, over REST it is the resource that answered.
 * Frames of the socket stay below 1 KB, REST lists come without pages.
 */
export const wire: WireSpec<Message> = {
  limits: { socket: 256 * KIB, rest: 8 * KIB * KIB },
  nonFinite: 'repair',
  typeOf: (value, source) =>
    source.channel === 'rest' ? source.resource.replace(/^action\/.*$/, 'action') : eventOf(value),
  schemas: { ...restSchemas, ...eventSchemas },
};

function eventOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('event' in value)) return null;
  const { event } = value;
  if (typeof event !== 'string') return null;
  // A future event may be called like one of our REST resources and must still be unknown, not a broken list.
  return Object.hasOwn(restSchemas, event) ? `event ${event}` : event.slice(0, NAME_CHARS);
}
