import type { ReactNode } from 'react';
import { assertNever } from '~/lib/assert-never';
import { formatQuantity } from '~/lib/format';
import { linkWords, type Linked } from '~/timeline/correlation';
import { Badge } from '~/ui/Badge';
import type { Aftermath } from '../aftermath';
import type { Veto } from '../veto-links';
import type { Afterwards as Told } from './afterwards-of';

/** What came of a decision, each with how that is known. */
export function Afterwards({ told, windowMs }: { readonly told: Told; readonly windowMs: number }) {
  const { action, veto } = told;
  return (
    <ul aria-label="Afterwards" className="text-muted flex flex-col gap-0.5 text-[12px]">
      {veto ? <VetoLine veto={veto} /> : null}
      {told.kinds.includes(action.kind) ? <ActionLine action={action} windowMs={windowMs} /> : null}
    </ul>
  );
}

function ActionLine({
  action,
  windowMs,
}: {
  readonly action: Aftermath;
  readonly windowMs: number;
}) {
  const minutes = windowMs / 60_000;
  switch (action.kind) {
    case 'trade': {
      const { tradeId, side, sizeBase, price } = action.trade;
      const size = formatQuantity(sizeBase, 0);
      return (
        <Line
          tag="trade"
          tone="good"
          evidence={`${action.certainty ?? 'inferred'}: ${action.evidence}`}
        >
          Trade {tradeId}, {side ?? 'trade'} {size} at {formatQuantity(price)}
        </Line>
      );
    }
    case 'position':
      return (
        <Line tag="position" tone="info" evidence={`inferred: ${action.evidence}`}>
          Position in {action.position.symbol} closed
        </Line>
      );
    case 'none-expected':
      return <li>Afterwards: nothing was to be done.</li>;
    case 'none-observed':
      return <li>Afterwards: no action observed within {minutes} min.</li>;
    case 'pending':
      return <li>Afterwards: nothing yet; {minutes} min have not passed.</li>;
    default:
      return assertNever(action);
  }
}

function VetoLine({ veto }: { readonly veto: Linked<Veto> }) {
  const { entry } = veto.item;
  return (
    <Line tag={entry.kind} tone="warn" evidence={linkWords(veto.link)}>
      {entry.title} <span className="text-faint">told by {entry.featureId}</span>
    </Line>
  );
}

interface LineProps {
  readonly tag: string;
  readonly tone: 'good' | 'info' | 'warn';
  /** How it is known: "exact: …" or "inferred: …". */
  readonly evidence: string;
  readonly children: ReactNode;
}

function Line({ tag, tone, evidence, children }: LineProps) {
  return (
    <li className="leading-5">
      <Badge tone={tone}>{tag}</Badge> <span className="text-ink wrap-anywhere">{children}</span>{' '}
      <span className="text-faint">({evidence})</span>
    </li>
  );
}
