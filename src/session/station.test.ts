import { describe, expect, it } from 'vitest';
import {
  idleStation,
  type StationEffect,
  type StationEnv,
  type StationEvent,
  type StationSnapshot,
  type StationState,
} from './station';
import { stepStation } from './step-station';

const T0 = 1_000_000;
const a = { id: 'a', visible: true };
const b = { id: 'b', visible: true };
const hidden = { id: 'hidden', visible: false };
const env = (nowMs: number, canProbe = true): StationEnv => ({ nowMs, random: 0, canProbe });

function play(events: readonly (readonly [number, StationEvent])[], from = idleStation) {
  let state: StationState = from;
  let effects: ReturnType<typeof stepStation>['effects'] = [];
  for (const [atMs, event] of events) {
    ({ state, effects } = stepStation(state, event, env(T0 + atMs)));
  }
  return { state, effects };
}

const lose = { type: 'lost', member: a, urgency: 'retry', epoch: 0, lived: true } as const;

const waiting: StationSnapshot = {
  phase: 'waiting',
  attempt: 4,
  epoch: 9,
  vetoes: 0,
  dueAtMs: T0 + 8_000,
  lastGrantAtMs: null,
  refusal: null,
};

describe('a station', () => {
  it('[SE6] [RF-6] tells whoever comes after a refusal that it is refused, and lets nobody dial', () => {
    const refusal = { code: 4001, reason: 'key rejected' };
    const refused = play([
      [0, { type: 'want', member: a }],
      [10, { type: 'refused', member: a, refusal }],
    ]).state;
    for (const event of [
      { type: 'want', member: b },
      { type: 'hint', member: b },
      { type: 'lost', member: b, urgency: 'retry', epoch: 0, lived: false },
    ] as const) {
      expect(play([[20, event]], refused).effects).toEqual([
        { do: 'tell', to: 'b', word: { say: 'block', refusal } },
      ]);
    }
  });

  it('[SE21] asks whether anybody is there before anybody dials', () => {
    const { effects } = play([
      [0, lose],
      [1_000, { type: 'timer' }],
    ]);
    expect(effects).toContainEqual({ do: 'probe' });
    expect(effects).not.toContainEqual(expect.objectContaining({ do: 'tell' }));
  });

  it('arms its timer again when it fires a millisecond early', () => {
    const { state, effects } = play([
      [0, lose],
      [999, { type: 'timer' }],
    ]);
    expect(state.phase).toBe('waiting');
    expect(effects).toEqual([{ do: 'arm', atMs: T0 + 1_000 }]);
  });

  it('[RF-59] dials all the same after four probes that failed in a row', () => {
    let state = play([[0, lose]]).state;
    const outcomes: string[] = [];
    for (let i = 0; i < 4; i += 1) {
      state = stepStation(state, { type: 'timer' }, env(state.dueAtMs!)).state;
      state = stepStation(state, { type: 'probed', ok: false }, env(state.dueAtMs!)).state;
      outcomes.push(state.phase);
    }
    expect(outcomes).toEqual(['waiting', 'waiting', 'waiting', 'canary']);
  });

  it('[SE5] [RF-5] that it is busy holds for those that wait already, and shortens nobody’s wait', () => {
    const busy = { ...lose, member: b, urgency: 'slow' } as const;
    const soon = play([
      [0, lose],
      [500, busy],
    ]);
    expect(soon.state).toMatchObject({ attempt: 4, dueAtMs: T0 + 8_500 });
    expect(soon.effects.filter((effect) => effect.do === 'tell')).toHaveLength(2);
    const later = play([[500, busy]], { ...idleStation, ...waiting, wanting: [a] });
    expect(later.state).toMatchObject({ attempt: 4, dueAtMs: T0 + 8_000 });
    expect(later.state.wanting).toHaveLength(2);
  });

  it('[SE5] [RF-5] a busy server is asked again after 8 s', () => {
    expect(play([[0, { ...lose, urgency: 'slow' }]]).state.dueAtMs).toBe(T0 + 8_000);
  });

  it('[SE21] counts the loss of one round by many tabs as one', () => {
    const { state } = play([
      [0, lose],
      [10, { ...lose, member: { id: 'b', visible: false } }],
      [20, { ...lose, member: { id: 'c', visible: true } }],
    ]);
    expect([state.attempt, state.wanting.length]).toEqual([1, 3]);
  });

  it('[RF-6] refuses whoever waits, and takes back in whoever had been live since', () => {
    const refused = play([
      [0, lose],
      [
        5,
        {
          type: 'refused',
          member: b,
          refusal: { code: 4001, reason: 'key rejected' },
        },
      ],
    ]);
    expect(refused.effects).toContainEqual({
      do: 'tell',
      to: 'a',
      word: { say: 'block', refusal: { code: 4001, reason: 'key rejected' } },
    });
    expect(play([[10, lose]], refused.state).state.phase).toBe('waiting');
    expect(play([[10, { ...lose, lived: false }]], refused.state).state.phase).toBe('blocked');
  });

  it('[SE26] goes on from what a page carried to it', () => {
    const { state } = play([[100, { type: 'restore', snapshot: waiting }]]);
    expect(state).toMatchObject({ phase: 'waiting', attempt: 4, dueAtMs: T0 + 8_000 });
  });

  it('[SE26] does not go back to what an older page remembers', () => {
    const newer = { ...idleStation, phase: 'open', epoch: 10 } as const;
    expect(play([[0, { type: 'restore', snapshot: waiting }]], newer).state).toBe(newer);
  });

  it.each([-3_600_000, 3_600_000])(
    '[RF-61] never waits longer than 30 s though the clock jumped by %i ms',
    (jumpMs) => {
      const snapshot = { ...waiting, dueAtMs: T0 + jumpMs };
      const { dueAtMs } = play([[0, { type: 'restore', snapshot }]]).state;
      expect(dueAtMs).toBeGreaterThanOrEqual(T0);
      expect(dueAtMs).toBeLessThanOrEqual(T0 + 30_000);
    },
  );

  it('[RF-61] a wait ends when its timer fires though the clock was set back by an hour, and a hint ends it at once', () => {
    const { state: waits } = play([[0, lose]]);
    const anHourBack = { nowMs: T0 - 3_600_000, random: 0, canProbe: false };
    expect(stepStation(waits, { type: 'timer' }, anHourBack).state.phase).toBe('canary');
    const { state } = stepStation(waits, { type: 'hint', member: a }, anHourBack);
    expect((state.dueAtMs ?? 0) - anHourBack.nowMs).toBeLessThanOrEqual(1_000);
  });

  it('[SE12] [RF-54] a hint ends the wait and keeps the attempt', () => {
    const { state } = play([
      [0, lose],
      [100, { type: 'hint', member: a }],
    ]);
    expect(state).toMatchObject({ dueAtMs: T0 + 100, attempt: 1 });
  });

  it('[SE21] takes a probe that is never answered for one that failed', () => {
    const probing = play([
      [0, lose],
      [1_000, { type: 'timer' }],
      [6_999, { type: 'timer' }],
    ]);
    expect(probing.state.phase).toBe('probing');
    expect(play([[7_000, { type: 'timer' }]], probing.state).state).toMatchObject({
      phase: 'waiting',
      attempt: 2,
      vetoes: 1,
    });
  });

  it.each([
    ['a probe that was answered', { type: 'probed', ok: true }],
    ['a line that was live for long', { type: 'stable' }],
  ] as const)('[RF-59] counts failed probes from the start again after %s', (_name, event) => {
    const probing: StationState = { ...idleStation, ...waiting, phase: 'probing', vetoes: 3 };
    expect(play([[0, event]], { ...probing, wanting: [a] }).state.vetoes).toBe(0);
  });

  it('[SE22] lets a tab that somebody looks at dial first, and follow first', () => {
    const probing: StationState = { ...idleStation, ...waiting, phase: 'probing' };
    const { state, effects } = play([[0, { type: 'probed', ok: true }]], {
      ...probing,
      wanting: [hidden, a, { id: 'another', visible: false }, b],
    });
    expect(tolds(effects)).toEqual(['a']);
    expect(tolds(play([[10, { type: 'live', member: a }]], state).effects)).toEqual([
      'b',
      'hidden',
      'another',
    ]);
  });

  it('[SE39] waits 22 s for a canary that dials and vanishes, then lets the next one dial', () => {
    const dials = play([
      [0, lose],
      [10, { ...lose, member: b }],
      [1_000, { type: 'timer' }],
      [1_000, { type: 'probed', ok: true }],
      [1_000, { type: 'going', member: a }],
      [22_999, { type: 'timer' }],
    ]);
    expect(dials.state).toMatchObject({ canary: a, going: true });
    const { state } = play([[23_000, { type: 'timer' }]], dials.state);
    expect(state).toMatchObject({ canary: b, wanting: [] });
  });

  it('[SE21] lets a line dial at once that lost a socket of a round before the one that has worked since', () => {
    const open: StationState = { ...idleStation, phase: 'open', epoch: 5 };
    const of = (epoch: number) => play([[0, { ...lose, epoch }]], open);
    expect(of(4).effects).toEqual([
      { do: 'tell', to: 'a', word: { say: 'connect', epoch: 5, notBeforeMs: T0 } },
    ]);
    expect(of(5).state.phase).toBe('waiting');
  });

  it('[SE22] lets a person’s line dial beside a canary that dials already, and takes its turn from no one', () => {
    const going: StationState = {
      ...idleStation,
      ...waiting,
      phase: 'canary',
      canary: a,
      going: true,
    };
    const { state, effects } = play([[0, { type: 'user', member: b }]], going);
    expect(state).toMatchObject({ canary: a, epoch: 9 });
    expect(tolds(effects)).toEqual(['b']);
    const silent = play([[0, { type: 'user', member: b }]], { ...going, going: false }).state;
    expect(silent).toMatchObject({ canary: b, wanting: [a] });
  });

  it('[SE26] knows from a page that the endpoint works', () => {
    const snapshot: StationSnapshot = { ...waiting, phase: 'open', dueAtMs: null };
    expect(play([[0, { type: 'restore', snapshot }]]).state.phase).toBe('open');
  });
});

/** Who is told something, in order. */
function tolds(effects: readonly StationEffect[]): string[] {
  return effects.flatMap((effect) => (effect.do === 'tell' ? [effect.to] : []));
}
