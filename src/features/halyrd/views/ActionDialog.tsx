import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { ConfirmDialog } from '~/ui/ConfirmDialog';
import { endpointOf, type ActionKind } from '../endpoints';
import { ACTION_WORDS } from './action-words';
import type { ViewProps } from './view-props';

interface Props extends ViewProps {
  readonly kind: ActionKind;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly confirmLabel: string;
  readonly blocked: string | null;
  readonly onConfirm: () => void;
  /** What exactly is sent, where the action takes values. */
  readonly children?: ReactNode;
}

/** Asks before an action, with its consequences for this agent and the words that must be typed. */
export function ActionDialog(props: Props) {
  const { connection, kind, open, onClose, confirmLabel, blocked, onConfirm, children } = props;
  const { title, typed } = ACTION_WORDS[kind];
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      title={title}
      confirmLabel={confirmLabel}
      tone="danger"
      typed={typed}
      blockedReason={blocked}
      onConfirm={onConfirm}
    >
      {open ? <Consequences connection={connection} kind={kind} /> : null}
      {children}
    </ConfirmDialog>
  );
}

function Consequences({ connection, kind }: Pick<Props, 'connection' | 'kind'>) {
  const state = useStore(connection.store);
  const { options, restUrl, via } = connection.target;
  const endpoint = endpointOf(kind, state.operations?.value ?? null, options);
  const isLive = useStore(connection.status, ({ state: { status } }) => status === 'live');
  return (
    <div className="space-y-2">
      <p>
        <strong>{state.agent?.name ?? connection.label}</strong> at {connection.label}
        {via === 'demo' ? ' (DEMO: invented data, no real money)' : ''}
      </p>
      <ul className="list-disc space-y-1 pl-5">
        {ACTION_WORDS[kind].consequences(state).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
        {isLive ? null : (
          <li>
            The stream is not connected: all this is as it was heard last, and may have changed.
          </li>
        )}
      </ul>
      {endpoint ? (
        <p className="text-muted text-[12px] break-all">
          Sends one {endpoint.method} {restUrl}
          {endpoint.path}
          {endpoint.origin === 'assumed' ? ' (an assumed path)' : ''}. It is never sent again by
          itself.
        </p>
      ) : null}
    </div>
  );
}
