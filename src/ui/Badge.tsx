import type { ReactNode } from 'react';

export type Tone = 'good' | 'bad' | 'warn' | 'info' | 'neutral' | 'critical';

/** Grounds are opaque: a tint over a chosen or lit row would take its contrast away. */
const TONES: Record<Tone, string> = {
  good: 'text-good border-good/40 bg-[color-mix(in_oklab,var(--good)_10%,var(--raised))]',
  bad: 'text-bad border-bad/40 bg-[color-mix(in_oklab,var(--bad)_10%,var(--raised))]',
  warn: 'text-warning border-warning/40 bg-[color-mix(in_oklab,var(--warning)_10%,var(--raised))]',
  info: 'text-accent border-accent/40 bg-[color-mix(in_oklab,var(--accent)_10%,var(--raised))]',
  critical:
    'text-critical border-critical/50 bg-[color-mix(in_oklab,var(--critical)_10%,var(--raised))]',
  neutral: 'text-muted border-line-strong/50 bg-raised',
};

export interface BadgeProps {
  readonly tone: Tone;
  readonly title?: string | undefined;
  readonly children: ReactNode;
}

/** A state in words; the tone only helps. Where a long one finds no room it takes more lines, but for a row of one line. */
export function Badge({ tone, title, children }: BadgeProps) {
  return (
    <span
      title={title}
      className={`inline-flex min-h-[18px] max-w-full shrink-0 items-center gap-1 rounded-[3px] border px-1.5 py-px text-[11px] leading-[1.2] font-medium ${TONES[tone]}`}
    >
      {children}
    </span>
  );
}
