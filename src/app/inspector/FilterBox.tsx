import { useId, useState, type KeyboardEvent, type Ref } from 'react';
import { suggest, type SuggestionContext } from './edit-filter';

export interface FilterBoxProps {
  readonly value: string;
  onChange(value: string): void;
  /** What is wrong with the filter, in words. */
  readonly problem: string | null;
  readonly context: SuggestionContext;
  readonly ref?: Ref<HTMLInputElement>;
}

/** The filter's text with suggestions. Arrows choose one, Enter or Tab takes it, Escape closes them, then clears. */
export function FilterBox({ value, onChange, problem, context, ref }: FilterBoxProps) {
  const id = useId();
  const [caret, setCaret] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const { from, items } = isOpen ? suggest(value, caret, context) : { from: 0, items: [] };
  const chosen = items[active];

  function take(item: string): void {
    const end = from + item.length;
    onChange(value.slice(0, from) + item + value.slice(caret));
    setCaret(end);
    setActive(-1);
    // A key is followed by its values; a value is the end of its term.
    setOpen(item.endsWith(':'));
  }

  function close(): void {
    setOpen(false);
    setActive(-1);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      setOpen(true);
      if (items.length > 0)
        setActive(stepped(active, event.key === 'ArrowDown' ? 1 : -1, items.length));
    } else if ((event.key === 'Enter' || event.key === 'Tab') && chosen !== undefined) take(chosen);
    else if (event.key === 'Escape') {
      if (items.length > 0) close();
      else if (value === '') return;
      else onChange('');
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div className="relative min-w-0 flex-1">
      <input
        ref={ref}
        type="text"
        role="combobox"
        aria-label="Filter frames"
        aria-autocomplete="list"
        aria-expanded={items.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen === undefined ? undefined : `${id}-${active}`}
        aria-invalid={problem !== null || undefined}
        aria-describedby={problem === null ? undefined : `${id}-problem`}
        autoComplete="off"
        spellCheck={false}
        placeholder="Filter: type:risk_veto -verdict:ok order_ref:ord_* some text"
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
          setCaret(event.target.selectionStart ?? event.target.value.length);
          setOpen(true);
          setActive(-1);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? value.length)}
        onBlur={close}
        onKeyDown={onKeyDown}
        className="border-line-strong bg-sunken text-ink aria-invalid:border-bad h-7 w-full min-w-0 rounded-[3px] border px-2 font-mono text-[12px]"
      />
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label="Suggestions"
        hidden={items.length === 0}
        className="border-line-strong bg-raised absolute top-8 left-0 z-30 max-h-60 min-w-40 overflow-auto rounded-[3px] border py-0.5"
      >
        {items.map((item, index) => (
          <div
            key={item}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            // Pressed, not clicked: the click would come after the input lost the focus.
            onMouseDown={(event) => {
              event.preventDefault();
              take(item);
            }}
            className="text-ink aria-selected:bg-selected hover:bg-hover cursor-pointer px-2 py-1 font-mono text-[12px]"
          >
            {item}
          </div>
        ))}
      </div>
      {problem === null ? null : (
        <p id={`${id}-problem`} role="alert" className="text-bad mt-0.5 text-[12px]">
          {problem} The list still shows the filter before.
        </p>
      )}
    </div>
  );
}

/** One further, round the end; from nothing to the first or last. */
function stepped(index: number, by: number, count: number): number {
  return index < 0 ? (by > 0 ? 0 : count - 1) : (index + by + count) % count;
}
