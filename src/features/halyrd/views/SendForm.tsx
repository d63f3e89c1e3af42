import { useState, type ReactNode } from 'react';
import { Button } from '~/ui/Button';
import { sendAct, type Act } from '../commands';
import { ActionDialog } from './ActionDialog';
import { useBlockedReason } from './ActionRow';
import type { ViewProps } from './view-props';

interface Props extends ViewProps {
  /** What is sent after a yes. */
  readonly act: Act;
  readonly label: string;
  readonly confirmLabel: string;
  /** What is wrong with what was typed; null: it can be sent. */
  readonly problem: string | null;
  readonly onSent: () => void;
  /** What exactly is sent, in words. */
  readonly children: ReactNode;
}

/** The button below a form: says why it cannot be pressed, and asks before it sends. */
export function SendForm(props: Props) {
  const { connection, act, label, confirmLabel, problem, onSent, children } = props;
  const [asking, setAsking] = useState(false);
  const blocked = useBlockedReason(connection, act.kind) ?? problem;
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          size="small"
          tone="danger"
          disabled={blocked !== null}
          onClick={() => setAsking(true)}
        >
          {label}
        </Button>
        <span className="text-muted text-[12px]">{blocked}</span>
      </div>
      <ActionDialog
        connection={connection}
        kind={act.kind}
        open={asking}
        onClose={() => setAsking(false)}
        confirmLabel={confirmLabel}
        blocked={blocked}
        onConfirm={() => {
          void sendAct(connection, act);
          onSent();
        }}
      >
        <p className="text-muted pt-2 text-[12px]">{children}</p>
      </ActionDialog>
    </>
  );
}
