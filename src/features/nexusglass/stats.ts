import { type FeedEvent, isExpired, isSlaBreach } from './feed-event';
import { PRIORITIES, ruleOf } from './priority';

/** Latency of the newest live events of one priority, milliseconds; null where there is none to tell from. */
export interface PriorityStats {
  readonly priority: string;
  /** Events held, and how many of them still matter. */
  readonly count: number;
  readonly active: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly slaMs: number | null;
  /** Of the `measured` newest, how many came later than promised. */
  readonly breaches: number;
  readonly measured: number;
}

/** Newest live events that the figures are made of. */
const LATENCY_WINDOW = 200;

/** Figures per priority, P0 first; then all others together, where there are any. Pure. */
export function statsOf(events: readonly FeedEvent[], nowMs: number): readonly PriorityStats[] {
  const known = PRIORITIES.map((priority) =>
    statsFor(
      priority,
      events.filter((event) => event.priority === priority),
      nowMs,
    ),
  );
  const others = events.filter((event) => !isKnown(event.priority));
  return others.length === 0 ? known : [...known, statsFor('other', others, nowMs)];
}

/** The value below which `share` of the ascending values lie (nearest rank); null for none. */
function percentile(ascending: readonly number[], share: number): number | null {
  if (ascending.length === 0) return null;
  const rank = Math.ceil(share * ascending.length);
  return ascending[Math.min(ascending.length, Math.max(1, rank)) - 1] ?? null;
}

function statsFor(priority: string, events: readonly FeedEvent[], nowMs: number): PriorityStats {
  const measured = events
    .filter((event) => event.sight.arrival === 'live' && event.latencyMs !== null)
    .slice(-LATENCY_WINDOW);
  const latencies = measured.map((event) => event.latencyMs ?? 0).sort((a, b) => a - b);
  return {
    priority,
    count: events.length,
    active: events.filter((event) => event.expiresAtMs !== null && !isExpired(event, nowMs)).length,
    p50Ms: percentile(latencies, 0.5),
    p95Ms: percentile(latencies, 0.95),
    slaMs: ruleOf(priority).slaMs,
    breaches: measured.filter(isSlaBreach).length,
    measured: measured.length,
  };
}

function isKnown(priority: string): boolean {
  return (PRIORITIES as readonly string[]).includes(priority);
}
