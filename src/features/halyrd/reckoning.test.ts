import { describe, expect, it, vi } from 'vitest';
import { FakeClock } from '~/lib/fake-clock';
import { absencesOf, reckonGaps } from './reckoning';
import { restHealth, type HalyrdConnection, type LoadState } from './rest';
import { fakeConnection, journal, rest, snapshot, T0, trade, ts, veto } from './test-frames';

function reckoned() {
  const clock = new FakeClock(T0);
  const made = fakeConnection();
  const judgeGap = vi.fn();
  const connection: HalyrdConnection = { ...made.connection, judgeGap };
  const stop = reckonGaps(connection, clock);
  const live = () =>
    connection.status.setState({ state: { status: 'live', sinceMs: clock.now() } });
  const lose = () =>
    connection.status.setState({
      state: { status: 'waiting', attempt: 1, retryAtMs: 0, cause: 'lost', sinceMs: 0 },
    });
  const read = (load: LoadState) => restHealth(connection).setState({ load });
  const complete = () => read({ kind: 'complete', atMs: clock.now() });
  return { ...made, clock, judgeGap, stop, live, lose, read, complete };
}

const row = (sec: number) => ({ ts: ts(sec), type: 'NOTE', tags: [], body: `at ${sec}` });
const point = (sec: number) => ({ ts: ts(sec), equity: 10 });

describe('what a gap has cost', () => {
  it('[HA17] [RF-22] [X4] is what REST brought of the time away, counted once, whether polled or read at the end', () => {
    const { clock, judgeGap, live, lose, complete, push } = reckoned();
    live();
    push(snapshot(10, 10), journal(10, 'NOTE', 'at 10'), veto(10, 'ord_1'), trade(10));
    push(rest('journal', [row(5), row(10)], 11), rest('equity', [point(5), point(10)], 11));
    complete();
    lose();
    // Polled while away, and read again when back: the same rows.
    push(rest('journal', [row(5), row(10), row(20)], 21));
    complete();
    live();
    push(rest('journal', [row(5), row(10), row(20), row(30)], 31));
    push(rest('equity', [point(5), point(10), point(30)], 31));
    push(rest('risk/blocks', [{ ts: ts(25), layer: 'policy', rule: 'x', order_ref: 'ord_2' }], 31));
    push(rest('trades', [{ ts: ts(28), pair: 'A/USDT', pnl: 1, journal_ref: 'j9' }], 31));
    complete();
    push(journal(32, 'NOTE', 'heard anew'));
    expect(judgeGap).not.toHaveBeenCalled();
    clock.advance(1_000);
    expect(judgeGap.mock.calls).toEqual([
      [
        {
          recovered: 5,
          evidence:
            'REST brought 1 equity point, 2 journal entries, 1 refusal, 1 closed trade; quotes discarded and trades opened meanwhile are in no list',
        },
      ],
    ]);
    complete();
    clock.advance(60_000);
    expect(judgeGap).toHaveBeenCalledOnce();
  });

  it('[HA17] [F2] stays open while REST fails, which is said, and is judged once it answers', () => {
    const { clock, judgeGap, live, lose, read, complete } = reckoned();
    live();
    complete();
    lose();
    live();
    read({ kind: 'failed', atMs: T0, words: 'journal: no answer' });
    expect(judgeGap).toHaveBeenLastCalledWith({
      evidence: 'REST could not be read: journal: no answer; it is asked again every 30 s',
    });
    complete();
    clock.advance(1_000);
    expect(judgeGap).toHaveBeenLastCalledWith(expect.objectContaining({ recovered: 0 }));
  });

  it('gives no number where no history had been read before the gap', () => {
    const { clock, judgeGap, live, lose, complete, push } = reckoned();
    live();
    lose();
    live();
    push(rest('journal', [row(5), row(20)], 21));
    complete();
    clock.advance(1_000);
    expect(judgeGap.mock.calls[0]?.[0]).not.toHaveProperty('recovered');
  });
});

describe('counts of what only the stream tells', () => {
  it('[HA-T25] are known to be incomplete by the times in which the stream was away', () => {
    const { clock, connection, live, lose } = reckoned();
    const seen = () => absencesOf(connection).getState();
    lose();
    live();
    expect(seen()).toEqual({ count: 0, last: null });
    connection.status.setState({ lastFrameAtMs: T0 });
    clock.advance(5_000);
    lose();
    expect(seen()).toEqual({ count: 1, last: { fromMs: T0, toMs: null } });
    clock.advance(60_000);
    live();
    expect(seen()).toEqual({ count: 1, last: { fromMs: T0, toMs: T0 + 65_000 } });
  });
});
