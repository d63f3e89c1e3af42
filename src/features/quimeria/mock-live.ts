import type { Base, MockContext, MockFrame, WorldEvents } from '~/mock/contract';
import { intervalOf } from './interval';
import { createMerger, type Judged } from './mock-merge';
import type { MockSetup } from './mock-setup';
import { mockStep, pythonJson } from './mock-step';

/** The live side of the server: one feed for all clients. */
export interface MockLive {
  start(symbol: string, granularity: string): void;
  stop(): void;
  /** Makes the feed have run for `count` bars already: they are in the log, and nobody heard them. */
  remember(count: number): void;
  /** Sends what was missed, once somebody listens. */
  poll(): void;
  burst(count: number): void;
  restarted(): void;
  status(): Record<string, unknown>;
  /** One JSON result a line, as `raw_bars.log` has them. */
  readonly log: readonly string[];
  readonly amd: string;
  /** Bars since the server started. */
  readonly processed: number;
}

const BOOTSTRAP = 100;
const MISSED = 5;
const LOG_LINES = 500;
const WINDOW = 60;

export function createMockLive(
  context: MockContext,
  setup: MockSetup,
  isLive: (path: string) => boolean,
): MockLive {
  const { world } = context;
  let running = false;
  let symbol = 'EURUSDT';
  let granularity = '5m';
  let base: Base | null = null;
  let held: Judged[] = [];
  let total = 0;
  let processed = 0;
  let lastSec = 0;
  let pending: MockFrame[] = [];
  let merge = createMerger(300);
  const log: string[] = [];

  const listeners = () => context.sockets().filter((socket) => isLive(socket.path));

  const broadcast = (frame: MockFrame) => context.broadcast(frame, (socket) => isLive(socket.path));

  const flush = () => {
    const frames = pending;
    pending = [];
    frames.forEach(broadcast);
  };

  /** `ago` bars before the newest. */
  const frameOf = (judged: Judged, ago: number): MockFrame => {
    const place = held.length - 1 - ago;
    const window = held.slice(Math.max(0, place + 1 - WINDOW), place + 1).map(({ bar }) => bar);
    const index = total - 1 - ago;
    const data = mockStep({
      ...judged,
      window,
      index,
      total: index + 1,
      liveSymbol: symbol,
      processed,
      plugins: setup.plugins,
    });
    const text = pythonJson({ type: 'bar', data });
    return { type: 'bar', key: `${symbol}:${judged.bar.timeSec}`, text };
  };

  const process = (judged: Judged) => {
    held = [...held, judged].slice(-300);
    total += 1;
    processed += 1;
    lastSec = judged.bar.timeSec;
    const frame = frameOf(judged, 0);
    log.push(frame.text.slice('{"type":"bar","data":'.length, -1));
    if (log.length > LOG_LINES) log.shift();
    pending = [...pending, frame].slice(-MISSED);
    if (listeners().length > 0) flush();
  };

  const bootstrap = () => {
    if (base === null) {
      running = false;
      const message = 'Failed to fetch initial candles from Bitget';
      broadcast({ type: 'error', key: null, text: JSON.stringify({ type: 'error', message }) });
      return;
    }
    const minutes = (intervalOf(granularity) ?? 300) / 60;
    const history = createMerger(minutes * 60);
    held = world
      .bars(base, Math.min(300, BOOTSTRAP * minutes))
      .flatMap((one) => history(one) ?? []);
    total = Math.max(BOOTSTRAP, held.length);
    lastSec = held.at(-1)?.bar.timeSec ?? 0;
    pending = [];
  };

  world.on('bar', ({ base: of, bar, kernel }: WorldEvents['bar']) => {
    if (!running || of !== base) return;
    const whole = merge({ bar, kernel });
    if (whole) process(skewed(whole, skewSec(context)));
  });

  return {
    start: (wanted, wantedGranularity) => {
      symbol = wanted.toUpperCase();
      granularity = wantedGranularity;
      base = world.bases.find((one) => `${one}USDT` === symbol) ?? null;
      merge = createMerger(intervalOf(granularity) ?? 300);
      // A feed that runs is not restarted: the loop goes on with the new symbol on the old history (QU-T7).
      if (running && base !== null) return;
      running = true;
      bootstrap();
    },
    stop: () => {
      running = false;
    },
    remember: (count) => {
      if (base === null) return;
      const past = world.bars(base, BOOTSTRAP + count);
      held = past.slice(0, BOOTSTRAP);
      total = BOOTSTRAP;
      past.slice(BOOTSTRAP).forEach(process);
      pending = [];
    },
    poll: () => {
      if (listeners().length > 0) flush();
    },
    burst: (count) => {
      // No candle can come before its time, so older ones come again: a bar that is known replaces itself.
      const known = Math.min(held.length, total - 2);
      if (known <= 0) return;
      for (let place = 0; place < count; place += 1) {
        const ago = known - 1 - (place % known);
        broadcast(frameOf(held[held.length - 1 - ago]!, ago));
      }
    },
    restarted: () => {
      processed = 0;
      if (running) bootstrap();
    },
    status: () => ({ running, symbol, granularity, clients: listeners().length, last_ts: lastSec }),
    log,
    get processed() {
      return processed;
    },
    get amd() {
      return held.at(-1)?.kernel.amd ?? 'Accumulation';
    },
  };
}

/** What the fault gives where nobody says by how much. */
const USUAL_SKEW_SEC = 120;

/** How far the server's clock is off. */
function skewSec(context: MockContext): number {
  const skew = context.fault('clockSkew');
  return typeof skew === 'number' ? skew : skew === true ? USUAL_SKEW_SEC : 0;
}

function skewed({ bar, kernel }: Judged, sec: number): Judged {
  return { bar: { ...bar, timeSec: bar.timeSec + sec }, kernel };
}
