import type { Fixture } from '~/session/fixture';
import { CURSOR_RESOURCE, EVENTS_RESOURCE } from './schema';

const socket = { channel: 'socket' } as const;
const rest = { channel: 'rest', resource: EVENTS_RESOURCE } as const;

/** The documents' HANDSHAKE, EVENT and ERROR, letter by letter. */
export const HANDSHAKE_SEED = `{
"type": "HANDSHAKE",
"payload": {
"tier": "PULSE",
"priorities": ["P0", "P1", "P2"],
"delay_ms": 0,
"server_time": "2026-03-17T10:30:00Z"
}
}`;

export const EVENT_SEED = `{
"type": "EVENT",
"payload": {
"id": 12346,
"type": "LIQUIDATION_CLUSTER_ARMED",
"priority": "P0",
"symbol": "BTCUSDT",
"confidence": 0.92,
"data": {
"cluster_price": 98500,
"cluster_side": "LONG_LIQ",
"intensity_usd": 5200000,
"distance_pct": 1.8
},
"detected_at": "2026-03-17T10:30:45Z",
"latency_ms": 42
}
}`;

export const ERROR_SEED = `{
"type": "ERROR",
"payload": {
"code": "AUTH_FAILED",
"message": "Invalid or expired API key"
}
}`;

const HANDSHAKE_REFERENCE =
  '{"type":"HANDSHAKE","payload":{"tier":"ORACLE","priorities":["P0","P1","P2"],"delay_ms":0,"server_time":"2026-05-02T09:00:03Z"}}';

const EVENT_REFERENCE = `{"type":"EVENT","payload":{"id":730114,"type":"LIQUIDATION_CLUSTER_ARMED","priority":"P0","symbol":"ETHUSDT","confidence":0.81,
 "data":{"cluster_price":3310,"cluster_side":"SHORT_LIQ","intensity_usd":2750000,"distance_pct":0.9},"detected_at":"2026-05-02T09:00:41Z","latency_ms":57}}`;

const PLAIN_EVENT =
  '{"id":730120,"type":"REGIME_SHIFT","priority":"P2","symbol":"SOLUSDT","confidence":0.7,"data":{},"detected_at":"2026-05-02T09:01:00Z","latency_ms":800}';

function fixture(
  name: string,
  text: string,
  type: string | null,
  verdict: Fixture['verdict'] = 'ok',
  source: Fixture['source'] = socket,
): Fixture {
  return { name, text, source, verdict, type };
}

function eventWith(fields: string): string {
  return `{"type":"EVENT","payload":{"id":730121,"type":"FUNDING_EXTREME","priority":"P2","detected_at":"2026-05-02T09:01:00Z",${fields}}}`;
}

