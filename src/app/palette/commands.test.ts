import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '~/timeline/entry';
import { askedReference, matching, seenOrders, type Command } from './commands';

function entryOf(fields: Partial<TimelineEntry>): TimelineEntry {
  return {
    id: 'a/1',
    key: '1',
    connectionId: 'a',
    featureId: 'halyrd',
    atMs: 0,
    receivedAtMs: 0,
    kind: 'veto',
    severity: 'warning',
    symbol: null,
    title: 'Refused',
    detail: null,
    refs: { orderRef: 'ord_1' },
    origin: 'live',
    frameId: 1,
    ...fields,
  };
}

const command = (group: Command['group'], title: string, hint = ''): Command => ({
  id: `${group}/${title}`,
  group,
  title,
  hint,
  run: () => undefined,
});

describe('orders that wires have named', () => {
  it('[F4] [F17] are listed newest first, each once a connection, with what became of them and when', () => {
    const entries = [
      entryOf({ atMs: 1 }),
      entryOf({ atMs: 2, connectionId: 'b' }),
      entryOf({ atMs: 3, refs: {} }),
      entryOf({ atMs: 4, kind: 'block', title: 'Too large' }),
      entryOf({ atMs: 5, refs: { orderRef: 'ord_2' } }),
      entryOf({ atMs: 6, connectionId: 'none' }),
    ];
    expect(seenOrders(entries, new Set(['a', 'b']))).toEqual([
      { reference: 'ord_2', connectionId: 'a', atMs: 5, kinds: 'Veto', words: 'Refused' },
      { reference: 'ord_1', connectionId: 'a', atMs: 4, kinds: 'Block, Veto', words: 'Too large' },
      { reference: 'ord_1', connectionId: 'b', atMs: 2, kinds: 'Veto', words: 'Refused' },
    ]);
  });
});

describe('the palette', () => {
  const commands = [
    command('Tables', 'Journal', 'Second agent'),
    command('Orders', 'ord_journal', 'Veto'),
    command('Tables', 'Journal', 'Halyrd demo'),
  ];

  it('[F17] finds by every word, in title, hint or group, and keeps groups together', () => {
    const titles = (query: string) =>
      matching(commands, query).map(({ title, hint }) => `${title} ${hint}`);
    expect(titles('journal')).toEqual([
      'Journal Second agent',
      'Journal Halyrd demo',
      'ord_journal Veto',
    ]);
    expect(titles('jour SECOND')).toEqual(['Journal Second agent']);
    expect(titles('tables demo')).toEqual(['Journal Halyrd demo']);
    expect(titles('journal nothing')).toEqual([]);
  });

  it('[F17] lists orders only once something is asked for, and finds them by why they were refused', () => {
    const refused = { ...command('Orders', 'ord_1', 'Veto'), detail: 'Policy refused: too much' };
    const titles = (query: string) =>
      matching([refused, ...commands], query).map(({ title }) => title);
    expect(titles('')).toEqual(['Journal', 'Journal']);
    expect(titles('veto')).toEqual(['ord_1', 'ord_journal']);
    expect(titles('too much')).toEqual(['ord_1']);
  });

  it('[F4] offers to trace what no wire has named, and not what is listed as it stands', () => {
    expect(askedReference(' ord_9 ', commands)).toBe('ord_9');
    expect(askedReference('ord_journal', commands)).toBeNull();
    expect(askedReference('two words', commands)).toBeNull();
    expect(askedReference('', commands)).toBeNull();
  });
});
