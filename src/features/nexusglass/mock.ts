import type {
  Base,
  FeatureMock,
  MockContext,
  MockFrame,
  MockReply,
  MockRequest,
  MockSocket,
  MockWire,
  Random,
  WorldEvents,
} from '~/mock/contract';

type MarketEvent = WorldEvents['market'];

/** An event as the server keeps and sends it. */
interface SentEvent {
  readonly id: number;
  readonly type: string;
  readonly priority: string;
  readonly symbol: string | null;
  readonly confidence: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly detected_at: string;
  readonly latency_ms: number;
}

/** What the fault gives where nobody says by how much. */
const USUAL_SKEW_MS = 120_000;
const SNAPSHOT_EVENTS = 20;
const PAGE_EVENTS = 100;
const MAX_HISTORY = 5_000;
const FIRST_ID = 730_000;
const SOCKET_PATH = '/ws/fastfeed';
const EVENTS_PATH = '/api/v1/fastfeed/events';

/** The server side of fastfeed: pushes the world's market events and keeps them for REST. */
export const mock: FeatureMock = { id: 'nexusglass', start };

function start(context: MockContext): MockWire {
  const { world } = context;
  const random = context.random.fork('nexusglass');
  let history: SentEvent[] = [];
  let lastId = FIRST_ID;

  function add(event: MarketEvent, atMs: number): SentEvent {
    // Other keys' events take ids too, so ours skip some.
    lastId += random.whole(1, 4);
    const sent = sentEvent(event, lastId, stamp(context, atMs), random);
    history.push(sent);
    if (history.length > MAX_HISTORY) history = history.slice(-MAX_HISTORY);
    return sent;
  }

  function publish(event: MarketEvent, atMs: number): void {
    const sent = add(event, atMs);
    const frame = frameOf('EVENT', sent, String(sent.id));
    context.broadcast(frame, (socket) => wants(socket, sent));
  }

  for (let index = SNAPSHOT_EVENTS; index > 0; index -= 1) {
    add(inventedEvent(context, random), world.now() - index * 97_000);
  }
  world.on('market', publish);

  return {
    upgrade: (path) => (path === SOCKET_PATH ? null : { status: 404, reason: 'Not Found' }),
    opened(socket) {
      const serverTime = stamp(context, world.now());
      socket.send(frameOf('HANDSHAKE', { ...HANDSHAKE, server_time: serverTime }));
      const recent = history.filter((event) => wants(socket, event)).slice(-SNAPSHOT_EVENTS);
      socket.send(frameOf('SNAPSHOT', { events: recent }));
    },
    received(socket, text) {
      if (isPing(text)) socket.send({ type: 'PONG', key: null, text: '{"type":"PONG"}' });
    },
    rest: (request) => rest(request, history, context),
    burst(count) {
      for (let index = 0; index < count; index += 1) {
        publish(inventedEvent(context, random), world.now());
      }
    },
    refuseKey(socket) {
      socket.send(frameOf('ERROR', { code: 'AUTH_FAILED', message: 'Invalid or expired API key' }));
      if (context.fault('authFail') !== 'stay') socket.close(4001, 'authentication failed');
    },
    restarted() {
      history = [];
      lastId = 0;
    },
  };
}

const HANDSHAKE = { tier: 'ORACLE', priorities: ['P0', 'P1', 'P2'], delay_ms: 0 };

function frameOf(type: string, payload: unknown, key: string | null = null): MockFrame {
  return { type, key, text: JSON.stringify({ type, payload }) };
}

/** The socket's own filters; REST knows none. */
function wants({ query }: MockSocket, event: SentEvent): boolean {
  return has(query.get('symbols'), event.symbol) && has(query.get('events'), event.type);
}

function has(list: string | null, value: string | null): boolean {
  return list === null || list === '' || value === null || list.split(',').includes(value);
}

function isPing(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'type' in value && value.type === 'PING';
  } catch {
    return false;
  }
}

