import {
  formatFraction,
  formatNumber,
  formatPercent,
  formatQuantity,
  formatSigned,
} from '~/lib/format';

export type NumKind = 'money' | 'signed' | 'quantity' | 'fraction' | 'percent' | 'plain';

export interface NumProps {
  readonly value: number | null | undefined;
  /** `fraction`: 0.012 reads 1.2 %. `percent`: 0.75 reads +0.75 %. `signed`: coloured by direction. */
  readonly kind: NumKind;
  readonly decimals?: number | undefined;
  readonly unit?: string | undefined;
}

/** A number in tabular figures with its unit. Unknown is a dash, zero is zero. */
export function Num({ value, kind, decimals, unit }: NumProps) {
  const known = typeof value === 'number' && Number.isFinite(value);
  const colour = known ? directionColour(kind, value) : 'text-faint';
  return (
    <span className={`tabular whitespace-nowrap ${colour}`}>
      {FORMATS[kind](value, decimals)}
      {known && unit ? <span className="text-faint"> {unit}</span> : null}
    </span>
  );
}

const FORMATS: Record<NumKind, (value: number | null | undefined, decimals?: number) => string> = {
  money: formatNumber,
  signed: formatSigned,
  quantity: formatQuantity,
  fraction: formatFraction,
  percent: formatPercent,
  plain: (value, decimals = 0) => formatNumber(value, decimals),
};

function directionColour(kind: NumKind, value: number): string {
  if (kind !== 'signed' || value === 0) return '';
  return value > 0 ? 'text-up' : 'text-down';
}
