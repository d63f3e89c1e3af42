import type { Config } from './commands';
import type { State } from './state';
import { canonicalRule } from './units';

/** A configuration being typed. Null: a field that holds no number; missing: not known. */
export type ConfigDraft = { readonly [Name in keyof Config]?: number | null };

/** The presets of the documents; percent values. */
export const PRESETS: readonly { readonly name: string; readonly config: Config }[] = [
  { name: 'Conservative', config: configOf(15, 5, 3, 14, 15) },
  { name: 'Balanced', config: configOf(20, 8, 4, 7, 10) },
  { name: 'Aggressive', config: configOf(25, 12, 5, 5, 8) },
];

function configOf(max: number, daily: number, losses: number, days: number, floor: number): Config {
  return {
    max_drawdown_pct: max,
    daily_drawdown_pct: daily,
    max_consecutive_losses: losses,
    eval_window_days: days,
    trade_floor: floor,
  };
}

/** What objectives and evaluation tell of the current version: their fractions as per cent (trap T7). */
export function configNow({
  objectives,
  evaluation,
}: Pick<State, 'objectives' | 'evaluation'>): ConfigDraft {
  const limitOf = (rule: string) =>
    objectives?.value.find((row) => canonicalRule(row.rule) === rule)?.limit ?? null;
  return {
    max_drawdown_pct: percentOf(limitOf('max_drawdown')),
    daily_drawdown_pct: percentOf(limitOf('daily_drawdown')),
    max_consecutive_losses: limitOf('consecutive_losses'),
    eval_window_days: evaluation?.value.eval_window_days ?? null,
    trade_floor: evaluation?.value.trade_floor ?? null,
  };
}

/** Without the noise of binary fractions: 0.07 times 100 is 7.000000000000001. */
function percentOf(fraction: number | null): number | null {
  return fraction === null ? null : Number((fraction * 100).toFixed(6));
}

/** Why a draft cannot be sent; null: it can. */
export function problemOf(draft: ConfigDraft): string | null {
  const { max_drawdown_pct: max, daily_drawdown_pct: daily } = draft;
  const counts = [draft.max_consecutive_losses, draft.eval_window_days, draft.trade_floor];
  if (!isNumber(max) || !isNumber(daily) || !counts.every(isNumber)) {
    return 'Every field needs a number.';
  }
  if (max <= 0 || max > 100 || daily <= 0 || daily > 100) {
    return 'Drawdowns are per cent values above 0 and up to 100: 15 means 15 %.';
  }
  if (max < 1 || daily < 1) return 'Below 1 %: this field is in per cent, 15 means 15 %.';
  if (daily > max) return 'The daily limit is above the overall one.';
  return counts.every((value) => Number.isInteger(value) && value >= 1)
    ? null
    : 'Losses, days and trades are whole numbers from 1.';
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** The pairs in a typed list, or what is wrong with it. */
export function pairsOf(
  text: string,
): { readonly pairs: readonly string[] } | { readonly problem: string } {
  const words = text
    .toUpperCase()
    .split(/[\s,;]+/)
    .filter(Boolean);
  const pairs = [...new Set(words.map((word) => (word.includes('/') ? word : `${word}/USDT`)))];
  const odd = pairs.find((pair) => !/^[A-Z0-9]+\/USDT$/.test(pair));
  if (odd !== undefined) return { problem: `${odd} is no pair such as ETH/USDT.` };
  return pairs.length === 0 ? { problem: 'At least one pair is needed.' } : { pairs };
}
