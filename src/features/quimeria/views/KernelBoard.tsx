import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { formatDuration } from '~/lib/format';
import { Age } from '~/ui/Age';
import { Badge } from '~/ui/Badge';
import { Num } from '~/ui/Num';
import { Time } from '~/ui/Time';
import { selectCurrent, selectStep } from '../select';
import { zeroIsNone } from '../step';
import type { Step } from '../step-schema';
import { FeedLine } from './FeedLine';
import { KernelLamps } from './KernelLamps';
import { NoBarYet } from './NoBarYet';
import type { ViewProps } from './view-props';

/** The card of one kernel: may it trade, is it armed, what would it do, and how old is that. */
export function KernelBoard({ connection }: ViewProps) {
  const step = useStore(connection.store, selectStep);
  return (
    <div className="flex flex-col gap-2 p-2.5 text-[13px]">
      {step ? (
        <>
          <KernelLamps step={step} />
          <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5">
            <Figures connection={connection} step={step} />
          </dl>
        </>
      ) : (
        <NoBarYet connection={connection} />
      )}
      {connection.target.options.mode === 'replay' ? (
        <p className="text-muted text-[12px]">
          <Badge tone="warn">REPLAY</Badge> bars of the past, nothing of this is live
        </p>
      ) : (
        <FeedLine connection={connection} />
      )}
      <Remarks connection={connection} />
    </div>
  );
}

function Figures({ connection, step }: ViewProps & { readonly step: Step }) {
  const series = useStore(connection.store, selectCurrent);
  const newest = useStore(connection.store, (state) => state.newest);
  const sinceSec = series?.outline.phase?.fromSec;
  return (
    <>
      <Row label="Market cycle">
        {step.amd?.state || 'not told'}
        {sinceSec === undefined ? null : (
          <span className="text-faint">
            {' '}
            for {formatDuration((step.bar.time - sinceSec) * 1000)}
          </span>
        )}
      </Row>
      <Row label="Regime">{step.fusion?.regime || 'not told'}</Row>
      <Row label="Fused signal p">
        {known(step.fusion?.p_fused, (p) => (
          <Num value={p} kind="signed" />
        ))}
      </Row>
      <Row label="Confidence">
        {known(step.fusion?.confidence, (confidence) => (
          <Num value={confidence} kind="fraction" decimals={0} />
        ))}
      </Row>
      <Row label={`Close ${series?.symbol ?? ''}`}>
        <Num value={step.bar.close} kind="quantity" />
      </Row>
      <Row label="Last bar received">
        {newest ? <Age sinceMs={newest.receivedAtMs} /> : 'from the server’s log'}
      </Row>
      <Row label="Its candle opened">
        <Time ms={step.bar.time * 1000} />
      </Row>
      <Row label="Stop, target">
        <Num value={zeroIsNone(step.execution?.stop_loss_price)} kind="quantity" />,{' '}
        <Num value={zeroIsNone(step.execution?.take_profit_price)} kind="quantity" />
      </Row>
      {series && series.outline.missing > 0 ? (
        <Row label="Missing on the chart">{series.outline.missing} bars</Row>
      ) : null}
    </>
  );
}

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="tabular text-right">{children}</dd>
    </>
  );
}

/** What the server could not compute is n/a. */
function known(value: number | null | undefined, render: (value: number) => ReactNode): ReactNode {
  return value === null || value === undefined ? 'n/a' : render(value);
}

/** What the server complained about last, and the last oddity of the feed. */
function Remarks({ connection }: ViewProps) {
  const error = useStore(connection.store, (state) => state.lastError);
  const note = useStore(connection.store, (state) => state.notes.at(-1) ?? null);
  const restart = useStore(
    connection.store,
    (state) => selectCurrent(state)?.outline.lastRestart ?? null,
  );
  return (
    <>
      {error ? (
        <p className="text-warning text-[12px]">
          <Badge tone="warn">server error</Badge> {error.words} <Age sinceMs={error.receivedAtMs} />
        </p>
      ) : null}
      {note ? (
        <p className="text-warning text-[12px]">
          <Badge tone="warn">feed changed</Badge> {note.words} <Age sinceMs={note.receivedAtMs} />
        </p>
      ) : null}
      {restart ? (
        <p className="text-muted text-[12px]">
          <Badge tone="info">new session</Badge> {restart.words}{' '}
          <Time ms={restart.timeSec * 1000} />
        </p>
      ) : null}
    </>
  );
}
