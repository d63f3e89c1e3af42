import { useId } from 'react';
import type { Tone } from './Badge';

const FILLS: Record<Tone, string> = {
  good: 'bg-good',
  bad: 'bg-bad',
  warn: 'bg-warning',
  info: 'bg-accent',
  neutral: 'bg-notice',
  critical: 'bg-critical',
};

export interface MeterProps {
  readonly label: string;
  /** In the same unit as `limit`; null: not known. */
  readonly value: number | null;
  readonly limit: number | null;
  /** The value in words and figures, as shown and read out: "3.1 % of budget". */
  readonly text: string;
  /** Default: by how much of the limit is used. */
  readonly tone?: Tone | undefined;
}

/** How much of a limit is used. Above the limit it is full and says so in its text. */
export function Meter({ label, value, limit, text, tone }: MeterProps) {
  const labelId = useId();
  const share = shareOf(value, limit);
  return (
    <div>
      <div className="flex items-baseline justify-between gap-2 text-[12px]">
        <span id={labelId} className="text-muted shrink-0">
          {label}
        </span>
        <span className="tabular text-ink text-right">{text}</span>
      </div>
      <div
        {...(share === null
          ? { role: 'img', 'aria-label': `${label}: ${text}` }
          : {
              role: 'meter',
              'aria-labelledby': labelId,
              'aria-valuenow': Math.min(value ?? 0, limit ?? 0),
              'aria-valuemin': Math.min(0, value ?? 0),
              'aria-valuemax': limit ?? 0,
              'aria-valuetext': text,
            })}
        className="border-line-strong/60 bg-sunken mt-1 h-1.5 overflow-hidden rounded-[2px] border"
      >
        <div
          className={`h-full ${FILLS[tone ?? toneOf(share)]}`}
          style={{ width: `${(Math.min(1, share ?? 0) * 100).toFixed(1)}%` }}
        />
      </div>
    </div>
  );
}

/** Fraction of the limit used, at least 0; null when it cannot be told. */
function shareOf(value: number | null, limit: number | null): number | null {
  if (value === null || limit === null || !Number.isFinite(value) || !(limit > 0)) return null;
  return Math.max(0, value / limit);
}

function toneOf(share: number | null): Tone {
  if (share === null || share < 0.6) return 'info';
  return share < 0.9 ? 'warn' : 'bad';
}
