import { useMemo } from 'react';
import { useStore } from 'zustand';
import { formatNumber } from '~/lib/format';
import { DataTable, type Column } from '~/ui/DataTable';
import { Time } from '~/ui/Time';
import type { BarFact } from '../bar-fact';
import { plainReason } from '../reasons';
import { selectCurrent } from '../select';
import type { Gate } from '../step';
import { NoBarYet } from './NoBarYet';
import { useShown } from './use-shown';
import type { ViewProps } from './view-props';

const GATE_WORDS: Readonly<Record<Gate, string>> = {
  open: 'allowed',
  closed: 'not allowed',
  'warm-up': 'warming up',
  unknown: 'not known',
};

/** Every bar that is held of the current series, newest first. */
export function BarsTable({ connection }: ViewProps) {
  const series = useStore(connection.store, selectCurrent);
  const rows = useMemo(() => series?.facts.toReversed() ?? [], [series]);
  const precision = series?.outline.precision ?? 2;
  const newestSec = rows[0]?.timeSec;
  const chosen = useShown({ connection });
  const columns = useMemo(() => columnsFor(precision, newestSec), [precision, newestSec]);
  if (!series) return <NoBarYet connection={connection} />;
  return (
    <DataTable
      rows={rows}
      columns={columns}
      rowKey={({ timeSec }) => String(timeSec)}
      caption={`Bars of ${series.symbol}`}
      empty="No bar yet"
      csvName={`bars-${series.symbol}`}
      selectedKey={chosen.isChosen && chosen.step ? String(chosen.step.bar.time) : null}
      timeMs={({ timeSec }) => timeSec * 1000}
    />
  );
}

function columnsFor(precision: number, newestSec: number | undefined): readonly Column<BarFact>[] {
  return [
    {
      id: 'time',
      header: 'Opened',
      value: ({ timeSec }) => timeSec,
      render: ({ timeSec }) => <Time ms={timeSec * 1000} withDate />,
      align: 'left',
      width: 132,
    },
    price('open', 'Open', precision),
    price('high', 'High', precision),
    price('low', 'Low', precision),
    price('close', 'Close', precision),
    { id: 'volume', header: 'Volume', value: ({ volume }) => volume },
    { id: 'gate', header: 'Trade', value: ({ gate }) => GATE_WORDS[gate] },
    { id: 'decision', header: 'Decision', value: ({ decision }) => decision },
    {
      id: 'reasons',
      header: 'Reasons',
      value: ({ reasons }) => reasons.map(plainReason).join('; ') || null,
    },
    { id: 'amd', header: 'Cycle', value: ({ amd }) => amd },
    { id: 'regime', header: 'Regime', value: ({ regime }) => regime },
    {
      id: 'origin',
      header: 'Origin',
      value: (fact) => originWords(fact, newestSec),
      title: 'The newest candle is pushed up to 2 s before it ends and never corrected',
    },
  ];
}

function price(
  id: 'open' | 'high' | 'low' | 'close',
  header: string,
  precision: number,
): Column<BarFact> {
  return {
    id,
    header,
    value: (fact) => fact[id],
    render: (fact) => <span className="tabular">{formatNumber(fact[id], precision)}</span>,
  };
}

function originWords({ backfilled, timeSec }: BarFact, newestSec: number | undefined): string {
  if (backfilled) return 'server’s log';
  return timeSec === newestSec ? 'as delivered' : 'live';
}
