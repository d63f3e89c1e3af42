import { digest, shorten } from '~/lib/shorten';
import { mergeSorted } from '~/lib/sorted-list';
import { momentOf, type Moment } from './moment';
import type { JournalMessage, JournalRow } from './schema';
import type { Fill } from './trades';

export const JOURNAL_LIMIT = 2_000;
/** Some hundred characters are documented; thousands of entries of a frame's greatest size would be too much. */
const BODY_CHARS = 8_000;
const WORD_CHARS = 200;
const TAG_LIMIT = 50;

/** One entry of the agent's append-only journal. */
export interface JournalEntry extends Moment {
  /** What the entry says, in few characters; equal entries share it. */
  readonly content: string;
  /** Which of the entries of equal content it is, counted from 0. */
  readonly occurrence: number;
  readonly type: string;
  readonly tags: readonly string[];
  /** Generated text: shown as plain text only (trap T24), and cut where it is far longer than any that is documented. */
  readonly body: string;
  /** The journal id, which only REST gives (trap T4). */
  readonly id: string | null;
  /** The socket frame that brought it; null: known from REST only. */
  readonly liveFrameId: number | null;
  /** It tells of a new configuration or of moved capital, across which no return may be computed (trap T28). */
  readonly isVersionChange: boolean;
}

/** What one frame says of the journal: the stream one entry, a REST answer many. */
export type JournalReport =
  | { readonly origin: 'live'; readonly frameId: number; readonly entry: ReportedEntry }
  | { readonly origin: 'rest'; readonly entries: readonly ReportedEntry[] };

type ReportedEntry = Omit<JournalEntry, 'occurrence' | 'liveFrameId'>;

export function liveReportOf(
  message: JournalMessage,
  receivedAtMs: number,
  frameId: number,
): JournalReport {
  return { origin: 'live', frameId, entry: reported(message, null, receivedAtMs) };
}

export function restReportOf(rows: readonly JournalRow[], receivedAtMs: number): JournalReport {
  const entries = rows.map(({ id, ts, type, tags, body }) =>
    reported(
      { ts, type: type ?? '', tags: tags ?? [], body: body ?? '' },
      id === null || id === undefined ? null : String(id),
      receivedAtMs,
    ),
  );
  return { origin: 'rest', entries };
}

function reported(
  { ts, type, tags, body }: Pick<JournalMessage, 'ts' | 'type' | 'tags' | 'body'>,
  id: string | null,
  receivedAtMs: number,
): ReportedEntry {
  return {
    ...momentOf(ts, receivedAtMs),
    content: contentOf(ts, type, body),
    type: shorten(type, WORD_CHARS),
    tags: tags.slice(0, TAG_LIMIT).map((tag) => shorten(tag, WORD_CHARS)),
    body: shorten(body, BODY_CHARS),
    id,
    isVersionChange: [type, ...tags].some((word) => VERSION_WORDS.test(word)),
  };
}

const VERSION_WORDS = /CONFIG|VERSION|WATCHLIST|DEPOSIT|WITHDRAW/i;

/** What identifies an entry that has no id: kept with each and in each key, so a long text stands there as its digest. */
export function contentOf(ts: string, type: string, body: string): string {
  return `${digest(ts)}|${digest(type)}|${digest(body)}`;
}

export function journalKey(entry: Pick<JournalEntry, 'content' | 'occurrence'>): string {
  return `${entry.occurrence}|${entry.content}`;
}

/**
 * Adds reports to the journal as a multiset: two equal entries of one second are two, but an entry that both the
 * stream and REST report is one. So per content the number kept is the larger of what the stream brought and what one
 * REST answer held.
 */
export function mergeJournal(
  journal: readonly JournalEntry[],
  reports: readonly JournalReport[],
): readonly JournalEntry[] {
  if (reports.length === 0) return journal;
  const slots = slotsOf(journal, contentsOf(reports));
  const changed: JournalEntry[] = [];
  for (const report of reports) {
    if (report.origin === 'live') changed.push(...claimLive(slots(report.entry.content), report));
    else changed.push(...claimAnswer(slots, report.entries));
  }
  return mergeSorted<JournalEntry>(journal, changed, {
    position: (entry) => entry.atMs,
    key: journalKey,
    limit: JOURNAL_LIMIT,
  });
}

/** The entries of each content, to be changed in place while reports are read. */
type Slots = (content: string) => JournalEntry[];

function contentsOf(reports: readonly JournalReport[]): ReadonlySet<string> {
  const entries = reports.flatMap((report) =>
    report.origin === 'live' ? [report.entry] : report.entries,
  );
  return new Set(entries.map(({ content }) => content));
}

/** Of the reported contents only: the rest of the journal is neither read nor changed. */
function slotsOf(journal: readonly JournalEntry[], reported: ReadonlySet<string>): Slots {
  const byContent = new Map<string, JournalEntry[]>();
  const slots: Slots = (content) => {
    const known = byContent.get(content);
    if (known) return known;
    const made: JournalEntry[] = [];
    byContent.set(content, made);
    return made;
  };
  for (const entry of journal) if (reported.has(entry.content)) slots(entry.content).push(entry);
  return slots;
}

