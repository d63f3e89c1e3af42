import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { bars } from './chart';
import { describe as describeMessage } from './describe';
import { createReplayDesk } from './replay-desk';
import { barMessage, heard, heardLog, stepAt } from './sample-bars';
import type { QuimeriaMessage } from './schema';
import { initialState, type QuimeriaState } from './state';
import { apply } from './store';

function setUp({ open = true } = {}) {
  const store = createStore<QuimeriaState>(() => initialState);
  const sent: string[] = [];
  const timers: { ms: number; call: () => void; alive: boolean }[] = [];
  let clock = 1_000;
  const desk = createReplayDesk(
    {
      store,
      send: (text) => {
        if (!open) return { sent: false, reason: 'not live' };
        sent.push(text);
        return { sent: true, frameId: sent.length };
      },
    },
    (ms, call) => {
      const timer = { ms, call, alive: true };
      timers.push(timer);
      return () => void (timer.alive = false);
    },
  );
  /** All at once, as the door and a paced store hand on what came within a moment. */
  const say = (...messages: readonly QuimeriaMessage[]) => {
    const batch = messages.map((message) => heard(message, (clock += 1)));
    store.setState(apply(store.getState(), batch), true);
  };
  const bar = (minute: number) => say(barMessage(replayed(minute)));
  const patience = () => timers.filter(({ alive }) => alive).map(({ ms }) => ms);
  const lose = () => {
    const timer = timers.findLast(({ alive }) => alive);
    if (timer) timer.alive = false;
    timer?.call();
  };
  return { desk, sent, say, bar, patience, lose, store, phase: () => desk.state.getState().phase };
}

const replayed = (minute: number) =>
  stepAt(minute, { live: undefined, symbol: undefined, bar_index: minute, total_bars: 300 });

const STEP = '{"action":"step"}';

describe('a run of the replay', () => {
  it('[QU-T9] sends a step, awaits its bar, then runs', () => {
    const { desk, sent, bar, phase } = setUp();
    desk.run(50);
    expect(sent).toEqual([STEP]);
    expect(phase()).toBe('priming');
    bar(0);
    expect(sent).toEqual([STEP, '{"action":"run","speed":50}']);
    bar(1);
    expect(sent).toHaveLength(2);
    expect(phase()).toBe('running');
  });

  it('[QU-T9] mends silence once with another step and run, then says so', () => {
    const { desk, sent, bar, patience, lose, phase } = setUp();
    desk.run(500);
    bar(0);
    expect(patience()).toEqual([2_500]);
    lose();
    expect(sent).toEqual([STEP, '{"action":"run","speed":500}', STEP]);
    bar(1);
    lose();
    expect(phase()).toBe('silent');
    expect(desk.state.getState().problem).toMatch(/does not answer run/);
    expect(patience()).toEqual([]);
  });

  it('[QU-T10] never sends a speed of less than 16 ms, and waits 2 s at least', () => {
    const { desk, sent, bar, patience } = setUp();
    desk.run(0);
    bar(0);
    expect(sent.at(-1)).toBe('{"action":"run","speed":16}');
    expect(patience()).toEqual([2_000]);
  });

  it('[QU12] ends at the end, at a pause and at an error of the server', () => {
    const { desk, say, bar, phase, patience } = setUp();
    desk.run(16);
    bar(0);
    say({ type: 'done' });
    expect(phase()).toBe('done');
    expect(patience()).toEqual([]);
    desk.run(16);
    desk.pause();
    say({ type: 'stopped' });
    expect(phase()).toBe('paused');
    say({ type: 'error', message: 'pipeline failed' });
    expect(desk.state.getState()).toEqual({ phase: 'paused', problem: 'pipeline failed' });
  });

  it('[QU12] is not ended by the late answer to a reset that was sent before it', () => {
    const { desk, sent, say, bar, phase } = setUp();
    desk.reset();
    desk.run(50);
    say({ type: 'reset' });
    expect(phase()).toBe('priming');
    bar(0);
    expect(phase()).toBe('running');
    expect(sent.at(-1)).toBe('{"action":"run","speed":50}');
    say({ type: 'stopped' });
    expect(phase()).toBe('paused');
  });

  it('[QU12] hears each word of several that come in one change of the store', () => {
    const { desk, say, phase } = setUp();
    desk.reset();
    desk.reset();
    desk.run(50);
    say({ type: 'reset' }, { type: 'reset' });
    expect(phase()).toBe('priming');
    // Both are accounted for: the next word is another client's, and ends the run.
    say({ type: 'stopped' });
    expect(phase()).toBe('paused');
  });

  it('[QU12] hears bars and words in the order in which they came', () => {
    const { desk, sent, say, phase } = setUp();
    desk.run(50);
    say(barMessage(replayed(0)), { type: 'done' });
    expect(phase()).toBe('done');
    desk.pause();
    desk.run(50);
    say({ type: 'stopped' }, barMessage(replayed(1)));
    expect(phase()).toBe('running');
    expect(sent.at(-1)).toBe('{"action":"run","speed":50}');
  });

  it('[QU12] keeps no more than the newest words, and counts none twice', () => {
    const { store } = setUp();
    const words = Array.from({ length: 50 }, (_, at) => heard({ type: 'stopped' }, at + 1));
    const once = apply(store.getState(), words);
    expect(once.playback).toHaveLength(20);
    expect(once.playback.at(-1)?.frameId).toBe(50);
    expect(apply(once, words)).toBe(once);
  });

  it('[QU12] says why nothing was sent when the socket is not open', () => {
    const { desk } = setUp({ open: false });
    desk.run(16);
    expect(desk.state.getState()).toEqual({ phase: 'paused', problem: 'not live' });
  });
});

describe('what is replayed', () => {
  it('[QU-T8] is a series named REPLAY, and nothing of it is told as if it happened now', () => {
    const { store, bar } = setUp();
    bar(0);
    expect(bars(store.getState()).map(({ symbol }) => symbol)).toEqual(['REPLAY']);
    const veto = { decision: 'Halt', reasons: ['L3:LIAR_STATE'], trade_allowed: false };
    const halted = stepAt(1, { live: undefined, symbol: undefined, veto });
    expect(describeMessage(heard(barMessage(halted), 5), initialState)).toEqual([]);
  });

  it('[QU12] is forgotten at a reset, also when old frames are folded once more', () => {
    const frames = [
      heard(barMessage(replayed(0)), 1),
      heard(barMessage(replayed(1)), 2),
      heard({ type: 'reset' }, 3),
      heard(barMessage(replayed(0)), 4),
    ];
    const once = apply(initialState, frames);
    expect(once.series.flatMap(({ facts }) => facts.map(({ index }) => index))).toEqual([0]);
    expect(apply(once, frames).series).toEqual(once.series);
    // A word that came since, and the log that has the bar again.
    const later = [
      heard(barMessage(stepAt(0)), 1),
      heard({ type: 'reset' }, 2),
      heard({ type: 'stopped' }, 3),
      { ...heardLog([stepAt(0)], 4), frameId: 4 },
    ];
    const logged = apply(initialState, later);
    expect(logged.series[0]?.facts[0]?.backfilled).toBe(true);
    expect(apply(logged, later)).toEqual(logged);
    expect(frames.reduce((state, one) => apply(state, [one]), initialState)).toEqual(once);
  });
});
