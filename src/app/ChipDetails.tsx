import { useId } from 'react';
import { Popover } from 'radix-ui';
import { useStore } from 'zustand';
import { formatDuration, formatSize } from '~/lib/format';
import { Age } from '~/ui/Age';
import { Button } from '~/ui/Button';
import { useNow } from '~/ui/use-now';
import { popupOf, type PopupProps } from '~/ui/use-popup';
import type { ChipState } from './chip-state';
import type { EditRequest } from './connections/edit-request';
import type { LiveConnection } from './connection';
import { useServices } from './services';
import { useFallback, useLastKnown } from './use-chip';

interface ChipDetailsProps extends PopupProps {
  readonly connection: LiveConnection;
  readonly chip: ChipState;
  onEdit?(request: EditRequest): void;
}

/** All that is known of a connection's state, at its chip. */
export function ChipDetails({ connection, chip, onEdit, ...popup }: ChipDetailsProps) {
  const titleId = useId();
  return (
    <Popover.Root open={popup.open} onOpenChange={popup.onOpenChange}>
      <Popover.Anchor virtualRef={popup.button} />
      <Popover.Portal>
        <Popover.Content
          {...popupOf(popup)}
          aria-labelledby={titleId}
          align="start"
          sideOffset={6}
          collisionPadding={8}
          className="border-line-strong/70 bg-raised z-50 w-[min(22rem,calc(100vw-1rem))] rounded-[4px] border p-3 text-[12px]"
        >
          <Details connection={connection} chip={chip} titleId={titleId} />
          <Ways
            connection={connection}
            onEdit={
              onEdit &&
              ((purpose) => {
                // Who comes back from the form is where he came from.
                popup.button.current?.focus();
                popup.onOpenChange(false);
                onEdit({ connectionId: connection.id, purpose });
              })
            }
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Details({
  connection,
  chip,
  titleId,
}: {
  readonly connection: LiveConnection;
  readonly chip: ChipState;
  /** Id for the heading, which names the popover. */
  readonly titleId: string;
}) {
  const { recorder, remembers } = useServices();
  const fallback = useFallback(connection);
  const isRemembered = useStore(remembers);
  const known = useLastKnown(connection);
  const status = useStore(connection.status);
  // Counts move with every frame; once a second is enough to read them.
  useNow(1_000);
  const counts = recorder.counts(connection.id);
  const live = status.state.status === 'live' ? status.state.sinceMs : null;
  const nowMs = useNow(1_000);
  return (
    <div className="flex flex-col gap-2">
      <h3 id={titleId} className="text-[13px] font-semibold">
        {connection.label}
        <span className="text-faint font-normal"> · {connection.feature.title}</span>
      </h3>
      <p>{chip.detail}</p>
      {fallback ? <p>{fallback.words}</p> : null}
      {known ? <p className="text-warning">{known}.</p> : null}
      <dl className="text-muted grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5">
        <dt>Last frame</dt>
        <dd className="text-ink">
          <Age sinceMs={status.lastFrameAtMs} />
        </dd>
        {fallback ? (
          <>
            <dt>Last poll</dt>
            <dd className="text-ink">
              <Age sinceMs={fallback.asOfMs} />
            </dd>
          </>
        ) : null}
        <dt>Live for</dt>
        <dd className="text-ink tabular">{live === null ? '—' : formatDuration(nowMs - live)}</dd>
        <dt>Frames</dt>
        <dd className="text-ink tabular">
          {counts.total} ({formatSize(counts.chars)}), {counts.errors} bad, {counts.unknown} of
          unknown type
          {counts.repaired > 0 ? `, ${counts.repaired} repaired` : ''}
        </dd>
        <dt>Sockets opened</dt>
        <dd className="text-ink tabular">
          {status.dials}
          {status.lastCloseCode === null ? '' : `, last close ${status.lastCloseCode}`}
        </dd>
        <dt>Supervised by</dt>
        <dd className="text-ink">{status.supervisedBy ?? 'this tab'}</dd>
        {connection.feature.resume ? (
          <>
            <dt>Position</dt>
            <dd className="text-ink">
              {isRemembered
                ? 'remembered in this browser'
                : 'not remembered: the browser refuses to store it, and a reload starts anew'}
            </dd>
          </>
        ) : null}
        <dt>Address</dt>
        <dd className="text-ink wrap-anywhere">
          {connection.target.socketUrl} ({connection.target.via})
        </dd>
      </dl>
    </div>
  );
}

/** What can be done about it: dial again, find out what is wrong, and mend it. */
function Ways({
  connection,
  onEdit,
}: {
  readonly connection: LiveConnection;
  readonly onEdit: ((purpose: EditRequest['purpose']) => void) | undefined;
}) {
  const { status } = useStore(connection.status).state;
  const isRefused = status === 'refused';
  const isDown = isRefused || status === 'waiting';
  return (
    <div className="mt-2 flex flex-wrap gap-1.5">
      {isDown ? (
        <Button
          tone={isRefused ? 'neutral' : 'primary'}
          size="small"
          className="grow"
          onClick={() => connection.retryNow()}
        >
          Retry now
        </Button>
      ) : null}
      {isDown && onEdit ? (
        <Button size="small" className="grow" onClick={() => onEdit('test')}>
          Find out why
        </Button>
      ) : null}
      {onEdit ? (
        <Button
          tone={isRefused ? 'primary' : 'neutral'}
          size="small"
          className="grow"
          onClick={() => onEdit(isRefused ? 'key' : 'change')}
        >
          Edit connection…
        </Button>
      ) : null}
    </div>
  );
}
