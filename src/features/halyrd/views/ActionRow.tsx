import { useState } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { Button } from '~/ui/Button';
import { blockedReason } from '../availability';
import { commandsOf, isSending, sendAct } from '../commands';
import { endpointOf, type ActionKind } from '../endpoints';
import { ACTION_WORDS } from './action-words';
import { ActionDialog } from './ActionDialog';
import type { ViewProps } from './view-props';

interface Props extends ViewProps {
  readonly kind: Exclude<ActionKind, 'config' | 'watchlist'>;
}

const RED = new Set<ActionKind>(['force-promote', 'kill']);

/** One action: what it does, why it cannot be taken now, and its confirmation. */
export function ActionRow({ connection, kind }: Props) {
  const [step, setStep] = useState<'closed' | 'first' | 'second'>('closed');
  const reason = useBlockedReason(connection, kind);
  const { label, short } = ACTION_WORDS[kind];
  // Overruling the evaluation takes two confirmations (trap T20): the force, and real money.
  const needsSecond = kind === 'force-promote';
  return (
    <div className="border-line flex flex-wrap items-center gap-2 border-b pb-1.5">
      <Button
        tone={RED.has(kind) ? 'danger' : 'neutral'}
        size="small"
        className="w-36"
        disabled={reason !== null}
        onClick={() => setStep('first')}
      >
        {label}
      </Button>
      <span className="text-muted min-w-0 flex-1 text-[12px]">
        {short}
        {reason === null ? null : <strong className="text-ink font-medium"> {reason}</strong>}
      </span>
      <ActionDialog
        connection={connection}
        kind={kind}
        open={step === 'first'}
        onClose={() => setStep((now) => (now === 'first' ? 'closed' : now))}
        confirmLabel={needsSecond ? 'Go on' : label.replace('…', '')}
        blocked={reason}
        onConfirm={() => {
          if (needsSecond) setStep('second');
          else void sendAct(connection, { kind });
        }}
      />
      {needsSecond ? (
        <ActionDialog
          connection={connection}
          kind="promote"
          open={step === 'second'}
          onClose={() => setStep('closed')}
          confirmLabel="Promote by force"
          blocked={reason}
          onConfirm={() => void sendAct(connection, { kind })}
        />
      ) : null}
    </div>
  );
}

/** Why an action cannot be taken now: in flight, not offered, or forbidden by the agent's state. */
export function useBlockedReason(
  connection: ViewProps['connection'],
  kind: ActionKind,
): string | null {
  const facts = useStore(
    connection.store,
    useShallow(({ agent, phase, transitions }) => ({ agent, phase, transitions })),
  );
  const operations = useStore(connection.store, (state) => state.operations?.value ?? null);
  const sending = useStore(commandsOf(connection), (commands) => isSending(commands, kind));
  if (sending) return 'Sent; waiting for the answer.';
  if (endpointOf(kind, operations, connection.target.options) === null) {
    return 'This backend does not offer it (/openapi.json).';
  }
  return blockedReason(kind, facts);
}