/** The new or changed entry; none when this frame was counted before. */
function claimLive(
  slots: JournalEntry[],
  { entry, frameId }: Extract<JournalReport, { origin: 'live' }>,
): readonly JournalEntry[] {
  if (slots.some((slot) => slot.liveFrameId === frameId)) return [];
  const known = slots.find((slot) => slot.liveFrameId === null);
  return [
    known
      ? replaced(slots, known, { ...known, liveFrameId: frameId })
      : added(slots, { ...entry, liveFrameId: frameId }),
  ];
}

function claimAnswer(
  slotsOfContent: Slots,
  entries: readonly ReportedEntry[],
): readonly JournalEntry[] {
  const taken = new Set<string>();
  const changed: JournalEntry[] = [];
  for (const entry of entries) {
    const slots = slotsOfContent(entry.content);
    const known = slotFor(slots, entry, taken);
    if (!known) changed.push(added(slots, { ...entry, liveFrameId: null }));
    else if (known.id === null && entry.id !== null) {
      changed.push(replaced(slots, known, { ...known, id: entry.id }));
    }
    taken.add(journalKey(known ?? slots.at(-1)!));
  }
  return changed;
}

/** The entry that a row stands for: the one with its id, else one that no other row has claimed. */
function slotFor(
  slots: readonly JournalEntry[],
  { id }: ReportedEntry,
  taken: ReadonlySet<string>,
): JournalEntry | undefined {
  return (
    (id === null ? undefined : slots.find((slot) => slot.id === id)) ??
    slots.find((slot) => (slot.id === null || id === null) && !taken.has(journalKey(slot)))
  );
}

function replaced(slots: JournalEntry[], old: JournalEntry, next: JournalEntry): JournalEntry {
  slots[slots.indexOf(old)] = next;
  return next;
}

function added(slots: JournalEntry[], entry: Omit<JournalEntry, 'occurrence'>): JournalEntry {
  const made = { ...entry, occurrence: (slots.at(-1)?.occurrence ?? -1) + 1 };
  slots.push(made);
  return made;
}

/** A journal entry that belongs to a trade, and how that is known. */
export interface JournalMatch {
  readonly entry: JournalEntry;
  /** `exact`: by journal id. `matched`: by time, type and pair (trap T4). */
  readonly how: 'exact' | 'matched';
}

const MATCH_WINDOW_SEC = 2;

type Matchable = Pick<Fill, 'journalRef' | 'atMs' | 'pair'>;

/** Finds the journal entries of trades; gives null where none fits. Made once per journal, then cheap per trade. */
export function journalMatcher(
  journal: readonly JournalEntry[],
): (fill: Matchable) => JournalMatch | null {
  const byId = new Map<string, JournalEntry>();
  const executedBySecond = new Map<number, JournalEntry[]>();
  for (const entry of journal) {
    if (entry.id !== null) byId.set(entry.id, entry);
    if (entry.type !== 'EXECUTED') continue;
    const second = Math.floor(entry.atMs / 1000);
    executedBySecond.set(second, [...(executedBySecond.get(second) ?? []), entry]);
  }
  return (fill) => {
    const exact = fill.journalRef === null ? undefined : byId.get(fill.journalRef);
    if (exact) return { entry: exact, how: 'exact' };
    const near = nearest(executedBySecond, fill);
    return near ? { entry: near, how: 'matched' } : null;
  };
}

function nearest(
  executedBySecond: ReadonlyMap<number, readonly JournalEntry[]>,
  { atMs, pair, journalRef }: Matchable,
): JournalEntry | undefined {
  const second = Math.floor(atMs / 1000);
  for (let apart = 0; apart <= MATCH_WINDOW_SEC; apart += 1) {
    for (const at of [second - apart, second + apart]) {
      // An entry whose id is known and is not the one referred to belongs to another trade.
      const found = executedBySecond
        .get(at)
        ?.find((entry) => (entry.id === null || journalRef === null) && names(entry, pair));
      if (found) return found;
    }
  }
  return undefined;
}

function names({ tags, body }: JournalEntry, pair: string): boolean {
  const base = pair.split('/')[0] ?? pair;
  return tags.includes(pair) || tags.includes(base) || body.includes(pair);
}

/** Types whose entries only repeat what an event of its own reports (trap T5). */
const TWIN_TYPES = new Set([
  'EXECUTED',
  'RISK_VETO',
  'STATUS_CHANGE',
  'PROMOTION',
  'DEMOTION',
  'TWAK_BLOCK',
  'QUOTE_REJECTED',
]);

const QUOTE_CODES = /\b(?:QUOTE_DIVERGENCE|QUOTE_STALE|INSUFFICIENT_LIQUIDITY)\b/;

/** Whether the entry repeats an event, so that it makes no timeline entry of its own. */
export function isTwin(entry: Pick<JournalEntry, 'type' | 'tags' | 'body'>): boolean {
  if (TWIN_TYPES.has(entry.type)) return true;
  // A discarded quote is journaled as a skip; other skips have no event.
  return (
    entry.type === 'SKIPPED' &&
    (QUOTE_CODES.test(entry.body) || entry.tags.some((tag) => QUOTE_CODES.test(tag)))
  );
}
