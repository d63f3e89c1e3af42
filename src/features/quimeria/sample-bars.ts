import type { FrameSource, Origin, Received } from '~/session/wire';
import type { QuimeriaMessage } from './schema';
import { stepSchema, type Step } from './step-schema';

/** Builders for tests: bars of BTCUSDT at whole minutes from `FIRST_SEC`, indices going with them. */
export const FIRST_SEC = 1_767_603_600;

/** A step result of the minute `minute`, with `over` on top. */
export function stepAt(minute: number, over: Record<string, unknown> = {}): Step {
  const close = 64_000 + minute;
  return stepSchema.parse({
    live: true,
    symbol: 'BTCUSDT',
    bar: {
      time: FIRST_SEC + minute * 60,
      open: close - 1,
      high: close + 2,
      low: close - 3,
      close,
      volume: 5,
    },
    bar_index: 100 + minute,
    total_bars: 101 + minute,
    veto: { decision: 'Proceed', reasons: [], trade_allowed: true },
    amd: { state: 'Accumulation', prev: 'Accumulation', changed: false },
    fusion: { p_fused: 0.2, confidence: 0.7, regime: 'SINCERE' },
    execution: { action: 'HALT', is_armed: false, reason: 'NO_DIRECTIONAL_BIAS' },
    ...over,
  });
}

export const halted = {
  veto: { decision: 'Halt', reasons: ['L3:LIAR_STATE'], trade_allowed: false },
};

export function barMessage(step: Step): QuimeriaMessage {
  return { type: 'bar', data: step };
}

/** A message as the door hands it over. Its frame id goes with the time unless given. */
export function heard(
  message: QuimeriaMessage,
  receivedAtMs: number,
  over: Partial<Received<QuimeriaMessage>> = {},
) {
  const source: FrameSource = { channel: 'socket' };
  const origin: Origin = 'live';
  return { message, receivedAtMs, origin, source, frameId: receivedAtMs, ...over };
}

/** The bar of a minute, received three seconds after its end. */
export function heardBar(
  minute: number,
  over: Record<string, unknown> = {},
): Received<QuimeriaMessage> {
  return heard(barMessage(stepAt(minute, over)), (FIRST_SEC + minute * 60 + 63) * 1000);
}

/** The server's log of bars as REST hands it over. */
export function heardLog(steps: readonly Step[], receivedAtMs: number): Received<QuimeriaMessage> {
  const message = { type: 'logs/raw_bars' as const, steps: [...steps], unreadable: 0 };
  return heard(message, receivedAtMs, {
    origin: 'backfill',
    source: { channel: 'rest', resource: 'logs/raw_bars' },
  });
}

export function heardStatus(
  body: Record<string, unknown>,
  receivedAtMs: number,
): Received<QuimeriaMessage> {
  const full = {
    running: true,
    symbol: 'BTCUSDT',
    granularity: '1m',
    clients: 1,
    last_ts: 0,
    ...body,
  };
  return heard({ type: 'live/status', body: full }, receivedAtMs, {
    source: { channel: 'rest', resource: 'live/status' },
  });
}
