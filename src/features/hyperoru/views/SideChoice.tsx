import { useId } from 'react';

type Side = 'buy' | 'sell';

interface SideChoiceProps {
  readonly value: Side;
  readonly onChange: (side: Side) => void;
}

/** In the colours of the charts; the browser's own radio buttons, so that arrows choose. */
const CHOSEN: Record<Side, string> = {
  buy: 'has-checked:border-up has-checked:bg-up/15 has-checked:text-up',
  sell: 'has-checked:border-down has-checked:bg-down/15 has-checked:text-down',
};

/** Buy or sell, both in sight. */
export function SideChoice({ value, onChange }: SideChoiceProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <span id={id} className="text-muted text-[12px] font-medium">
        Side
      </span>
      <div role="radiogroup" aria-labelledby={id} className="grid grid-cols-2 gap-1">
        {(['buy', 'sell'] as const).map((side) => (
          <label
            key={side}
            className={`border-line-strong text-muted hover:bg-hover has-focus-visible:outline-accent flex h-7 cursor-pointer items-center justify-center rounded-[3px] border text-[13px] has-checked:font-semibold has-focus-visible:outline-2 has-focus-visible:outline-offset-1 ${CHOSEN[side]}`}
          >
            <input
              type="radio"
              name={id}
              value={side}
              checked={value === side}
              onChange={() => onChange(side)}
              className="sr-only"
            />
            {side}
          </label>
        ))}
      </div>
    </div>
  );
}
