import { describe, expect, it } from 'vitest';
import { judgementOf } from './recovery';

const ALL = {
  accounts: 2,
  snapshots: 2,
  curves: true,
  orders: true,
  trades: true,
  decisions: true,
};

describe('what a gap has cost', () => {
  it('[HY21] says what was read anew, and claims no number that the wire cannot give', () => {
    const verdict = judgementOf(ALL);
    expect(verdict).not.toHaveProperty('unrecoverable');
    expect(verdict.evidence).toBe(
      'Read anew: positions and equity, equity curves, resting orders, the newest trades, the newest decisions; closings and cancellations in between are seen by their result only',
    );
  });

  it('[HY21] names what nobody answered as unknown', () => {
    const { evidence } = judgementOf({ ...ALL, snapshots: 1, decisions: false });
    expect(evidence).toContain(
      'not answered, so unknown: positions and equity, the newest decisions',
    );
  });
});
