import { linkWords } from '~/timeline/correlation';
import { Badge } from '~/ui/Badge';
import type { Column } from '~/ui/DataTable';
import { Num } from '~/ui/Num';
import { numColumn } from '~/ui/num-column';
import { isoOf, Time } from '~/ui/Time';
import type { AnyTrade, TradeLinks } from '../trade-links';
import type { ClosedTrade } from '../trades';

/** What fills and closed trades have in common. */
export type TradeRow = Pick<
  ClosedTrade,
  'atMs' | 'assumed' | 'pair' | 'side' | 'sizeQuote' | 'sizeBase' | 'price' | 'pnl' | 'fees'
>;

export const tradeColumns: readonly Column<TradeRow>[] = [
  {
    id: 'time',
    header: 'Time',
    value: (row) => isoOf(row.atMs),
    render: (row) => <Stamp atMs={row.atMs} assumed={row.assumed} />,
  },
  { id: 'pair', header: 'Pair', value: (row) => row.pair },
  { id: 'side', header: 'Side', value: (row) => row.side },
  numColumn({ id: 'size', header: 'Size (USDT)', value: (row) => row.sizeQuote, kind: 'money' }),
  {
    id: 'quantity',
    header: 'Quantity (derived)',
    title: 'Base units: size over price, worked out here',
    value: (row) => row.sizeBase,
    render: (row) => (
      <Num value={row.sizeBase === null ? null : round(row.sizeBase)} kind="quantity" />
    ),
  },
  numColumn({ id: 'price', header: 'Price (USDT)', value: (row) => row.price, kind: 'quantity' }),
  numColumn({
    id: 'pnl',
    header: 'PnL (USDT)',
    title: 'As reported; whether fees are taken off is not documented',
    value: (row) => row.pnl,
    kind: 'signed',
  }),
  numColumn({ id: 'fees', header: 'Fees (USDT)', value: (row) => row.fees, kind: 'money' }),
];

function round(sizeBase: number): number {
  return Number(sizeBase.toPrecision(6));
}

/** A time, with a mark where it is ours and not the server's. */
export function Stamp({ atMs, assumed }: { readonly atMs: number; readonly assumed: boolean }) {
  return (
    <>
      <Time ms={atMs} withDate />
      {assumed ? (
        <>
          {' '}
          <Badge tone="warn" title="The server's time could not be read">
            received
          </Badge>
        </>
      ) : null}
    </>
  );
}

/** The journal entry of a trade, with how it was found. */
export function journalColumn<Row extends AnyTrade>({ ofTrade }: TradeLinks): Column<Row> {
  return {
    id: 'journal',
    header: 'Journal',
    value: (row) => ofTrade(row)?.entry.body ?? null,
    render: (row) => {
      const found = ofTrade(row);
      if (!found) return <span className="text-faint">—</span>;
      const isExact = found.link.how === 'exact';
      return (
        <>
          <Badge tone={isExact ? 'neutral' : 'warn'} title={linkWords(found.link)}>
            {isExact ? 'exact' : 'matched'}
          </Badge>{' '}
          {found.entry.body}
        </>
      );
    },
  };
}

/** A phase; where it was not sent it says that it follows from the snapshots. */
export function phaseColumn<Row>(
  phaseOf: (row: Row) => { readonly phase: string | null; readonly derived: boolean },
): Column<Row> {
  return {
    id: 'phase',
    header: 'Phase',
    value: (row) => phaseOf(row).phase,
    render: (row) => {
      const { phase, derived } = phaseOf(row);
      return phase === null ? '—' : `${phase}${derived ? ' (derived)' : ''}`;
    },
  };
}
