import { describe, expect, it } from 'vitest';
import { FIRST_SEC, heardBar, heardLog, heardStatus, stepAt } from './sample-bars';
import { budget, selectIntervalSec, serverTimeMs } from './select';
import { initialState } from './state';
import { apply } from './store';

const options = { granularity: '1m' };

describe('the budget of silence', () => {
  it('[QU6] counts from the receipt of the last bar, not from its time', () => {
    const state = apply(initialState, [heardBar(0)]);
    expect(budget(state, options)).toMatchObject({
      lastHeardMs: (FIRST_SEC + 63) * 1000,
      lateAfterMs: 75_000,
      silentAfterMs: 120_000,
      normal: 'one bar every minute; silence between candles is normal',
    });
  });

  it('[QU6] follows the interval: asked for, then told, then seen', () => {
    expect(selectIntervalSec(initialState, '15m')).toBe(900);
    expect(budget(initialState, { granularity: '1d' }).normal).toContain('every day');
    const told = apply(initialState, [heardStatus({ granularity: '4h' }, 1)]);
    expect(budget(told, options).normal).toContain('every 4 hours');
    const seen = apply(
      told,
      [0, 5, 10, 15].map((minute) => heardBar(minute)),
    );
    expect(budget(seen, options)).toMatchObject({ lateAfterMs: 315_000, silentAfterMs: 600_000 });
  });

  it('[QU6] does not trust a granularity that the server silently replaces', () => {
    const told = apply(initialState, [heardStatus({ granularity: '1H' }, 1)]);
    expect(selectIntervalSec(told, '5m')).toBe(300);
  });

  it('[QU14] says that nothing will come while the feed is stopped', () => {
    const state = apply(initialState, [heardStatus({ running: false }, 1)]);
    expect(budget(state, options).normal).toContain('feed stopped on server');
  });

  it('[QU-T4] takes no age from a status report, however fresh', () => {
    expect(
      budget(apply(initialState, [heardStatus({ last_ts: FIRST_SEC }, 9e12)]), options).lastHeardMs,
    ).toBeNull();
  });
});

describe('the server’s clock', () => {
  const known = apply(
    initialState,
    [0, 1, 2, 3].map((minute) => heardBar(minute)),
  );

  it('[QU17][F6][QU5] is told by a new bar, which is sent when its interval ends', () => {
    expect(serverTimeMs(heardBar(4), known)).toBe((FIRST_SEC + 300) * 1000);
  });

  it('[QU17][F6] is not told by what comes again, late, out of a log or without a known length', () => {
    expect(serverTimeMs(heardBar(3), known)).toBeNull();
    expect(serverTimeMs(heardBar(0), known)).toBeNull();
    expect(serverTimeMs(heardLog([stepAt(9)], 1), known)).toBeNull();
    expect(serverTimeMs(heardBar(4), initialState)).toBeNull();
    expect(serverTimeMs(heardBar(4, { live: undefined }), known)).toBeNull();
  });
});
