export interface NewRowsPillProps {
  readonly count: number;
  readonly onPress: () => void;
}

/** Says how many newer rows wait above, and goes there. */
export function NewRowsPill({ count, onPress }: NewRowsPillProps) {
  if (count === 0) return null;
  return (
    <button
      type="button"
      onClick={onPress}
      className="tabular border-accent bg-accent text-accent-ink absolute top-2 left-1/2 z-20 h-6 -translate-x-1/2 rounded-full border px-3 text-[12px] font-medium whitespace-nowrap"
    >
      <span aria-hidden="true">↑ </span>
      {count.toLocaleString('en-US')} new
    </button>
  );
}
