import type { EntryDraft } from '~/timeline/entry';
import { firstLine } from './first-line';
import { contentOf, isTwin } from './journal';
import { momentOf } from './moment';
import type { JournalMessage } from './schema';

type JournalText = Pick<JournalMessage, 'ts' | 'type' | 'tags' | 'body'>;

/** None for an entry that only repeats an event (trap T5): the event has made the entry. */
export function journalEntries(
  entry: JournalText,
  receivedAtMs: number,
  id: string | null,
): readonly EntryDraft[] {
  if (isTwin(entry)) return [];
  const { ts, type, tags, body } = entry;
  return [
    {
      key: `journal|${contentOf(ts, type, body)}`,
      atMs: momentOf(ts, receivedAtMs).atMs,
      kind: 'journal',
      // The kill switch has no event of its own.
      severity: type === 'KILL' || tags.includes('KILL') ? 'critical' : 'info',
      symbol: tags.find((tag) => tag.includes('/')) ?? null,
      title: journalTitle(type, body),
      detail: body,
      refs: id === null ? {} : { journalRef: id },
      ...(tags.length > 0 ? { facts: [{ label: 'Tags', value: tags.join(', ') }] } : {}),
    },
  ];
}

const TITLE_CHARS = 160;

/** One line: the type and the first line of the text. */
function journalTitle(type: string, body: string): string {
  const line = firstLine(body, TITLE_CHARS);
  // "SKIPPED: Skipped ETH/USDT" would say it twice.
  const repeats = type !== '' && line.toLowerCase().startsWith(type.toLowerCase());
  return (
    (repeats ? [line] : [type, line]).filter((part) => part !== '').join(': ') || 'Journal entry'
  );
}
