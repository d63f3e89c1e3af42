import { formatDateTime, type Zone } from '~/lib/format';
import type { TimelineEntry } from '~/timeline/entry';
import { KINDS } from '~/ui/feed-filter';

/** Something that can be gone to or set. Nothing here places, cancels or confirms an order. */
export interface Command {
  readonly id: string;
  readonly group: CommandGroup;
  readonly title: string;
  /** At the right: where it leads, or when it was. */
  readonly hint: string;
  /** A line of its own below, where a name alone says too little. */
  readonly detail?: string;
  run(): void;
}

export const COMMAND_GROUPS = [
  'Views',
  'Tables',
  'Candles',
  'Connections',
  'Appearance',
  'Orders',
] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

/**
 * The commands of which some text holds every word of the query, group by group. Orders are known by names that nobody reads,
 * and are many: they come last, and only once something is asked for.
 */
export function matching(commands: readonly Command[], query: string): readonly Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = commands.filter(({ group, title, hint, detail = '' }) => {
    if (group === 'Orders' && words.length === 0) return false;
    const text = `${group} ${title} ${hint} ${detail}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return COMMAND_GROUPS.flatMap((group) => found.filter((command) => command.group === group));
}

/** The query as the reference of an order that need not be known; null: it cannot be one, or is on the list as it stands. */
export function askedReference(query: string, commands: readonly Command[]): string | null {
  const reference = query.trim();
  if (!/^\S{3,200}$/.test(reference)) return null;
  const isListed = commands.some(({ group, title }) => group === 'Orders' && title === reference);
  return isListed ? null : reference;
}

/** An order that some wire has named, by its newest mention. */
export interface SeenOrder {
  readonly reference: string;
  readonly connectionId: string;
  readonly atMs: number;
  /** How it was told, newest first: "Block, Veto". */
  readonly kinds: string;
  /** What its newest mention says: why it was refused. */
  readonly words: string;
}

const SEEN_LIMIT = 200;

/** The orders that entries of these connections name, the newest first, each once a connection. */
export function seenOrders(
  entries: readonly TimelineEntry[],
  connectionIds: ReadonlySet<string>,
): readonly SeenOrder[] {
  const seen = new Map<string, { newest: TimelineEntry; kinds: Set<string> }>();
  for (let place = entries.length - 1; place >= 0; place -= 1) {
    const entry = entries[place]!;
    const reference = entry.refs.orderRef;
    if (reference === undefined || !connectionIds.has(entry.connectionId)) continue;
    const key = `${entry.connectionId}/${reference}`;
    const known = seen.get(key);
    if (known) known.kinds.add(KINDS[entry.kind]);
    else if (seen.size === SEEN_LIMIT) break;
    else seen.set(key, { newest: entry, kinds: new Set([KINDS[entry.kind]]) });
  }
  return [...seen.values()].map(({ newest, kinds }) => ({
    reference: newest.refs.orderRef!,
    connectionId: newest.connectionId,
    atMs: newest.atMs,
    kinds: [...kinds].join(', '),
    words: newest.title,
  }));
}

/** "Veto · Halyrd demo · 21 Nov, 10:02:11". */
export function orderHint({ kinds, atMs }: SeenOrder, label: string, zone: Zone): string {
  return `${kinds} · ${label} · ${formatDateTime(atMs, zone)}`;
}
