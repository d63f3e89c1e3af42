import type { Gap } from '~/timeline/gap';
import type { Reading } from './reading';

/** What was asked for after coming back, and what of it was answered. */
export interface Recovery {
  /** Accounts asked about, and the snapshots that came. */
  readonly accounts: number;
  readonly snapshots: number;
  readonly curves: Reading;
  readonly orders: Reading;
  readonly trades: Reading;
  readonly decisions: Reading;
}

/**
 * What a gap has cost, as far as it can be known. The wire numbers nothing, so nobody can count what was missed: state is
 * read anew, history as far as lists go back, and what no list brings stays unknown. Never "nothing was lost".
 */
export function judgementOf(recovery: Recovery): Pick<Gap, 'evidence'> {
  const those = (...readings: readonly Reading[]) =>
    KINDS.filter(({ reading }) => readings.includes(reading(recovery))).map(({ name }) => name);
  const sentences = [
    phrase('Read anew', those('whole')),
    phrase('read in part, as rows could not be read', those('partly')),
    phrase('not answered as it should be, so unknown', those('unread', 'absent')),
    'closings and cancellations in between are seen by their result only',
  ];
  return { evidence: sentences.filter((sentence) => sentence !== '').join('; ') };
}

const KINDS: readonly { readonly name: string; reading(recovery: Recovery): Reading }[] = [
  {
    name: 'positions and equity',
    reading: ({ accounts, snapshots }) =>
      accounts > 0 && snapshots === accounts ? 'whole' : 'unread',
  },
  { name: 'equity curves', reading: ({ curves }) => curves },
  { name: 'resting orders', reading: ({ orders }) => orders },
  { name: 'the newest trades', reading: ({ trades }) => trades },
  { name: 'the newest decisions', reading: ({ decisions }) => decisions },
];

function phrase(what: string, names: readonly string[]): string {
  return names.length > 0 ? `${what}: ${names.join(', ')}` : '';
}
