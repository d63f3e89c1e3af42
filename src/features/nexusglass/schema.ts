import { z } from 'zod';
import { isRecord } from '~/lib/is-record';
import { cursorSchema, type Cursor } from '~/session/cursor';
import { compareEventIds, type EventId, higherId, MAX_ID_DIGITS, readEventId } from './event-id';
import { type Mask, maskOf } from './secrets';

/** Name of the REST resource, also the kind under which its answers are decoded. */
export const EVENTS_RESOURCE = 'fastfeed/events';
/** As which the cursor of an earlier page comes in. */
export const CURSOR_RESOURCE = 'fastfeed/cursor';

const eventIdSchema = z.union([
  z.number().refine((id) => Number.isInteger(id) && id >= 0, 'must be a whole number'),
  z.string().regex(new RegExp(`^\\d{1,${MAX_ID_DIGITS}}$`), 'must be decimal digits'),
]);

/**
 * One event (NX10). Strict only in what an event cannot do without; `data` and `confidence` may be anything, because an
 * event is never dropped for a surprise in them.
 */
export const eventPayload = z.looseObject({
  id: eventIdSchema,
  type: z.string().min(1),
  priority: z.string(),
  symbol: z.string().nullish().catch(null),
  confidence: z.unknown().optional(),
  data: z.unknown().optional(),
  detected_at: z.union([z.string(), z.number()]),
  latency_ms: z.number().nullish().catch(null),
});

export type EventPayload = z.infer<typeof eventPayload>;

/** Tolerant in every field: a HANDSHAKE is what makes the session live, whatever it says (NX4). */
const handshake = z.looseObject({
  type: z.literal('HANDSHAKE'),
  payload: z
    .looseObject({
      tier: z.string().nullish().catch(null),
      priorities: z.array(z.string()).nullish().catch(null),
      delay_ms: z.number().nonnegative().nullish().catch(null),
      server_time: z.union([z.string(), z.number()]).nullish().catch(null),
    })
    .nullish()
    .catch(null),
});

const event = z.looseObject({ type: z.literal('EVENT'), payload: eventPayload });

const error = z.looseObject({
  type: z.literal('ERROR'),
  payload: z
    .looseObject({
      code: z.union([z.string(), z.number()]).nullish().catch(null),
      message: z.string().nullish().catch(null),
      retry_after: z.number().nonnegative().nullish().catch(null),
    })
    .nullish()
    .catch(null),
});

const ping = z.looseObject({ type: z.literal('PING') });
const pong = z.looseObject({ type: z.literal('PONG') });

/** A list of events as far as it could be read: a SNAPSHOT or a REST page. */
export interface EventList {
  readonly events: readonly EventPayload[];
  /** Elements that are no events. */
  readonly unreadable: number;
  /** Events set aside because their symbol is not among those asked for (T10). */
  readonly filteredOut: number;
  /** Over all readable elements, those set aside included; null when there are none. */
  readonly lowestId: EventId | null;
  readonly highestId: EventId | null;
}

/** The cursor that an earlier page has kept, as it comes in ahead of the first socket. */
export interface KeptCursor extends Cursor {
  readonly type: typeof CURSOR_RESOURCE;
}

export type HandshakeMessage = z.infer<typeof handshake>;
export type EventMessage = z.infer<typeof event>;
export type ErrorMessage = z.infer<typeof error>;
export interface SnapshotMessage extends EventList {
  readonly type: 'SNAPSHOT';
  /** False: nothing in the payload was a list of events (T3). */
  readonly understood: boolean;
}
export interface EventsPage extends EventList {
  readonly type: typeof EVENTS_RESOURCE;
}

export type NexusMessage =
  | HandshakeMessage
  | SnapshotMessage
  | EventMessage
  | ErrorMessage
  | EventsPage
  | KeptCursor
  | z.infer<typeof ping>
  | z.infer<typeof pong>;

const SNAPSHOT_KEYS = ['events', 'recent_events', 'items', 'data'] as const;
const PAGE_KEYS = ['events', 'data', 'items'] as const;