/** Oldest first after `since_id`, a page at a time; without it the newest page. */
function rest(
  request: MockRequest,
  history: readonly SentEvent[],
  context: MockContext,
): MockReply | null {
  if (request.method !== 'GET' || request.path !== EVENTS_PATH) return null;
  const since = request.query.get('since_id');
  const pageLength = Number(context.fault('restPage') ?? PAGE_EVENTS);
  if (since === null) return { status: 200, body: { events: history.slice(-pageLength) } };
  const sinceId = Number(since);
  if (!Number.isFinite(sinceId)) {
    return {
      status: 400,
      body: { error: { code: 'BAD_REQUEST', message: 'since_id must be a number' } },
    };
  }
  const overlap = Number(context.fault('restOverlap') ?? 0);
  const first = history.findIndex((event) => event.id > sinceId);
  const from = Math.max(0, (first < 0 ? history.length : first) - overlap);
  // What overlaps comes on top: a page of it alone would never lead on.
  return { status: 200, body: { events: history.slice(from, from + overlap + pageLength) } };
}

function sentEvent(event: MarketEvent, id: number, detectedAt: string, random: Random): SentEvent {
  return {
    id,
    type: event.type,
    priority: event.priority,
    symbol: event.base === null ? null : `${event.base}USDT`,
    confidence: Math.round(event.confidence * 100) / 100,
    data: event.data,
    detected_at: detectedAt,
    latency_ms: latencyOf(event.priority, random),
  };
}

const SLA_MS = { P0: 100, P1: 500, P2: 2_000 } as const;

/** Mostly well within the promise, now and then beyond it. */
function latencyOf(priority: MarketEvent['priority'], random: Random): number {
  const share = random.chance(0.04) ? random.between(1.05, 1.8) : random.between(0.2, 0.9);
  return Math.round(SLA_MS[priority] * share);
}

/** Whole seconds, as the documented examples have them. */
function stamp(context: MockContext, atMs: number): string {
  const skew = context.fault('clockSkew');
  const skewMs = typeof skew === 'number' ? skew * 1000 : skew === true ? USUAL_SKEW_MS : 0;
  return `${new Date(atMs + skewMs).toISOString().slice(0, 19)}Z`;
}

type Invention = Pick<MarketEvent, 'type' | 'priority'> & {
  readonly hasSymbol?: false;
  data(random: Random, price: number): Record<string, unknown>;
};

const INVENTIONS: readonly Invention[] = [
  {
    type: 'LIQUIDATION_CLUSTER_ARMED',
    priority: 'P0',
    data: (random, price) => {
      const distance = round(random.between(0.3, 1.8), 2);
      const isLong = random.chance(0.5);
      return {
        cluster_price: round(price * (1 + ((isLong ? -1 : 1) * distance) / 100), 2),
        cluster_side: isLong ? 'LONG_LIQ' : 'SHORT_LIQ',
        intensity_usd: random.whole(10, 90) * 100_000,
        distance_pct: distance,
      };
    },
  },
  {
    type: 'WHALE_POSITION_SHIFT',
    priority: 'P1',
    data: (random) => ({
      size_usd: random.whole(20, 400) * 100_000,
      whale_score: random.whole(61, 99),
    }),
  },
  {
    type: 'CVD_DIVERGENCE_EXTREME',
    priority: 'P1',
    data: (random) => ({ sigma: round(random.between(2, 3.8), 2), window_min: 15 }),
  },
  {
    type: 'LARGE_LIQUIDATION',
    priority: 'P2',
    data: (random, price) => ({
      side: random.pick(['LONG', 'SHORT']),
      size_usd: random.whole(6, 60) * 100_000,
      price: round(price, 2),
    }),
  },
  {
    type: 'FUNDING_EXTREME',
    priority: 'P2',
    data: (random) => ({ funding_pct: round(random.between(-0.3, 0.3), 4), interval_h: 8 }),
  },
  // One of the two that the documents do not name, as far as anybody can know; it is about no single symbol.
  {
    type: 'VOLATILITY_REGIME_TILT',
    priority: 'P2',
    hasSymbol: false,
    data: (random) => ({
      tilt_pct: round(random.between(-4, 4), 2),
      legs: { front: round(random.between(40, 90), 1), back: round(random.between(40, 90), 1) },
    }),
  },
];

/** An event that does not come from the world's story: for the past, and for bursts. P0 is rare. */
function inventedEvent({ world }: MockContext, random: Random): MarketEvent {
  const about: Base = random.pick(world.bases);
  const invention = random.chance(0.04) ? INVENTIONS[0]! : random.pick(INVENTIONS.slice(1));
  const { type, priority } = invention;
  const base = invention.hasSymbol === false ? null : about;
  const confidence = random.between(0.55, 0.98);
  return { type, priority, base, confidence, data: invention.data(random, world.price(about)) };
}

function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
