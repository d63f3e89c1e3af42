import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { Dialog } from '~/ui/Dialog';
import { openTrace } from '~/ui/trace-location';
import { askedReference, matching, type Command } from './commands';
import { useCommands, type PaletteActions } from './use-commands';

interface PaletteProps extends PaletteActions {
  onClose(): void;
}

/** More than these are not read; a further word finds them. */
const SHOWN_LIMIT = 80;

/** Finds views, tables, candles, connections, settings and orders by name. Nothing in it trades. */
export function Palette({ onClose, ...actions }: PaletteProps) {
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Find"
    >
      <Finder commands={useCommands(actions)} onClose={onClose} />
    </Dialog>
  );
}

interface FinderProps {
  readonly commands: readonly Command[];
  onClose(): void;
}

/** A combobox whose list is always open: the focus stays in the field, the arrows move through the list. */
function Finder({ commands, onClose }: FinderProps) {
  const [query, setQuery] = useState('');
  const [wanted, setWanted] = useState(0);
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);

  const found = withAsked(matching(commands, query), query, commands);
  const shown = found.slice(0, SHOWN_LIMIT);
  const place = Math.min(wanted, shown.length - 1);

  function go(command: Command | undefined) {
    if (!command) return;
    onClose();
    command.run();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      if (!event.repeat) go(shown[place]);
      return;
    }
    const next = nextPlace(event.key, place, shown.length);
    if (next === null) return;
    event.preventDefault();
    setWanted(next);
  }

  return (
    <div className="flex flex-col gap-2">
      <input
        ref={field}
        role="combobox"
        aria-label="Order reference, view, table, connection"
        aria-expanded
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={shown[place] ? optionId(listId, place) : undefined}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setWanted(0);
        }}
        onKeyDown={onKeyDown}
        placeholder="ord_…, journal, dark…"
        spellCheck={false}
        autoComplete="off"
        className="border-line-strong bg-sunken text-ink h-8 w-full rounded-[3px] border px-2.5 text-[13px]"
      />
      <div
        id={listId}
        role="listbox"
        aria-label="Found"
        className="h-[min(24rem,55dvh)] overflow-auto text-[13px]"
      >
        {groupsOf(shown).map(({ group, from, items }) => (
          <div key={group} role="group" aria-label={group}>
            <div
              aria-hidden="true"
              className="text-faint px-2 pt-1.5 pb-0.5 text-[11px] font-medium"
            >
              {group}
            </div>
            {items.map((command, index) => (
              <Option
                key={command.id}
                id={optionId(listId, from + index)}
                command={command}
                active={from + index === place}
                onUse={() => go(command)}
              />
            ))}
          </div>
        ))}
      </div>
      <p role="status" className="text-faint text-[12px]">
        {countWords(found.length)}
      </p>
    </div>
  );
}

interface OptionProps {
  readonly id: string;
  readonly command: Command;
  readonly active: boolean;
  onUse(): void;
}

function Option({ id, command, active, onUse }: OptionProps) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) row.current?.scrollIntoView?.({ block: 'nearest' });
  }, [active]);
  return (
    // The field has the focus and handles the keys for all options (combobox pattern).
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      ref={row}
      id={id}
      role="option"
      aria-selected={active}
      onClick={onUse}
      className="aria-selected:bg-selected hover:bg-hover flex min-h-7 cursor-pointer flex-col justify-center rounded-[3px] px-2 py-0.5"
    >
      <span className="flex items-center gap-3">
        <span className="text-ink min-w-0 truncate">{command.title}</span>
        <span className="text-muted tabular ml-auto min-w-0 truncate text-[12px]">
          {command.hint}
        </span>
      </span>
      {command.detail === undefined ? null : (
        <span className="text-muted truncate text-[12px]" title={command.detail}>
          {command.detail}
        </span>
      )}
    </div>
  );
}

/** What was typed may be an order that no wire has named here: the trace says what is known of it. */
function withAsked(
  found: readonly Command[],
  query: string,
  commands: readonly Command[],
): readonly Command[] {
  const reference = askedReference(query, commands);
  if (reference === null) return found;
  const asked: Command = {
    id: 'asked',
    group: 'Orders',
    title: `Trace “${reference}”`,
    hint: 'as an order reference',
    run: () => openTrace(reference),
  };
  return [...found, asked];
}

interface Shown {
  readonly group: string;
  /** Place of its first item in the whole list. */
  readonly from: number;
  readonly items: readonly Command[];
}

/** Neighbours of one group together, in the order of the list. */
function groupsOf(shown: readonly Command[]): readonly Shown[] {
  const groups: { group: string; from: number; items: Command[] }[] = [];
  shown.forEach((command, from) => {
    const last = groups.at(-1);
    if (last?.group === command.group) last.items.push(command);
    else groups.push({ group: command.group, from, items: [command] });
  });
  return groups;
}

function nextPlace(key: string, place: number, count: number): number | null {
  if (count === 0) return null;
  switch (key) {
    case 'ArrowDown':
      return (place + 1) % count;
    case 'ArrowUp':
      return (place + count - 1) % count;
    case 'PageDown':
      return Math.min(count - 1, place + 10);
    case 'PageUp':
      return Math.max(0, place - 10);
    default:
      return null;
  }
}

function optionId(listId: string, place: number): string {
  return `${listId}-${place}`;
}

function countWords(count: number): string {
  if (count === 0) return 'Nothing found.';
  return count > SHOWN_LIMIT
    ? `${count} found, the first ${SHOWN_LIMIT} shown: a further word narrows it down.`
    : `${count} found. ↑ ↓ to move, Enter to go there, Esc to leave.`;
}
