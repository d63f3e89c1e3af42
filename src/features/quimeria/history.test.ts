import { describe, expect, it } from 'vitest';
import { cycleRuns, reasonCounts, selectShown, sensorTrails } from './history';
import { FIRST_SEC, halted, heardBar, stepAt } from './sample-bars';
import { initialState } from './state';
import { apply } from './store';

const at = (minute: number) => FIRST_SEC + minute * 60;
const amd = (state: string | null) => ({ amd: { state, prev: null, changed: false } });

describe('the bar that is shown', () => {
  const state = apply(
    initialState,
    [0, 1, 2, 5].map((minute) => heardBar(minute)),
  );

  it('[F6] is the newest until one is chosen, by its opening or any time within it', () => {
    expect(selectShown(state, null)).toMatchObject({ isChosen: false, place: 3 });
    expect(selectShown(state, at(1))).toMatchObject({ isChosen: true, place: 1 });
    expect(selectShown(state, at(1) + 59).step?.bar.time).toBe(at(1));
  });

  it('[F6] is the newest where the chosen time is in a hole, or before and after all bars', () => {
    for (const sec of [at(3), at(-1), at(6)]) expect(selectShown(state, sec).isChosen).toBe(false);
    expect(selectShown(initialState, at(1))).toEqual({ step: null, isChosen: false, place: -1 });
  });
});

describe('the market cycle', () => {
  it('[QU11] is told run by run, newest first', () => {
    const states = ['Accumulation', 'Accumulation', 'Manipulation', 'Distribution', 'Distribution'];
    const { facts } = apply(
      initialState,
      states.map((state, minute) => heardBar(minute, amd(state))),
    ).series[0]!;
    expect(cycleRuns(facts, 9).map(({ state, fromSec, bars }) => [state, fromSec, bars])).toEqual([
      ['Distribution', at(3), 2],
      ['Manipulation', at(2), 1],
      ['Accumulation', at(0), 2],
    ]);
    expect(cycleRuns(facts, 2)).toHaveLength(2);
  });

  it('[QU11] does not say when a run began that follows a bar without a state', () => {
    const { facts } = apply(initialState, [
      heardBar(0, amd('Accumulation')),
      heardBar(1, amd(null)),
      heardBar(2, amd('Manipulation')),
    ]).series[0]!;
    expect(cycleRuns(facts, 9).map(({ state, afterHole }) => [state, afterHole])).toEqual([
      ['Manipulation', true],
      ['Accumulation', true],
    ]);
  });
});

describe('veto reasons', () => {
  it('[QU-T12] are counted once whatever their spelling, the most frequent first', () => {
    const mandra = (reason: string) => ({
      veto: { decision: 'Halt', reasons: [reason, 'L3:LIAR_STATE'], trade_allowed: false },
    });
    const { facts } = apply(initialState, [
      heardBar(0, mandra('MANDRA:ΔE<0')),
      heardBar(1, mandra('MANDRA:DE<0')),
      heardBar(2, halted),
    ]).series[0]!;
    expect(reasonCounts(facts)).toEqual([
      { reason: 'L3:LIAR_STATE', bars: 3 },
      { reason: 'MANDRA:DE<0', bars: 2 },
    ]);
  });
});

describe('sensor trails', () => {
  it('[QU-T17] keep their length when sensors come and go, with nothing put into the holes', () => {
    const trails = sensorTrails([
      stepAt(0, { sensors: [{ id: 's01', score: 0.1 }] }),
      stepAt(1, {
        sensors: [
          { id: 's02', score: 54.7 },
          { id: 's01', score: null },
        ],
      }),
      stepAt(2, { sensors: [{ id: 's02', score: 0.2 }] }),
    ]);
    expect(trails.get('s01')).toEqual([0.1, null, null]);
    expect(trails.get('s02')).toEqual([null, 54.7, 0.2]);
  });
});
