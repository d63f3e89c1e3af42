import { formatDuration, formatFraction, formatNumber } from '~/lib/format';
import type { Received } from '~/session/wire';
import type { EntryDraft, Severity } from '~/timeline/entry';
import { assertNever } from '~/lib/assert-never';
import { isRestart, knownEvent, seenNow, sightOf } from './epoch';
import { factsOf, sentenceOf, type Fact } from './facts';
import { type FeedEvent, feedEvent, mayAlert, receiveDelayMs, type Sight } from './feed-event';
import { readError } from './fold';
import { ruleOf } from './priority';
import { MAX_ITEMS, MAX_PAGES, reportOf } from './recovery-fold';
import type {
  EventPayload,
  EventsPage,
  HandshakeMessage,
  NexusMessage,
  SnapshotMessage,
} from './schema';
import type { FeedState } from './state';
import { clip, humanise } from './text';

type Meta = Received<NexusMessage>;

const DATA_FACTS = 8;

/** What the timeline says about a message; see `Feature.describe`. */
export function describeFeed(received: Meta, before: FeedState): readonly EntryDraft[] {
  const { message } = received;
  switch (message.type) {
    case 'EVENT':
      return describeEvents([message.payload], received, before, 'live');
    case 'SNAPSHOT':
      return [
        ...describeEvents(message.events, received, before, null),
        ...snapshotProblem(message, received),
      ];
    case 'fastfeed/events':
      return [
        ...describeEvents(message.events, received, before, null),
        ...givenUp(message, received, before),
      ];
    case 'ERROR':
      return [errorEntry(readError(message), received)];
    case 'HANDSHAKE':
      return handshakeEntry(message, received, before);
    case 'PING':
    case 'PONG':
    case 'fastfeed/cursor':
      return [];
    default:
      return assertNever(message);
  }
}

function describeEvents(
  payloads: readonly EventPayload[],
  received: Meta,
  before: FeedState,
  arrival: 'live' | null,
): readonly EntryDraft[] {
  const seen = { ...seenNow(before, received), ...(arrival ? { arrival } : {}) };
  const restarted = isRestart(before, payloads, seen);
  const epoch = before.epoch + (restarted ? 1 : 0);
  const restartedAfterMs = before.head?.detectedAtMs ?? null;
  const after = restarted ? { ...before, epoch, restartedAfterMs, inherited: null } : before;
  const era = before.era + (restarted ? 1 : 0);
  const entries = payloads.flatMap((payload) => {
    const known = knownEvent(after, payload, seen);
    // A list mostly repeats what is there; only what it adds is news.
    if (known && arrival === null) return [];
    const sight: Sight = known?.sight ?? sightOf(after, payload, seen);
    // By era, which goes on over reloads: an entry that is kept, or was acknowledged, is known again.
    return [eventEntry(feedEvent(payload, sight), era - epoch)];
  });
  return restarted ? [restartEntry(era, received), ...entries] : entries;
}

function eventEntry(event: FeedEvent, erasBefore: number): EntryDraft {
  const sentence = sentenceOf(event);
  return {
    key: event.key.replace(/^\d+/, String(event.sight.epoch + erasBefore)),
    atMs: event.detectedAtMs ?? event.sight.receivedAtMs,
    kind: 'event',
    type: clip(event.type, 80),
    ...urgencyOf(event),
    symbol: event.symbol === null ? null : clip(event.symbol, 40),
    title: humanise(event.type) || 'Unnamed event',
    detail: sentence,
    refs: { eventId: event.id },
    ...(event.confidence.value === null ? {} : { confidence: event.confidence.value }),
    ...(event.expiresAtMs !== null && mayAlert(event) ? { expiresAtMs: event.expiresAtMs } : {}),
    facts: [...headFacts(event), ...factsOf(event).slice(0, DATA_FACTS)],
  };
}

/** Urgency now: what was missed, or had expired when it came, keeps its rank but asks for nobody's attention (T6, T24). */
function urgencyOf(event: FeedEvent): Pick<EntryDraft, 'severity' | 'rank'> {
  const { severity } = ruleOf(event.priority);
  if (mayAlert(event) || severity === 'info' || severity === 'notice') return { severity };
  return { severity: 'notice', rank: severity };
}

