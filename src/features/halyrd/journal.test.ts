import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Received } from '~/session/wire';
import { journalKey, journalMatcher } from './journal';
import type { Message } from './schema';
import { apply, initialState } from './store';
import { fold, journal, rest, trade, ts } from './test-frames';

const row = (sec: number, body: string, id?: string) => ({
  ts: ts(sec),
  type: 'SKIPPED',
  tags: [],
  body,
  ...(id === undefined ? {} : { id }),
});

const bodies = (state: ReturnType<typeof fold>) => state.journal.map(({ body }) => body);

describe('the journal as a multiset', () => {
  it('[HA13] two equal entries of the stream are two', () => {
    expect(bodies(fold(journal(1, 'SKIPPED', 'a'), journal(1, 'SKIPPED', 'a')))).toEqual([
      'a',
      'a',
    ]);
  });

  it('[HA13] are told apart by what long texts say at their end, in keys that are short', () => {
    const long = (end: string) => 'because '.repeat(20_000) + end;
    const state = fold(
      journal(1, 'NOTE', long('a')),
      journal(1, 'NOTE', long('b')),
      rest('journal', [{ id: 'j1', ts: ts(1), type: 'NOTE', tags: [], body: long('a') }], 5),
    );
    expect(state.journal.map(({ id }) => id)).toEqual(['j1', null]);
    for (const entry of state.journal) {
      expect(journalKey(entry).length).toBeLessThan(200);
      expect(entry.body).toHaveLength(8_000);
    }
  });

  it('[HA13] what both stream and REST report is one, in either order', () => {
    const [live, answer] = [journal(1, 'SKIPPED', 'a'), rest('journal', [row(1, 'a')], 5)];
    expect(bodies(fold(live, answer))).toEqual(['a']);
    expect(bodies(fold(answer, live))).toEqual(['a']);
  });

  it('[HA13] the larger number counts', () => {
    const twice = rest('journal', [row(1, 'a'), row(1, 'a')], 5);
    expect(bodies(fold(journal(1, 'SKIPPED', 'a'), twice))).toEqual(['a', 'a']);
    const live = [1, 1, 1].map((sec) => journal(sec, 'SKIPPED', 'a'));
    expect(bodies(fold(...live, twice))).toEqual(['a', 'a', 'a']);
  });

  it('[HA13] with ids, rows of overlapping answers are told apart by them', () => {
    const state = fold(
      rest('journal', [row(1, 'a', 'j1')], 5),
      rest('journal', [row(1, 'a', 'j2')], 6),
      rest('journal', [row(1, 'a', 'j2'), row(1, 'a', 'j1')], 7),
    );
    expect(new Set(state.journal.map(({ id }) => id))).toEqual(new Set(['j1', 'j2']));
    expect(state.journal).toHaveLength(2);
  });

  it('[HA13] any mixture, cut anyhow and applied again, gives the larger of both counts', () => {
    const mix = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 4 })), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(mix, fc.boolean(), (steps, again) => {
        // 0 is a frame of the stream, n an answer with n equal rows.
        const frames = steps.map((count, at) =>
          count === 0
            ? journal(1, 'SKIPPED', 'a')
            : rest(
                'journal',
                Array.from({ length: count }, () => row(1, 'a')),
                10 + at,
              ),
        );
        const live = steps.filter((count) => count === 0).length;
        const one = frames.reduce((state, frame) => apply(state, [frame]), initialState());
        const whole = apply(again ? one : initialState(), frames);
        expect(whole.journal).toHaveLength(Math.max(0, live, ...steps));
        expect(whole).toEqual(one);
      }),
    );
  });
});

describe('[HA-T4] the journal entry of a trade', () => {
  const entry = (sec: number, pair: string, id?: string) => ({
    ts: ts(sec),
    type: 'EXECUTED',
    tags: [pair.split('/')[0]!],
    body: `Sold ${pair}`,
    ...(id === undefined ? {} : { id }),
  });
  const matchOf = (...frames: readonly Received<Message>[]) => {
    const state = fold(...frames);
    return journalMatcher(state.journal)(state.fills[0]!);
  };

  it('[HA-T4] is found by its REST id, and that is exact', () => {
    const found = matchOf(
      trade(5),
      rest('journal', [entry(9, 'X/USDT', 'jrn_5'), entry(5, 'LINK/USDT')], 20),
    );
    expect(found).toMatchObject({ how: 'exact', entry: { id: 'jrn_5' } });
  });

  it('[HA-T4] else by time, type and pair within 2 s, and is marked as matched', () => {
    const found = matchOf(
      trade(5),
      journal(7, 'EXECUTED', 'Sold LINK/USDT'),
      journal(6, 'EXECUTED', 'x', ['ETH']),
    );
    expect(found).toMatchObject({ how: 'matched', entry: { body: 'Sold LINK/USDT' } });
  });

  it('[HA-T4] is not guessed beyond that', () => {
    expect(matchOf(trade(5), journal(8, 'EXECUTED', 'Sold LINK/USDT'))).toBeNull();
    expect(matchOf(trade(5), journal(5, 'SKIPPED', 'Skipped LINK/USDT'))).toBeNull();
    expect(matchOf(trade(5), rest('journal', [entry(5, 'LINK/USDT', 'jrn_other')], 20))).toBeNull();
  });
});
