import { describe, expect, it } from 'vitest';
import type { Gap } from '~/timeline/gap';
import { missedDuring } from './missed';

const gap = { kind: 'connection', fromMs: 100_000, toMs: 160_000 } as Gap;
const NOW = 200_000;
const at = (atMs: number, origin: 'live' | 'backfill' = 'backfill') => ({ atMs, origin });
const ours = (ourMs: number) => ourMs;

describe('what was missed', () => {
  it('[X4] is nothing of what is loaded at the first visit', () => {
    expect(missedDuring([], ours, NOW)(at(150_000))).toBe(false);
  });

  it('[X4] is what happened in a gap and was loaded; what was heard, or is older, was not', () => {
    const isMissed = missedDuring([gap], ours, NOW);
    expect([at(110_000), at(99_000), at(40_000), at(110_000, 'live')].map(isMissed)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('[NX-T6] is also what its socket repeats and calls old', () => {
    const entry = { ...at(110_000, 'live'), rank: 'critical' } as const;
    expect(missedDuring([gap], ours, NOW)(entry)).toBe(true);
  });

  it('[X4] is told by the clock of the server, and goes on while the gap does', () => {
    const isMissed = missedDuring([{ ...gap, toMs: null }], (ourMs) => ourMs + 3_600_000, NOW);
    expect([at(3_790_000), at(150_000)].map(isMissed)).toEqual([true, false]);
  });

  it('[X4] is all that is new after a gap where nothing is known of its clock', () => {
    expect(missedDuring([gap], () => null, NOW)(at(1))).toBe(true);
    expect(missedDuring([{ ...gap, kind: 'bars' }], () => null, NOW)(at(1))).toBe(false);
  });
});
