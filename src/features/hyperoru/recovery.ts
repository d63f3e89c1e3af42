import type { Gap } from '~/timeline/gap';

/** What was asked for after coming back, and what of it was answered. */
export interface Recovery {
  /** Accounts asked about, and the snapshots that came. */
  readonly accounts: number;
  readonly snapshots: number;
  /** Whether each of these could be read. */
  readonly curves: boolean;
  readonly orders: boolean;
  readonly trades: boolean;
  readonly decisions: boolean;
}

/**
 * What a gap has cost, as far as it can be known. The wire numbers nothing, so nobody can count what was missed: state is
 * read anew, history as far as lists go back, and what no list brings stays unknown. Never "nothing was lost".
 */
export function judgementOf(recovery: Recovery): Pick<Gap, 'evidence'> {
  const read = KINDS.filter(({ isRead }) => isRead(recovery)).map(({ name }) => name);
  const unread = KINDS.filter(({ isRead }) => !isRead(recovery)).map(({ name }) => name);
  const sentences = [
    read.length > 0 ? `Read anew: ${list(read)}` : '',
    unread.length > 0 ? `not answered, so unknown: ${list(unread)}` : '',
    'closings and cancellations in between are seen by their result only',
  ];
  return { evidence: sentences.filter((sentence) => sentence !== '').join('; ') };
}

const KINDS: readonly { readonly name: string; isRead(recovery: Recovery): boolean }[] = [
  {
    name: 'positions and equity',
    isRead: ({ accounts, snapshots }) => accounts > 0 && snapshots === accounts,
  },
  { name: 'equity curves', isRead: ({ curves }) => curves },
  { name: 'resting orders', isRead: ({ orders }) => orders },
  { name: 'the newest trades', isRead: ({ trades }) => trades },
  { name: 'the newest decisions', isRead: ({ decisions }) => decisions },
];

function list(names: readonly string[]): string {
  return names.join(', ');
}
