import { describe, expect, it, vi } from 'vitest';
import { FakeClock } from '~/lib/fake-clock';
import { fallbackOf } from './fallback';
import type { HalyrdConnection } from './rest';
import { fakeConnection, journal, rest, T0, ts } from './test-frames';
import { watchAgent } from './watch';

const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

/** A stream that is open and an agent whose journal REST tells: each row by its second. */
function watched() {
  const clock = new FakeClock(T0);
  const written: number[] = [];
  const rows = () =>
    written.map((sec) => ({
      id: `j${sec}`,
      ts: ts(sec),
      type: 'NOTE',
      tags: [],
      body: `at ${sec}`,
    }));
  const made = fakeConnection(({ resource }) => {
    if (resource === 'journal') made.push(rest('journal', rows(), (clock.now() - T0) / 1000));
    return { kind: 'ok', status: 200, frameId: 1 };
  });
  const suspect = vi.fn((_reason: string) => undefined);
  const connection: HalyrdConnection = { ...made.connection, suspect };
  const stop = watchAgent(connection, { clock, isHidden: () => false });
  const live = () =>
    connection.status.setState({ state: { status: 'live', sinceMs: clock.now() } });
  /** Time passes, answers come. */
  async function pass(sec: number) {
    for (let done = 0; done < sec; done += 1) {
      clock.advance(1_000);
      await settle();
    }
  }
  function hear(sec: number) {
    made.push(journal(sec, 'NOTE', `at ${sec}`));
    connection.status.setState({ lastFrameAtMs: clock.now() });
  }
  return { ...made, connection, written, suspect, stop, live, pass, hear };
}

describe('the witness of a silent stream', () => {
  it('[HA23] dials anew when the journal over REST is ahead of the open stream in two checks', async () => {
    const { written, suspect, live, pass, calls } = watched();
    written.push(-100, -50);
    live();
    await pass(58);
    expect(calls.filter(({ resource }) => resource === 'journal')).toEqual([]);
    await pass(12);
    written.push(70);
    await pass(57);
    // One check has seen it; the second is 5 s later.
    expect(suspect).not.toHaveBeenCalled();
    await pass(10);
    expect(suspect).toHaveBeenCalledOnce();
    expect(suspect.mock.calls[0]?.[0]).toContain('the open stream did not bring');
  });

  it('[HA15] [HA23] takes silence for normal as long as REST has nothing newer', async () => {
    const { written, suspect, live, pass } = watched();
    written.push(-100);
    live();
    await pass(1_800);
    expect(suspect).not.toHaveBeenCalled();
  });

  it('[HA23] has no doubt about a stream that brings what REST has, were it seconds later', async () => {
    const { written, suspect, live, pass, hear } = watched();
    live();
    for (let sec = 100; sec < 600; sec += 100) {
      await pass(97);
      written.push(sec);
      await pass(3);
      hear(sec);
    }
    expect(suspect).not.toHaveBeenCalled();
  });

  it('[HA23] forgives an entry that comes between the two checks', async () => {
    const { written, suspect, live, pass, hear } = watched();
    live();
    await pass(70);
    written.push(80);
    await pass(57);
    hear(80);
    await pass(200);
    expect(suspect).not.toHaveBeenCalled();
  });

  it('[HA23] [RF-22] dials anew once only; a stream that stays mute is polled and said to be', async () => {
    const { written, suspect, live, pass, connection, calls, hear, stop } = watched();
    live();
    await pass(70);
    written.push(70);
    await pass(60);
    expect(suspect).toHaveBeenCalledOnce();
    live();
    await pass(70);
    written.push(200);
    await pass(60);
    expect(suspect).toHaveBeenCalledOnce();
    const before = calls.length;
    await pass(31);
    expect(calls.slice(before).map(({ resource }) => resource)).toContain('equity');
    expect(fallbackOf(connection).getState()).toMatchObject({
      word: 'polling',
      words: expect.stringContaining('The stream is open but brings nothing') as string,
    });
    hear(300);
    expect(fallbackOf(connection).getState()).toBeNull();
    stop();
  });
});
