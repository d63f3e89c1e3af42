import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { DataTable, type Column } from '~/ui/DataTable';
import { selectPhaseAt } from '../store';
import { tradeLinks } from '../trade-links';
import type { Fill } from '../trades';
import { journalColumn, phaseColumn, tradeColumns } from './trade-columns';
import { TradeDialog } from './TradeDialog';
import type { ViewProps } from './view-props';

/** Every execution that the stream reported, openings and closings alike. */
export function Fills({ connection }: ViewProps) {
  const fills = useStore(connection.store, (state) => state.fills);
  const journal = useStore(connection.store, (state) => state.journal);
  const samples = useStore(connection.store, (state) => state.samples);
  const closedTrades = useStore(connection.store, (state) => state.closedTrades);
  const [chosen, setChosen] = useState<string | null>(null);
  const links = useMemo(
    () => tradeLinks(journal, fills, closedTrades),
    [journal, fills, closedTrades],
  );
  const columns = useMemo<readonly Column<Fill>[]>(
    () => [
      ...tradeColumns,
      phaseColumn((fill) => selectPhaseAt(samples, fill)),
      journalColumn(links),
    ],
    [links, samples],
  );
  return (
    <div className="flex h-full min-h-0 flex-col">
      <p className="text-muted border-line border-b px-2.5 py-1 text-[12px]">
        Openings and closings as the stream reported them since this page opened. Closed trades are
        another list; the two are never added.
      </p>
      <div className="min-h-0 flex-1">
        <DataTable
          rows={fills}
          columns={columns}
          rowKey={(fill) => fill.key}
          caption="Fills"
          timeMs={(fill) => fill.atMs}
          csvName="halyrd-fills"
          onRowClick={(fill) => setChosen(fill.key)}
          initialSort={{ id: 'time', direction: 'desc' }}
          empty={{
            title: 'No fills yet.',
            hint: 'A row for each trade event of the Agent wire; trades may be days apart.',
          }}
        />
      </div>
      <TradeDialog
        connection={connection}
        trade={fills.find(({ key }) => key === chosen) ?? null}
        links={links}
        onClose={() => setChosen(null)}
      />
    </div>
  );
}
