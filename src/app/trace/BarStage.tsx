import type { ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { useStore } from 'zustand';
import { linkWords, type Happening } from '~/timeline/correlation';
import { Badge } from '~/ui/Badge';
import { Button } from '~/ui/Button';
import type { BarSeries } from '~/ui/chart-types';
import { Time } from '~/ui/Time';
import { goToTime } from '~/ui/time-cursor';
import { chooseBars } from '../dashboard/bars-choice';
import type { LiveConnection } from '../connection';
import { barLinks, type BarLink } from './bar-links';

interface BarStageProps {
  readonly happening: Happening;
  /** A connection that may have bars. */
  readonly connection: LiveConnection;
  /** The candlestick view has been pointed at a bar: let it be seen. */
  onShown(): void;
}

const NONE: readonly BarSeries[] = [];

/** The candles of one connection within which something happened, with the evidence; a click centres the chart there. */
export function BarStage({ happening, connection, onShown }: BarStageProps) {
  const series = useStore(
    connection.view.store,
    (state) => connection.feature.bars?.(state) ?? NONE,
  );
  const links = barLinks(happening, series);
  if (links.length > 0) {
    return links.map((link) => (
      <Found key={link.seriesId} link={link} connection={connection} onShown={onShown} />
    ));
  }
  const symbols = [...new Set(series.map(({ symbol }) => symbol))].join(', ');
  return (
    <Row title={connection.label} verdict="not found">
      <Note>
        {symbols === ''
          ? `${connection.label} has no bars yet.`
          : `What was written of the refusal names no instrument of ${connection.label} (${symbols}).`}
      </Note>
    </Row>
  );
}

function Found({
  link,
  connection,
  onShown,
}: Omit<BarStageProps, 'happening'> & { link: BarLink }) {
  const { symbol, found, seriesId } = link;
  const title = `${symbol}, ${connection.label}`;
  if (found.kind === 'none') {
    return (
      <Row title={title} verdict="not found">
        <Note>{found.why}</Note>
      </Row>
    );
  }
  return (
    <Row title={title} verdict="found">
      <div className="flex flex-wrap items-center gap-1.5 text-[12px]">
        <Time ms={found.timeSec * 1000} withDate />
        <Badge tone="warn">{linkWords(found.link)}</Badge>
        <Button
          size="small"
          onClick={() => {
            chooseBars(connection.id, seriesId);
            // Lets go first: the same time once more would move nothing.
            flushSync(() => goToTime(null));
            goToTime(found.timeSec);
            onShown();
          }}
        >
          Show candle
        </Button>
      </div>
      <Note>The bar during which it happened; no key joins the two wires.</Note>
    </Row>
  );
}

interface RowProps {
  readonly title: string;
  readonly verdict: 'found' | 'not found';
  readonly children: ReactNode;
}

function Row({ title, verdict, children }: RowProps) {
  return (
    <li
      aria-label={`Candle, ${title}: ${verdict}`}
      className="border-line grid grid-cols-[9rem_1fr] gap-x-3 border-b py-1.5 text-[13px]"
    >
      <div className="flex min-w-0 flex-col items-start gap-1">
        <span className="text-ink font-medium">Candle</span>
        <span className="text-faint max-w-full truncate text-[12px]">{title}</span>
        <Badge tone={verdict === 'found' ? 'info' : 'neutral'}>{verdict}</Badge>
      </div>
      <div className="flex min-w-0 flex-col gap-0.5">{children}</div>
    </li>
  );
}

function Note({ children }: { readonly children: ReactNode }) {
  return <p className="text-muted text-[12px]">{children}</p>;
}
