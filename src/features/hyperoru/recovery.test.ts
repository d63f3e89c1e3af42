import { describe, expect, it } from 'vitest';
import { judgementOf, type Recovery } from './recovery';

const ALL: Recovery = {
  accounts: 2,
  snapshots: 2,
  curves: 'whole',
  orders: 'whole',
  trades: 'whole',
  decisions: 'whole',
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
    const { evidence } = judgementOf({ ...ALL, snapshots: 1, decisions: 'unread' });
    expect(evidence).toContain(
      'not answered as it should be, so unknown: positions and equity, the newest decisions',
    );
  });

  it('[HY21] says which lists were read in part only', () => {
    const { evidence } = judgementOf({ ...ALL, orders: 'partly' });
    expect(evidence).toContain('read in part, as rows could not be read: resting orders;');
  });
});
