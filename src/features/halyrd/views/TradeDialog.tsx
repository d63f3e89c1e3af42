import type { ReactNode } from 'react';
import { linkWords } from '~/timeline/correlation';
import { Badge } from '~/ui/Badge';
import { Dialog } from '~/ui/Dialog';
import { Num } from '~/ui/Num';
import { Time } from '~/ui/Time';
import type { AnyTrade, TradeLinks } from '../trade-links';
import type { ViewProps } from './view-props';

interface Props extends ViewProps {
  /** Null: closed. */
  readonly trade: AnyTrade | null;
  readonly links: TradeLinks;
  readonly onClose: () => void;
}

/** One trade with the journal entry that tells why, and how the two were joined. */
export function TradeDialog({ connection, trade, links, onClose }: Props) {
  return (
    <Dialog
      open={trade !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={trade ? `${trade.side ?? 'Trade'} ${trade.pair}` : 'Trade'}
      description={connection.label}
    >
      {trade ? <Content trade={trade} links={links} /> : null}
    </Dialog>
  );
}

function Content({ trade, links }: { readonly trade: AnyTrade; readonly links: TradeLinks }) {
  const found = links.ofTrade(trade);
  return (
    <div className="flex flex-col gap-3 text-[13px]">
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5">
        <Fact label="Time">
          <Time ms={trade.atMs} withDate />
        </Fact>
        <Fact label="Size (USDT)">
          <Num value={trade.sizeQuote} kind="money" />
        </Fact>
        <Fact label="Quantity (derived)">
          <Num value={trade.sizeBase} kind="quantity" />
        </Fact>
        <Fact label="Price (USDT)">
          <Num value={trade.price} kind="quantity" />
        </Fact>
        <Fact label="PnL, as reported">
          <Num value={trade.pnl} kind="signed" unit="USDT" />
        </Fact>
        <Fact label="Fees">
          <Num value={trade.fees} kind="money" unit="USDT" />
        </Fact>
        <Fact label="Journal reference">{trade.journalRef ?? '—'}</Fact>
      </dl>
      <section aria-label="Its journal entry" className="border-line border-t pt-2">
        {found ? (
          <>
            <p className="flex flex-wrap items-center gap-1.5 text-[12px]">
              <Time ms={found.entry.atMs} withDate />
              <Badge tone={found.link.how === 'exact' ? 'good' : 'warn'}>
                {linkWords(found.link)}
              </Badge>
              {found.entry.id === null ? null : (
                <span className="text-faint">{found.entry.id}</span>
              )}
            </p>
            <p className="text-ink mt-1 break-words whitespace-pre-wrap">{found.entry.body}</p>
          </>
        ) : (
          <p className="text-muted">
            No journal entry with this reference, and none of this pair within two seconds.
          </p>
        )}
      </section>
    </div>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="tabular">{children}</dd>
    </>
  );
}
