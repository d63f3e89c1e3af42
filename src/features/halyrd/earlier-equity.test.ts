import { describe, expect, it } from 'vitest';
import { FakeClock } from '~/lib/fake-clock';
import type { RestOutcome } from '~/session/rest';
import { earlierEquity, loadEarlier } from './earlier-equity';
import { fakeConnection, fold, rest, snapshot, T0, ts } from './test-frames';
import { selectEquity } from './store';
import { watchAgent } from './watch';
import { restHealth } from './rest';

const point = (sec: number) => ({ ts: ts(sec), equity: 10 + sec / 1e6 });
const DAY = 86_400;

function setUp(
  outcome: RestOutcome = { kind: 'ok', status: 200, frameId: 1 },
  rows: object[] = [],
) {
  const clock = new FakeClock(T0);
  const made = fakeConnection(
    () => {
      if (outcome.kind === 'ok') made.push(rest('equity', rows, 100));
      return outcome;
    },
    fold(rest('equity', [point(0), point(DAY)], 1), snapshot(DAY + 60, 11)),
  );
  const progress = earlierEquity.progress(made.connection);
  return { ...made, clock, progress, load: () => loadEarlier(made.connection, clock) };
}

describe('equity from before what is held', () => {
  it('[HA25] [F14] is asked for once, from the oldest point back, and merged by the second', async () => {
    const { calls, clock, progress, load, connection } = setUp(undefined, [
      point(-3 * 3_600),
      point(-3_600),
      point(0),
    ]);
    const loading = load();
    expect(progress.getState()).toEqual({ kind: 'loading' });
    await Promise.all([loading, load()]);
    clock.advance(1_000);
    expect(progress.getState()).toEqual({ kind: 'end', words: 'no older points on the server' });
    await load();
    expect(calls.map(({ path }) => path)).toEqual([
      '/agents/current/equity?to=2026-02-03T09%3A00%3A00Z&interval=1h',
    ]);
    const [series] = selectEquity(connection.store.getState());
    expect(series?.points.map(({ timeSec }) => timeSec - T0 / 1000)).toEqual([
      -3 * 3_600,
      -3_600,
      0,
      DAY,
      DAY + 60,
    ]);
  });

  it('[HA25] is not asked for again at once after a failure, and never of a backend without it', async () => {
    const failing = setUp({ kind: 'unreachable', reason: 'no answer in time' });
    await failing.load();
    expect(failing.progress.getState()).toMatchObject({ kind: 'failed' });
    await failing.load();
    expect(failing.calls).toHaveLength(1);
    failing.clock.advance(10_000);
    await failing.load();
    expect(failing.calls).toHaveLength(2);

    const without = setUp({ kind: 'http', status: 404, detail: '', retryAfterSec: null });
    await without.load();
    expect(without.progress.getState()).toMatchObject({ kind: 'end' });
  });

  it('[HA25] is asked for by itself where the first month holds nothing', async () => {
    const clock = new FakeClock(T0);
    const { connection, calls } = fakeConnection(() => ({ kind: 'ok', status: 200, frameId: 1 }));
    watchAgent(connection, { clock, isHidden: () => false });
    restHealth(connection).setState({ load: { kind: 'complete', atMs: T0 } });
    clock.advance(1_000);
    expect(calls.map(({ path }) => path)).toEqual(['/agents/current/equity?interval=1h']);
  });

  it('[F14] a stretch without snapshots breaks the line, whatever the cadence is', () => {
    const bands = selectEquity(
      fold(rest('equity', [point(0), point(3_600), point(3 * 3_600), point(8 * 3_600)], 1)),
    )[0]?.bands.filter(({ kind }) => kind === 'gap');
    expect(bands).toEqual([
      {
        id: `rest-${T0 / 1000 + 3 * 3_600}`,
        kind: 'gap',
        fromSec: T0 / 1000 + 3 * 3_600,
        toSec: T0 / 1000 + 8 * 3_600,
        label: 'no snapshot for 5 h',
      },
    ]);
  });
});
