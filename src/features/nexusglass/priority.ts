import type { Severity } from '~/timeline/entry';

/** What an urgency means. Times in milliseconds. */
export interface PriorityRule {
  readonly severity: Severity;
  /** Promised delivery time. Source: the vendor's event type table. */
  readonly slaMs: number | null;
  /** How long an event of it matters after detection. Source: the vendor's article on P0 events. */
  readonly lifetimeMs: number | null;
  /** Order of dropping when the list is full: lowest first. */
  readonly keep: 0 | 1 | 2;
}

export const PRIORITIES = ['P0', 'P1', 'P2'] as const;

const RULES: ReadonlyMap<string, PriorityRule> = new Map<string, PriorityRule>([
  ['P0', { severity: 'critical', slaMs: 100, lifetimeMs: 30_000, keep: 2 }],
  ['P1', { severity: 'warning', slaMs: 500, lifetimeMs: 120_000, keep: 1 }],
  ['P2', { severity: 'notice', slaMs: 2_000, lifetimeMs: 300_000, keep: 0 }],
]);

const UNKNOWN_PRIORITY: PriorityRule = {
  severity: 'info',
  slaMs: null,
  lifetimeMs: null,
  keep: 0,
};

/** The rule of a priority as sent; one that we do not know has neither promise nor lifetime. */
export function ruleOf(priority: string): PriorityRule {
  return RULES.get(priority) ?? UNKNOWN_PRIORITY;
}
