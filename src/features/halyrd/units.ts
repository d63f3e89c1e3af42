import { formatFraction, formatNumber, formatPercent } from '~/lib/format';

/** What a rule's numbers are: a fraction of equity, or a count. */
export type RuleUnit = 'fraction' | 'count' | 'unknown';

interface Rule {
  readonly label: string;
  readonly unit: RuleUnit;
}

const RULES: Readonly<Record<string, Rule>> = {
  daily_drawdown: { label: 'Daily drawdown', unit: 'fraction' },
  max_drawdown: { label: 'Maximum drawdown', unit: 'fraction' },
  consecutive_losses: { label: 'Losses in a row', unit: 'count' },
  trade_floor: { label: 'Closed trades needed', unit: 'count' },
  positive_expectancy: { label: 'Positive expectancy', unit: 'unknown' },
  per_trade_cap: { label: 'Cap per trade', unit: 'unknown' },
  daily_cap: { label: 'Daily cap', unit: 'unknown' },
  allowlist: { label: 'Token allowlist', unit: 'unknown' },
};

/** The same rule is named differently by stream, REST and configuration (trap T12). */
const ALIASES: Readonly<Record<string, string>> = {
  streak_limit: 'consecutive_losses',
  max_consecutive_losses: 'consecutive_losses',
  max_drawdown_pct: 'max_drawdown',
  daily_drawdown_pct: 'daily_drawdown',
};

/** One name per rule; a rule we do not know keeps the name it came with. */
export function canonicalRule(rule: string): string {
  return Object.hasOwn(ALIASES, rule) ? (ALIASES[rule] ?? rule) : rule;
}

/** A rule in words; a rule we do not know verbatim. */
export function ruleLabel(rule: string): string {
  return ruleOf(rule)?.label ?? rule;
}

/** The unit in which `/risk/objectives` and `/evaluation` give a rule's `current` and `limit` (trap T7). */
function ruleUnit(rule: string): RuleUnit {
  return ruleOf(rule)?.unit ?? 'unknown';
}

/** A rule's value with its unit: 0.035 of a drawdown rule reads "3.5 %", 2 losses read "2". */
export function formatRuleValue(rule: string, value: number | null | undefined): string {
  switch (ruleUnit(rule)) {
    case 'fraction':
      return formatFraction(value);
    case 'count':
      return formatNumber(value, 0);
    case 'unknown':
      return formatNumber(value, 4);
  }
}

/** `headroom_pct`, which is per cent already: 82.5 reads "82.5 %". */
export function formatHeadroom(headroomPct: number | null | undefined): string {
  return formatPercent(headroomPct, 1).replace('+', '');
}

function ruleOf(rule: string): Rule | undefined {
  const name = canonicalRule(rule);
  return Object.hasOwn(RULES, name) ? RULES[name] : undefined;
}

/** What `daily_dd_used` turned out to be. */
export type DailyUnit = 'equity-fraction' | 'budget-share' | 'unconfirmed';

/** How exactly two readings of the same drawdown agree, as a fraction of equity (halyrd.md T6). */
export const DAILY_AGREEMENT = 0.0005;

/**
 * Tells what `daily_dd_used` is by comparing it with the `daily_drawdown` objective, whose unit is documented (trap
 * T6). When it fits both or neither it stays unconfirmed. All arguments are fractions.
 */
export function judgeDailyUnit(
  dailyDdUsed: number,
  objective: { readonly current: number | null; readonly limit: number | null } | null,
): DailyUnit {
  if (!objective || objective.current === null) return 'unconfirmed';
  const { current, limit } = objective;
  const fitsEquity = Math.abs(dailyDdUsed - current) < DAILY_AGREEMENT;
  const fitsBudget =
    limit !== null &&
    limit > 0 &&
    Math.abs(dailyDdUsed - current / limit) < DAILY_AGREEMENT / limit;
  if (fitsEquity === fitsBudget) return 'unconfirmed';
  return fitsEquity ? 'equity-fraction' : 'budget-share';
}

/** Address of a transaction in the chain's explorer; null unless the hash is a whole one (trap T14). */
export function transactionUrl(hash: string | null): string | null {
  return hash !== null && /^0x[0-9a-fA-F]{64}$/.test(hash)
    ? `https://bscscan.com/tx/${hash}`
    : null;
}