/** Every frame of the documents, and those that servers send although nobody documented them. */
export const fixtures: readonly Fixture[] = [
  fixture('a handshake (seed)', HANDSHAKE_SEED, 'HANDSHAKE'),
  fixture('an event (seed)', EVENT_SEED, 'EVENT'),
  fixture('an error (seed)', ERROR_SEED, 'ERROR'),
  fixture('a handshake (nexusglass.md 4.3)', HANDSHAKE_REFERENCE, 'HANDSHAKE'),
  fixture('an event (nexusglass.md 4.4)', EVENT_REFERENCE, 'EVENT'),
  fixture('a ping echoed by a proxy (nexusglass.md 4.1)', '{"type":"PING"}', 'PING'),
  fixture('a pong without payload', '{"type":"PONG"}', 'PONG'),
  fixture('a pong with payload', '{"type":"PONG","payload":{"server_time":1}}', 'PONG'),
  fixture('a handshake that says nothing', '{"type":"HANDSHAKE"}', 'HANDSHAKE'),
  fixture(
    'a handshake of odd types',
    '{"type":"HANDSHAKE","payload":{"tier":4,"priorities":"P0","delay_ms":"none","server_time":false}}',
    'HANDSHAKE',
  ),
  fixture(
    'a delayed key without P0',
    '{"type":"HANDSHAKE","payload":{"tier":"PULSE","priorities":["P1","P2"],"delay_ms":15000,"server_time":"2026-05-02T09:00:03Z"}}',
    'HANDSHAKE',
  ),
  fixture(
    'a snapshot that is an array',
    `{"type":"SNAPSHOT","payload":[${PLAIN_EVENT}]}`,
    'SNAPSHOT',
  ),
  fixture(
    'a snapshot under events',
    `{"type":"SNAPSHOT","payload":{"events":[${PLAIN_EVENT}]}}`,
    'SNAPSHOT',
  ),
  fixture(
    'a snapshot under recent_events of whole EVENT messages',
    `{"type":"SNAPSHOT","payload":{"recent_events":[{"type":"EVENT","payload":${PLAIN_EVENT}}]}}`,
    'SNAPSHOT',
  ),
  fixture('an empty snapshot', '{"type":"SNAPSHOT","payload":{"items":[]}}', 'SNAPSHOT'),
  fixture('a snapshot nobody understands', '{"type":"SNAPSHOT","payload":{"state":1}}', 'SNAPSHOT'),
  fixture(
    'a snapshot with a broken element',
    `{"type":"SNAPSHOT","payload":{"data":[${PLAIN_EVENT},{"id":"x"},7]}}`,
    'SNAPSHOT',
  ),
  fixture(
    'an event with a text id beyond 2^53',
    EVENT_SEED.replace('12346', '"9007199254740995"'),
    'EVENT',
  ),
  fixture('an event without data, symbol, confidence and latency', eventWith('"x":1'), 'EVENT'),
  fixture(
    'an event of nulls',
    eventWith('"symbol":null,"confidence":null,"data":null,"latency_ms":null'),
    'EVENT',
  ),
  fixture('an event whose data is a list', eventWith('"data":[1,2]'), 'EVENT'),
  fixture('an event with confidence in per cent', eventWith('"confidence":92'), 'EVENT'),
  fixture('an event with a bare NaN', eventWith('"confidence":NaN'), 'EVENT'),
  fixture(
    'an event of a type and priority of tomorrow',
    eventWith('"data":{"a_usd":1}').replace('FUNDING_EXTREME', 'GAMMA_FLIP').replace('P2', 'P3'),
    'EVENT',
  ),
  fixture(
    'an event whose data names what objects inherit',
    eventWith('"data":{"__proto__":{"x":1},"constructor":2},"symbol":"__proto__"'),
    'EVENT',
  ),
  fixture('an error without payload', '{"type":"ERROR"}', 'ERROR'),
  fixture(
    'an error that asks to wait',
    '{"type":"ERROR","payload":{"code":"RATE_LIMITED","message":"slow down","retry_after":30}}',
    'ERROR',
  ),
  fixture('a page that is an array', `[${PLAIN_EVENT}]`, EVENTS_RESOURCE, 'ok', rest),
  fixture('a page under events', `{"events":[${PLAIN_EVENT}]}`, EVENTS_RESOURCE, 'ok', rest),
  fixture('a page under data', `{"data":[${PLAIN_EVENT}]}`, EVENTS_RESOURCE, 'ok', rest),
  fixture('an empty page under items', '{"items":[]}', EVENTS_RESOURCE, 'ok', rest),
  fixture(
    'the cursor of an earlier page',
    '{"era":1,"position":"730120","atMs":1777712340000,"overlap":"730100"}',
    CURSOR_RESOURCE,
    'ok',
    { channel: 'rest', resource: CURSOR_RESOURCE },
  ),
  fixture('a page without a list', '{"ok":true}', EVENTS_RESOURCE, 'schema', rest),
  fixture(
    'an event without an id',
    eventWith('"x":1').replace('"id":730121,', ''),
    'EVENT',
    'schema',
  ),
  fixture('an event with a word as id', EVENT_SEED.replace('12346', '"abc"'), 'EVENT', 'schema'),
  fixture('a kind of tomorrow', '{"type":"MARKET_NEWS","payload":{}}', 'MARKET_NEWS', 'unknown'),
  fixture('a kind that objects inherit', '{"type":"constructor"}', 'constructor', 'unknown'),
  fixture('an envelope without a type', '{"payload":{}}', null, 'schema'),
  fixture('a list instead of an envelope', '[]', null, 'schema'),
  fixture('something that is not JSON', 'Bad gateway', null, 'not-json'),
  fixture('nothing', '', null, 'not-json'),
];