function headFacts(event: FeedEvent): readonly Fact[] {
  const { priority, confidence, latencyMs, sight } = event;
  const facts: Fact[] = [{ label: 'Priority', value: clip(priority, 20) }];
  if (confidence.value !== null) {
    facts.push({ label: 'Confidence', value: formatFraction(confidence.value, 0) });
  }
  if (latencyMs !== null)
    facts.push({ label: 'Latency', value: `${formatNumber(latencyMs, 0)} ms` });
  const delayMs = receiveDelayMs(event);
  if (delayMs !== null && sight.arrival === 'live')
    facts.push({ label: 'Our delay', value: formatDuration(delayMs) });
  if (sight.arrival !== 'live') facts.push({ label: 'Arrival', value: sight.arrival });
  else if (!mayAlert(event)) facts.push({ label: 'Arrival', value: 'expired on arrival' });
  return facts;
}

function errorEntry(error: ReturnType<typeof readError>, received: Meta): EntryDraft {
  const wait = error.retryAfterSec === null ? '' : `; retry after ${error.retryAfterSec} s`;
  return system(`error:${received.receivedAtMs}:${error.code}`, received, 'warning', {
    title: `NexusGlass says ${error.code}`,
    detail: [`${error.message}${wait}`, isLimit(error) ? LIMIT_WORDS : '']
      .filter(Boolean)
      .join('. '),
  });
}

/** Every tab dials for itself, so that the browser's own tools show its socket; what that costs is said where a limit is reached. */
const LIMIT_WORDS =
  'Each open tab of this page uses one of the connections of the key: five on PULSE, ten on ORACLE';

function isLimit({ code, message }: ReturnType<typeof readError>): boolean {
  return /RATE_LIMIT|CONNECTION/i.test(code) || /too many|connections/i.test(message);
}

function snapshotProblem(message: SnapshotMessage, received: Meta): readonly EntryDraft[] {
  const key = `snapshot:${received.receivedAtMs}`;
  if (!message.understood) {
    return [
      system(key, received, 'notice', {
        title: 'Snapshot not understood',
        detail: 'It holds no list of events. Recent events are asked for over REST instead.',
      }),
    ];
  }
  if (message.unreadable === 0) return [];
  return [
    system(key, received, 'notice', {
      title: `${message.unreadable} of the snapshot's events could not be read`,
      detail: null,
    }),
  ];
}

/** A row that outlives the recovery's own line: the live feed goes on without what lies between. */
function givenUp(page: EventsPage, received: Meta, before: FeedState): readonly EntryDraft[] {
  const { givesUp, highestId } = reportOf(page, received.frameId, before);
  if (!givesUp) return [];
  return [
    system(`not-loaded:${before.era}:${highestId}`, received, 'warning', {
      title: `Older events not loaded after #${highestId}`,
      detail: `More was missed than ${MAX_PAGES} pages or ${MAX_ITEMS} events. Live events go on; the rest is asked for if you say so.`,
    }),
  ];
}

function restartEntry(era: number, received: Meta): EntryDraft {
  return {
    ...system(`epoch:${era}`, received, 'warning', {
      title: 'NexusGlass counts its events afresh',
      detail: 'Its ids restarted, so what came between the old and the new ones may be missing.',
    }),
    kind: 'gap',
  };
}

/** Told when it is new or different, not at every reconnect. */
function handshakeEntry(
  message: HandshakeMessage,
  received: Meta,
  before: FeedState,
): readonly EntryDraft[] {
  const { tier, priorities, delay_ms } = message.payload ?? {};
  const delayMs = delay_ms ?? 0;
  const last = before.handshake;
  const isSame =
    last !== null &&
    last.tier === (tier ?? null) &&
    last.delayMs === delayMs &&
    last.priorities?.join() === priorities?.join();
  if (isSame) return [];
  const delay = delayMs > 0 ? `delayed by ${formatNumber(delayMs / 1000, 1)} s` : 'not delayed';
  return [
    {
      ...system(`handshake:${received.receivedAtMs}`, received, 'info', {
        title: `Feed opened: tier ${clip(tier ?? 'not named', 40)}, ${delay}`,
        detail: priorities ? `Priorities: ${clip(priorities.join(', '), 80)}` : null,
      }),
      kind: 'status',
    },
  ];
}

function system(
  key: string,
  received: Meta,
  severity: Severity,
  words: Pick<EntryDraft, 'title' | 'detail'>,
): EntryDraft {
  return {
    key,
    atMs: received.receivedAtMs,
    kind: 'system',
    severity,
    symbol: null,
    refs: {},
    ...words,
  };
}
