import type { EntryKind, Severity } from '~/timeline/entry';
import { Button } from './Button';
import type { FeedConnection } from './EventFeed';
import { isFiltering, KINDS, NO_FILTER, SEVERITIES, type FeedFilter } from './feed-filter';
import { Menu } from './Menu';
import type { MenuItem } from './menu-item';
import { SearchInput } from './SearchInput';

export interface FeedFilterBarProps {
  readonly filters: FeedFilter;
  readonly connections: ReadonlyMap<string, FeedConnection>;
  /** Types to choose from, as the wires name them. */
  readonly types: readonly string[];
  readonly onChange: (filters: FeedFilter) => void;
  /** "120 of 4,000". */
  readonly count: string;
}

const CONFIDENCES = [null, 0.5, 0.7, 0.8, 0.9];

/** What is to be seen, in one line of controls. */
export function FeedFilterBar(props: FeedFilterBarProps) {
  const { filters, connections, types, onChange, count } = props;
  const set = (change: Partial<FeedFilter>) => onChange({ ...filters, ...change });
  return (
    <div className="border-line flex shrink-0 flex-wrap items-center gap-1.5 border-b px-2 py-1">
      <Menu
        label={counted('Priority', filters.severities)}
        items={checks(
          entriesOf(SEVERITIES),
          filters.severities,
          (severities) => set({ severities }),
          {
            labelOf: ({ label, sign }) => `${sign} ${label}`,
            hintOf: ({ priority }) => priority,
          },
        )}
      />
      <Menu
        label={counted('Kind', filters.kinds)}
        items={checks(entriesOf(KINDS), filters.kinds, (kinds) => set({ kinds }), {
          labelOf: (label) => label,
        })}
      />
      {types.length > 0 || filters.types.length > 0 ? (
        <Menu
          label={counted('Type', filters.types)}
          items={checks(
            [...new Set([...types, ...filters.types])].map((type) => [type, type] as const),
            filters.types,
            (chosen) => set({ types: chosen }),
            { labelOf: (type) => type.slice(0, 60) },
          )}
        />
      ) : null}
      <Menu
        label={counted('Wire', filters.connectionIds)}
        items={checks(
          [...connections],
          filters.connectionIds,
          (connectionIds) => set({ connectionIds }),
          {
            labelOf: ({ label }) => label,
            hintOf: ({ title }) => title,
          },
        )}
      />
      <Menu
        label={
          filters.minConfidence === null
            ? 'Confidence'
            : `Confidence ≥ ${percent(filters.minConfidence)}`
        }
        items={CONFIDENCES.map((minConfidence) => ({
          kind: 'check',
          id: String(minConfidence),
          label: minConfidence === null ? 'Any' : `At least ${percent(minConfidence)}`,
          checked: filters.minConfidence === minConfidence,
          onCheckedChange: () => set({ minConfidence }),
        }))}
      />
      <SearchInput
        value={filters.symbol}
        onChange={(symbol) => set({ symbol })}
        label="Symbol"
        placeholder="Symbol"
        className="w-20"
      />
      <SearchInput
        value={filters.text}
        onChange={(text) => set({ text })}
        label="Text of events"
        placeholder="Text"
        className="max-w-44 min-w-24 flex-1"
      />
      {isFiltering(filters) ? (
        <Button tone="quiet" size="small" onClick={() => onChange(NO_FILTER)}>
          Clear
        </Button>
      ) : null}
      <output className="tabular text-faint ml-auto text-[12px]">{count}</output>
    </div>
  );
}

function entriesOf<Key extends EntryKind | Severity, Value>(
  table: Record<Key, Value>,
): [Key, Value][] {
  return Object.entries(table) as [Key, Value][];
}

function checks<Key extends string, Value>(
  choices: readonly (readonly [Key, Value])[],
  chosen: readonly Key[],
  onChange: (chosen: readonly Key[]) => void,
  words: { labelOf: (value: Value) => string; hintOf?: (value: Value) => string },
): readonly MenuItem[] {
  return choices.map(([key, value]) => ({
    kind: 'check',
    id: key,
    label: words.labelOf(value),
    hint: words.hintOf?.(value),
    checked: chosen.includes(key),
    onCheckedChange: (checked) =>
      onChange(checked ? [...chosen, key] : chosen.filter((each) => each !== key)),
  }));
}

function counted(label: string, chosen: readonly string[]): string {
  return chosen.length === 0 ? label : `${label}: ${chosen.length}`;
}

function percent(fraction: number): string {
  return `${Math.round(fraction * 100)} %`;
}
