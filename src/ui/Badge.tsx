import type { ReactNode } from 'react';

export type Tone = 'good' | 'bad' | 'warn' | 'info' | 'neutral' | 'critical';

const TONES: Record<Tone, string> = {
  good: 'text-good border-good/40 bg-good/10',
  bad: 'text-bad border-bad/40 bg-bad/10',
  warn: 'text-warning border-warning/40 bg-warning/10',
  info: 'text-accent border-accent/40 bg-accent/10',
  critical: 'text-critical border-critical/50 bg-critical/10',
  neutral: 'text-muted border-line-strong/50 bg-transparent',
};

export interface BadgeProps {
  readonly tone: Tone;
  readonly title?: string | undefined;
  readonly children: ReactNode;
}

/** A short state in words; the tone only helps. */
export function Badge({ tone, title, children }: BadgeProps) {
  return (
    <span
      title={title}
      className={`inline-flex h-[18px] shrink-0 items-center gap-1 rounded-[3px] border px-1.5 text-[11px] leading-none font-medium whitespace-nowrap ${TONES[tone]}`}
    >
      {children}
    </span>
  );
}
