import type { Target } from '~/feature';
import type { Pause, Refusal, SessionPlan } from '~/session/plan';
import { readError } from './fold';
import { type NexusOptions, symbolsOf } from './options';
import { type NexusConnection, runRecovery } from './recovery';
import { eventsCall } from './rest';
import { wordsOfRestError } from './rest-error';
import type { NexusMessage } from './schema';
import { maskedRest, secretsOf } from './secrets';

const PING_EVERY_MS = 30_000;
const PONG_WITHIN_MS = 10_000;

/** Refusals for good: the two of the protocol, and the REST names of the same things (T17). */
const FATAL_CODES: ReadonlySet<string> = new Set([
  'AUTH_FAILED',
  'TIER_INSUFFICIENT',
  'INVALID_API_KEY',
  'MISSING_API_KEY',
]);

/** What a fastfeed session needs (NX1 to NX9). */
export function nexusPlan(given: NexusConnection): SessionPlan<NexusMessage> {
  const { target } = given;
  const connection = { ...given, rest: maskedRest(given.rest, secretsOf(target.options)) };
  return {
    url: () => socketUrl(target),
    readyWhen: (message) => message.type === 'HANDSHAKE',
    heartbeat: {
      frame: () => '{"type":"PING"}',
      everyMs: PING_EVERY_MS,
      answer: {
        withinMs: PONG_WITHIN_MS,
        mode: 'strict',
        matches: (message) => message.type === 'PONG',
      },
    },
    refusalOf,
    pauseOf,
    examine: () => examine(connection),
    onLive: (signal) => runRecovery(connection, signal),
  };
}

/** The key goes into the address only when we dial the vendor ourselves; a relay adds its own (T1). */
function socketUrl({ socketUrl: base, via, options }: Target<NexusOptions>): string {
  const query = new URLSearchParams();
  if (via === 'direct' && options.token !== '') query.set('token', options.token);
  const symbols = symbolsOf(options);
  if (symbols.length > 0) query.set('symbols', symbols.join(','));
  const text = query.toString();
  return `${base}/ws/fastfeed${text === '' ? '' : `?${text}`}`;
}

/** No event has such an id, so the answer is an empty page at most. */
const BEYOND_ALL_IDS = '9007199254740991';

/** A refused upgrade has no words; REST with the same key does (T17). */
async function examine({ rest, target }: NexusConnection): Promise<Refusal | null> {
  const { via, options } = target;
  const apiKey = via === 'direct' && options.token !== '' ? options.token : null;
  const outcome = await rest.call(eventsCall(BEYOND_ALL_IDS, apiKey));
  if (outcome.kind !== 'http') return null;
  const words = wordsOfRestError(outcome.detail);
  if (outcome.status === 401 || outcome.status === 403) {
    return { code: outcome.status, reason: `key rejected: ${words}` };
  }
  return outcome.status === 404
    ? { code: 404, reason: 'wrong address: the server answers, but knows no events there' }
    : null;
}

/** Both names of the documents for "too many"; how long to stay away is told along, or not. */
const BUSY_CODES: ReadonlySet<string> = new Set(['RATE_LIMITED', 'RATE_LIMIT_EXCEEDED']);

function pauseOf(message: NexusMessage): Pause | null {
  if (message.type !== 'ERROR') return null;
  const { code, message: reason, retryAfterSec } = readError(message);
  if (!BUSY_CODES.has(code)) return null;
  return { cause: `too many requests, says the server: ${reason}`, waitSec: retryAfterSec };
}

function refusalOf(message: NexusMessage): Refusal | null {
  if (message.type !== 'ERROR') return null;
  const { code, message: reason } = readError(message);
  return FATAL_CODES.has(code) ? { code, reason } : null;
}
