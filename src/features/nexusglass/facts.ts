import { formatNumber, formatQuantity, UNKNOWN } from '~/lib/format';
import { isRecord } from '~/lib/is-record';
import type { FeedEvent } from './feed-event';
import { clip, humanise } from './text';

export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** Most facts listed; a payload with more says so in a last line. */
const MAX_FACTS = 60;

/**
 * Everything in an event's `data` as label and text: first what is tailored for its type, only where present and of the
 * right type, then all the rest as it came. Nothing is left out.
 */
export function factsOf(event: FeedEvent): readonly Fact[] {
  const known = factsByEvent.get(event);
  if (known) return known;
  const made = makeFacts(event);
  factsByEvent.set(event, made);
  return made;
}

/** Events never change, and a table asks for the same facts at every filter and sort. */
const factsByEvent = new WeakMap<FeedEvent, readonly Fact[]>();

function makeFacts(event: FeedEvent): readonly Fact[] {
  const { data } = event;
  if (!isRecord(data)) {
    const isEmpty = data === null || data === undefined;
    return isEmpty ? [] : [{ label: 'Data', value: textOf('', data) }];
  }
  const tailored = event.type === CLUSTER ? clusterFacts(data) : { facts: [], used: [] };
  const rest = Object.entries(data).filter(([key]) => !tailored.used.includes(key));
  const all = [
    ...tailored.facts,
    ...rest.slice(0, MAX_FACTS).map(([key, value]) => ({
      label: humanise(key) || 'Unnamed',
      value: textOf(key, value),
    })),
  ];
  const more = rest.length - MAX_FACTS;
  return more > 0 ? [...all, { label: 'And', value: `${more} more, see the raw frame` }] : all;
}

/** One line that says what the event means where its type is known, null where it is not. */
export function sentenceOf(event: FeedEvent): string | null {
  if (event.type !== CLUSTER || !isRecord(event.data)) return null;
  const { cluster_price: price, intensity_usd: usd, distance_pct: distance } = event.data;
  const side = sideOf(event.data['cluster_side']);
  const parts = [
    side ? `${side.who} liquidated` : null,
    isNumber(price) ? `at ${formatQuantity(price, 0)}` : null,
    isNumber(distance) ? `${distanceText(distance)}${side ? ` ${side.where}` : ' away'}` : null,
    isNumber(usd) ? `${formatNumber(usd, 0)} USD` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}

const CLUSTER = 'LIQUIDATION_CLUSTER_ARMED';

/** The sign of the distance is undocumented, so the direction is taken from the side (T27). */
const SIDES: ReadonlyMap<string, { readonly who: string; readonly where: string }> = new Map([
  ['LONG_LIQ', { who: 'longs', where: 'below' }],
  ['SHORT_LIQ', { who: 'shorts', where: 'above' }],
]);

/** A server may send anything for a side, even an object that has no text. */
function sideOf(value: unknown) {
  return typeof value === 'string' ? SIDES.get(value) : undefined;
}

function clusterFacts(data: Readonly<Record<string, unknown>>) {
  const facts: Fact[] = [];
  const used: string[] = [];
  function add(key: string, label: string, value: string | null): void {
    if (value === null) return;
    facts.push({ label, value });
    used.push(key);
  }
  const { cluster_price: price, cluster_side: side, intensity_usd: usd } = data;
  const distance = data['distance_pct'];
  const known = sideOf(side);
  add('cluster_price', 'Cluster price', isNumber(price) ? formatQuantity(price, 0) : null);
  add('cluster_side', 'Side', known ? `${known.who} (${String(side)})` : null);
  add('intensity_usd', 'Intensity', isNumber(usd) ? `${formatNumber(usd, 0)} USD` : null);
  const away = isNumber(distance) ? distanceText(distance) : null;
  add(
    'distance_pct',
    'Distance',
    away === null ? null : `${away}${known ? ` ${known.where}` : ''}`,
  );
  return { facts, used };
}

function distanceText(percent: number): string {
  return `${trimmed(Math.abs(percent))} %`;
}

/** A value of unknown meaning; the suffix of its key is the only hint of a unit. */
function textOf(key: string, value: unknown): string {
  if (value === null || value === undefined) return UNKNOWN;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return clip(value, 160);
  if (!isNumber(value)) return clip(JSON.stringify(value) ?? UNKNOWN, 160);
  if (/_usd$/i.test(key)) return `${formatNumber(value, Math.abs(value) >= 1000 ? 0 : 2)} USD`;
  if (/_pct$/i.test(key)) return `${trimmed(value)} %`;
  if (/_ms$/i.test(key)) return `${formatNumber(value, 0)} ms`;
  return trimmed(value);
}

function trimmed(value: number): string {
  return formatQuantity(value, 0);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