/**
 * Schemas by kind. `symbols`: those asked for, empty for all; what the socket filters, lists must be filtered by too.
 * `secrets`: a server may repeat a key anywhere in what it says, which goes into the feed, the tables, the chip and to other
 * tabs.
 */
export function nexusSchemas(
  symbols: readonly string[],
  secrets: readonly string[],
): Readonly<Record<string, z.ZodType<NexusMessage>>> {
  const mask = maskOf(secrets);
  const snapshot = z
    .looseObject({ type: z.literal('SNAPSHOT'), payload: z.unknown().optional() })
    .transform(({ payload }): SnapshotMessage => {
      const list = listIn(payload, SNAPSHOT_KEYS);
      return {
        type: 'SNAPSHOT',
        understood: list !== null,
        ...readEvents(list ?? [], symbols, mask),
      };
    });
  const page = z.unknown().transform((value, context): EventsPage => {
    const list = listIn(value, PAGE_KEYS);
    if (list === null) {
      context.addIssue({ code: 'custom', message: 'holds no list of events' });
      return z.NEVER;
    }
    return { type: EVENTS_RESOURCE, ...readEvents(list, symbols, mask) };
  });
  const cursor = cursorSchema.transform((kept): KeptCursor => ({ type: CURSOR_RESOURCE, ...kept }));
  return {
    HANDSHAKE: handshake.transform(({ payload, ...message }) => ({
      ...message,
      payload: payload && { ...mask(payload), server_time: payload.server_time },
    })),
    SNAPSHOT: snapshot,
    EVENT: event.transform((message) => ({
      ...message,
      payload: maskedEvent(message.payload, mask),
    })),
    ERROR: error.transform(mask),
    PING: ping,
    PONG: pong,
    [EVENTS_RESOURCE]: page,
    [CURSOR_RESOURCE]: cursor,
  };
}

/** Its id and time stay: by them it is told apart and ordered, and neither is shown as it came. */
function maskedEvent(event: EventPayload, mask: Mask): EventPayload {
  const masked = mask(event);
  return masked === event ? event : { ...masked, id: event.id, detected_at: event.detected_at };
}

/** The list of events in a REST answer, null when there is none. */
export function pageListOf(value: unknown): readonly unknown[] | null {
  return listIn(value, PAGE_KEYS);
}

function listIn(value: unknown, keys: readonly string[]): readonly unknown[] | null {
  if (isList(value)) return value;
  if (!isRecord(value)) return null;
  for (const key of keys) {
    const inner = Object.hasOwn(value, key) ? value[key] : undefined;
    if (isList(inner)) return inner;
  }
  return null;
}

/** As `Array.isArray`, which would give a list of `any`. */
function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function readEvents(list: readonly unknown[], symbols: readonly string[], mask: Mask): EventList {
  const events: EventPayload[] = [];
  let unreadable = 0;
  let filteredOut = 0;
  let lowestId: EventId | null = null;
  let highestId: EventId | null = null;
  for (const element of list) {
    const parsed = eventPayload.safeParse(unwrapped(element));
    if (!parsed.success) {
      unreadable += 1;
      continue;
    }
    const { id } = readEventId(parsed.data.id);
    highestId = higherId(highestId, id);
    lowestId = lowestId === null || compareEventIds(id, lowestId) < 0 ? id : lowestId;
    if (isAskedFor(parsed.data.symbol, symbols)) events.push(maskedEvent(parsed.data, mask));
    else filteredOut += 1;
  }
  return { events, unreadable, filteredOut, lowestId, highestId };
}

/** Elements may be whole EVENT messages instead of their payloads. */
function unwrapped(element: unknown): unknown {
  return isRecord(element) && element['type'] === 'EVENT' && isRecord(element['payload'])
    ? element['payload']
    : element;
}

/** An event without a symbol concerns all of them. */
function isAskedFor(symbol: string | null | undefined, symbols: readonly string[]): boolean {
  return symbols.length === 0 || symbol == null || symbols.includes(symbol);
}
