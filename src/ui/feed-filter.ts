import type { EntryKind, Severity, TimelineEntry } from '~/timeline/entry';

/** What a person wants to see of the feed. Empty lists and texts mean: all. */
export interface FeedFilter {
  readonly connectionIds: readonly string[];
  readonly kinds: readonly EntryKind[];
  /** By rank: what was missed is found under its own. */
  readonly severities: readonly Severity[];
  /** The wires' own names; entries without one are held back by it. */
  readonly types: readonly string[];
  readonly symbol: string;
  readonly text: string;
  /** Fraction 0 to 1; entries that state no confidence are not held back by it. */
  readonly minConfidence: number | null;
}

export const NO_FILTER: FeedFilter = {
  connectionIds: [],
  kinds: [],
  severities: [],
  types: [],
  symbol: '',
  text: '',
  minConfidence: null,
};

export const KINDS: Record<EntryKind, string> = {
  event: 'Event',
  decision: 'Decision',
  veto: 'Veto',
  block: 'Block',
  quote: 'Quote',
  reject: 'Reject',
  order: 'Order',
  trade: 'Trade',
  position: 'Position',
  equity: 'Equity',
  journal: 'Journal',
  status: 'Status',
  regime: 'Regime',
  gap: 'Gap',
  system: 'System',
};

export interface SeverityLook {
  readonly label: string;
  readonly sign: string;
  /** What market events of this urgency are called; empty: none are. */
  readonly priority: string;
}

export const SEVERITIES: Record<Severity, SeverityLook> = {
  critical: { label: 'Critical', sign: '◆', priority: 'P0' },
  warning: { label: 'Warning', sign: '▲', priority: 'P1' },
  notice: { label: 'Notice', sign: '●', priority: 'P2' },
  info: { label: 'Info', sign: '·', priority: '' },
};

/** How urgent an entry was when it happened. */
export function rankOf({ rank, severity }: TimelineEntry): Severity {
  return rank ?? severity;
}

/** Whether the filter lets an entry through. */
export function matchesFilter(entry: TimelineEntry, filter: FeedFilter): boolean {
  return (
    allows(filter.severities, rankOf(entry)) &&
    allows(filter.kinds, entry.kind) &&
    allows(filter.connectionIds, entry.connectionId) &&
    (filter.types.length === 0 || allows(filter.types, entry.type ?? '')) &&
    isOfSymbol(entry, filter.symbol) &&
    isSureEnough(entry, filter.minConfidence) &&
    containsWords(entry, filter.text)
  );
}

/** Whether the filter holds anything back at all. */
export function isFiltering(filter: FeedFilter): boolean {
  return filterToParams(filter).size > 0;
}

/** Names of the query parameters that hold a filter. */
export const FILTER_PARAMS = [
  'wire',
  'kind',
  'severity',
  'type',
  'symbol',
  'text',
  'confidence',
] as const;

/** The filter as query parameters, only what differs from showing all. */
export function filterToParams(filter: FeedFilter): URLSearchParams {
  const params = new URLSearchParams();
  if (filter.connectionIds.length > 0) params.set('wire', filter.connectionIds.join(','));
  if (filter.kinds.length > 0) params.set('kind', filter.kinds.join(','));
  if (filter.severities.length > 0) params.set('severity', filter.severities.join(','));
  if (filter.types.length > 0) params.set('type', filter.types.join(','));
  if (filter.symbol.trim() !== '') params.set('symbol', filter.symbol.trim());
  if (filter.text.trim() !== '') params.set('text', filter.text.trim());
  if (filter.minConfidence !== null) params.set('confidence', String(filter.minConfidence));
  return params;
}

/** Reads what `filterToParams` wrote. What it does not know it leaves out. */
export function filterFromParams(params: URLSearchParams): FeedFilter {
  const list = (name: string) => (params.get(name) ?? '').split(',').filter(Boolean);
  const confidence = Number(params.get('confidence') ?? Number.NaN);
  return {
    connectionIds: list('wire'),
    kinds: list('kind').filter((kind): kind is EntryKind => Object.hasOwn(KINDS, kind)),
    severities: list('severity').filter((each): each is Severity =>
      Object.hasOwn(SEVERITIES, each),
    ),
    types: list('type'),
    symbol: params.get('symbol') ?? '',
    text: params.get('text') ?? '',
    minConfidence: confidence >= 0 && confidence <= 1 ? confidence : null,
  };
}

function allows<Value>(wanted: readonly Value[], value: Value): boolean {
  return wanted.length === 0 || wanted.includes(value);
}

function isOfSymbol(entry: TimelineEntry, symbol: string): boolean {
  const wanted = symbol.trim().toLowerCase();
  return wanted === '' || (entry.symbol?.toLowerCase().includes(wanted) ?? false);
}

function isSureEnough({ confidence }: TimelineEntry, minimum: number | null): boolean {
  return minimum === null || confidence === undefined || confidence >= minimum;
}

function containsWords(entry: TimelineEntry, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const body = textOf(entry);
  return words.every((word) => body.includes(word));
}

/** All that a person can see of an entry, and its references, in lower case. */
function textOf(entry: TimelineEntry): string {
  const facts = entry.facts?.map(({ label, value }) => `${label} ${value}`) ?? [];
  const refs = Object.values(entry.refs).map(String);
  const parts = [
    entry.title,
    entry.detail ?? '',
    entry.symbol ?? '',
    KINDS[entry.kind],
    entry.type ?? '',
    ...facts,
    ...refs,
  ];
  return parts.join('\n').toLowerCase();
}
