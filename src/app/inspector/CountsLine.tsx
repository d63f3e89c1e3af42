import { useState } from 'react';
import { formatNumber } from '~/lib/format';
import type { Recorder } from '~/recorder/recorder';
import type { InspectedConnection } from './match';

export interface CountsLineProps {
  readonly recorder: Recorder;
  readonly connections: readonly InspectedConnection[];
}

/** What each connection has had since this page was opened, what has gone from memory included; where it is narrow, in one sum until asked. */
export function CountsLine({ recorder, connections }: CountsLineProps) {
  const [isOpen, setIsOpen] = useState(false);
  const counts = connections.map(({ id, label }) => ({ id, label, ...recorder.counts(id) }));
  const sum = (key: 'total' | 'unknown' | 'errors') =>
    counts.reduce((total, one) => total + one[key], 0);
  return (
    <div className="border-line text-muted tabular shrink-0 border-b text-[12px]">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="hover:bg-hover flex min-h-6 w-full items-center gap-1.5 px-2 text-left @3xl:hidden"
      >
        <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
        <span className="truncate">
          {whole(sum('total'))} frames · {whole(sum('unknown'))} unknown · {whole(sum('errors'))}{' '}
          errors
        </span>
      </button>
      <ul
        aria-label="Frames per connection"
        className={`max-h-40 flex-wrap gap-x-4 gap-y-0.5 overflow-auto px-2 py-1 @3xl:flex @3xl:max-h-20 ${isOpen ? 'flex' : 'hidden'}`}
      >
        {counts.map(({ id, label, total, unknown, errors, repaired, dropped }) => (
          <li key={id}>
            <span className="text-ink font-medium">{label}</span> {whole(total)} frames ·{' '}
            <span className={unknown > 0 ? 'text-warning' : ''}>{whole(unknown)} unknown</span> ·{' '}
            <span className={errors > 0 ? 'text-bad' : ''}>{whole(errors)} errors</span> ·{' '}
            {whole(repaired)} repaired · oldest dropped: {whole(dropped)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function whole(value: number): string {
  return formatNumber(value, 0);
}
