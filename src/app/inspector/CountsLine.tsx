import { formatNumber } from '~/lib/format';
import type { Recorder } from '~/recorder/recorder';
import type { InspectedConnection } from './match';

export interface CountsLineProps {
  readonly recorder: Recorder;
  readonly connections: readonly InspectedConnection[];
}

/** What each connection has had since this page was opened, what has gone from memory included. */
export function CountsLine({ recorder, connections }: CountsLineProps) {
  return (
    <ul
      aria-label="Frames per connection"
      className="border-line text-muted tabular flex max-h-20 shrink-0 flex-wrap gap-x-4 gap-y-0.5 overflow-auto border-b px-2 py-1 text-[12px]"
    >
      {connections.map(({ id, label }) => {
        const { total, unknown, errors, repaired, dropped } = recorder.counts(id);
        return (
          <li key={id}>
            <span className="text-ink font-medium">{label}</span> {whole(total)} frames ·{' '}
            <span className={unknown > 0 ? 'text-warning' : ''}>{whole(unknown)} unknown</span> ·{' '}
            <span className={errors > 0 ? 'text-bad' : ''}>{whole(errors)} errors</span> ·{' '}
            {whole(repaired)} repaired · oldest dropped: {whole(dropped)}
          </li>
        );
      })}
    </ul>
  );
}

function whole(value: number): string {
  return formatNumber(value, 0);
}
