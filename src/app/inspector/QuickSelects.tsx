import { Select, type SelectOption } from '~/ui/Field';
import { valueOf, withTerm } from './edit-filter';
import type { FrameKey } from './filter';
import type { InspectedConnection } from './match';

export interface QuickSelectsProps {
  readonly filter: string;
  readonly connections: readonly InspectedConnection[];
  onChange(filter: string): void;
}

const VERDICTS: readonly SelectOption<string>[] = [
  { value: '', label: 'Any verdict' },
  { value: 'ok', label: 'ok' },
  { value: 'error', label: 'any error' },
  { value: 'unknown', label: 'unknown type' },
  { value: 'schema', label: 'schema error' },
  { value: 'not-json', label: 'not JSON' },
  { value: 'oversize', label: 'too long' },
  { value: 'repaired', label: 'repaired' },
];

const DIRECTIONS: readonly SelectOption<string>[] = [
  { value: '', label: 'Both directions' },
  { value: 'in', label: '↓ in' },
  { value: 'out', label: '↑ out' },
];

/** The usual questions; they write into the filter, which remains the one truth. */
export function QuickSelects({ filter, connections, onChange }: QuickSelectsProps) {
  const titles = new Map(connections.map(({ featureId, title }) => [featureId, title]));
  const wires = [
    { value: '', label: 'All wires' },
    ...Array.from(titles, ([value, label]) => ({ value, label })),
  ];

  function quick(key: FrameKey, label: string, options: readonly SelectOption<string>[]) {
    const asked = valueOf(filter, key) ?? '';
    const isOffered = options.some(({ value }) => value === asked);
    return (
      <Select
        aria-label={label}
        value={isOffered ? asked : ''}
        options={options}
        onChange={(value) => onChange(withTerm(filter, key, value || null))}
        className="max-w-40"
      />
    );
  }

  return (
    <div className="flex min-w-0 gap-1.5">
      {quick('wire', 'Wire', wires)}
      {quick('verdict', 'Verdict', VERDICTS)}
      {quick('dir', 'Direction', DIRECTIONS)}
    </div>
  );
}
