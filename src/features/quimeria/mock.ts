import type {
  FeatureMock,
  MockContext,
  MockReply,
  MockRequest,
  MockSocket,
  MockWire,
} from '~/mock/contract';
import { createMockLive, type MockLive } from './mock-live';
import { createMockSetup, type MockSetup } from './mock-setup';
import { createMockReplay, type MockReplay } from './mock-replay';

const PATHS = ['/ws/live', '/ws/stream'];
const POLL_WORLD_MS = 5_000;
/** So that a first look at the demo finds candles in the log. */
const PAST_BARS = 200;
const QUIET_MS = 30_000;
const UNDO = 'undo the keepalive';

/** The server side of QUIMERIA-HYPERION on the mock world, with the manners of the published build. */
export const mock: FeatureMock = { id: 'quimeria', start };

function start(context: MockContext): MockWire {
  const setup = createMockSetup();
  const live = createMockLive(context, setup, (path) => path === '/ws/live');
  const replay = createMockReplay(context, setup);
  live.start('BTCUSDT', '1m');
  live.remember(PAST_BARS);
  context.every(POLL_WORLD_MS, live.poll);

  return {
    upgrade: (path) => (PATHS.includes(path) ? null : { status: 403, reason: 'Forbidden' }),
    opened: (socket) => {
      if (socket.path === '/ws/live') keepAlive(context, socket);
    },
    received: (socket, text) => {
      if (socket.path === '/ws/stream') return replay.received(socket, text);
      keepAlive(context, socket);
      answer(socket, text);
    },
    closed: (socket) => {
      undoKeepAlive(socket);
      replay.closed(socket);
    },
    rest: (request) => serve(context, { live, replay, setup }, request),
    burst: live.burst,
    // The wire knows no keys, so none can be refused.
    refuseKey: () => undefined,
    restarted: live.restarted,
  };
}

/** Raw text on `/ws/live`. What it does not know comes back in quotes that are not escaped. */
function answer(socket: MockSocket, text: string): void {
  if (text === 'ping') return socket.send({ type: 'pong', key: null, text: '{"type":"pong"}' });
  if (text === 'stop') return socket.close(1000, '');
  socket.send({ type: 'echo', key: null, text: `{"echo":"${text}"}` });
}

/** The server pings a client that has said nothing for 30 s, once; its next word starts the wait anew. */
function keepAlive(context: MockContext, socket: MockSocket): void {
  undoKeepAlive(socket);
  const undo = context.after(QUIET_MS, () => {
    socket.send({ type: 'ping', key: null, text: '{"type":"ping"}' });
    keepAlive(context, socket);
  });
  socket.memory.set(UNDO, undo);
}

function undoKeepAlive(socket: MockSocket): void {
  const undo = socket.memory.get(UNDO);
  if (typeof undo === 'function') (undo as () => void)();
}

interface Parts {
  readonly live: MockLive;
  readonly replay: MockReplay;
  readonly setup: MockSetup;
}

function serve(
  context: MockContext,
  { live, replay, setup }: Parts,
  request: MockRequest,
): MockReply | null {
  switch (`${request.method} ${request.path}`) {
    case 'POST /api/live/start':
      return startFeed(live, request.body);
    case 'POST /api/live/stop':
      live.stop();
      return ok({ status: 'stopped' });
    case 'GET /api/live/status':
      return ok(live.status());
    case 'GET /api/ping':
      return ok({ status: 'ok', pipeline_ready: true });
    case 'GET /api/status':
      return ok({
        bars_loaded: replay.loaded,
        cursor: replay.cursor,
        amd_state: live.amd,
        modules_ok: ['bias', 'ipda', 'dealing', 'kl', 'fusion', 'mandra'],
        modules_failed: ["topology: No module named 'ripser'"],
      });
    case 'GET /api/plugins':
      return setup.list(live.processed);
    case 'POST /api/plugins/toggle':
      return setup.togglePlugins(request.body);
    case 'POST /api/config/modules':
      return setup.configureModules(request.body);
    case 'POST /api/load/sample':
      replay.load(context.world.bars('BTC', 300));
      return ok({ status: 'ok', count: replay.loaded, source: 'SAMPLE:BTCUSDT-1M' });
    case 'POST /api/load/csv':
      return loadCsv(context, replay, request.body);
    case 'GET /api/logs/raw_bars.log':
      return tail(live, Number(request.query.get('lines') ?? 100));
    default:
      return null;
  }
}

/** Rows of time, open, high, low, close, volume; judged as the world's own bars were. */
function loadCsv(context: MockContext, replay: MockReplay, body: unknown): MockReply {
  const { text = '', filename = '' } = (body ?? {}) as { text?: string; filename?: string };
  const judged = context.world.bars('BTC', 300);
  const bars = text
    .split(/\r?\n/)
    .map((line) => line.split(/[,;\t]/).map(Number))
    .filter((cells) => cells.length >= 5 && cells.slice(0, 5).every(Number.isFinite))
    .map(([timeSec = 0, open = 0, high = 0, low = 0, close = 0, volume = 100], place) => ({
      bar: { timeSec, open, high, low, close, volume },
      kernel: judged[place % judged.length]!.kernel,
    }));
  if (bars.length < 3) return { status: 400, body: { detail: 'CSV parse failed' } };
  replay.load(bars);
  return ok({ status: 'ok', count: bars.length, source: filename || 'CSV' });
}

function startFeed(live: MockLive, body: unknown): MockReply {
  if (typeof body !== 'object' || body === null) {
    const detail = [{ loc: ['body'], msg: 'Field required', type: 'missing' }];
    return { status: 422, body: { detail } };
  }
  const { symbol = 'EURUSDT', granularity = '1m' } = body as Record<string, unknown>;
  live.start(String(symbol), String(granularity));
  return ok({ status: 'ok', symbol, granularity });
}

function tail(live: MockLive, lines: number): MockReply {
  const total = live.log.length;
  return ok({
    filename: 'raw_bars.log',
    total_lines: total,
    lines: live.log.slice(-Math.max(1, lines)),
  });
}

function ok(body: unknown): MockReply {
  return { status: 200, body };
}
