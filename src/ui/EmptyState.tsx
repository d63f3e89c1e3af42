import type { ReactNode } from 'react';

export interface EmptyStateProps {
  readonly title: string;
  /** What would fill it, and from which wire. */
  readonly hint?: ReactNode;
}

/** Nothing to show yet, and why. */
export function EmptyState({ title, hint }: EmptyStateProps) {
  return (
    <div className="flex h-full min-h-20 flex-col items-center justify-center gap-1 p-4 text-center">
      <p className="text-muted text-[13px]">{title}</p>
      {hint ? <p className="text-faint max-w-[48ch] text-[12px]">{hint}</p> : null}
    </div>
  );
}
