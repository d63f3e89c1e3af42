import { AlertDialog } from 'radix-ui';
import { useRef, useState, type ReactNode } from 'react';
import { Button } from './Button';
import { OVERLAY, WINDOW } from './Dialog';
import { Field, TextInput } from './Field';
import { useFocusBack } from './use-focus-back';

export interface ConfirmDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  /** Account, environment, consequence: what is about to happen. */
  readonly children: ReactNode;
  /** A verb: "Place order". */
  readonly confirmLabel: string;
  readonly cancelLabel?: string | undefined;
  readonly tone?: 'primary' | 'danger' | undefined;
  /** A word that must be typed first. */
  readonly typed?: string | undefined;
  /** Shown instead of allowing it: why it cannot be confirmed now. */
  readonly blockedReason?: string | null | undefined;
  /** Called at most once for each opening, however often the button is pressed. */
  readonly onConfirm: () => void;
}

/** Asks before an act that cannot be undone. Focus starts on Cancel, so a held Enter changes nothing. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const focusBack = useFocusBack();
  return (
    <AlertDialog.Root open={props.open} onOpenChange={props.onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={OVERLAY} />
        <AlertDialog.Content
          className={`${WINDOW} w-[min(30rem,calc(100vw-1.5rem))]`}
          {...focusBack}
        >
          <Question {...props} />
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

/** Mounted anew for each opening, which is what makes "once" start afresh. */
function Question(props: ConfirmDialogProps) {
  const { title, children, confirmLabel, cancelLabel = 'Cancel', tone = 'primary' } = props;
  const { typed, blockedReason, onConfirm, onOpenChange } = props;
  const [word, setWord] = useState('');
  const confirmed = useRef(false);
  const allowed = !blockedReason && (typed === undefined || word.trim() === typed);

  function confirm() {
    if (confirmed.current || !allowed) return;
    confirmed.current = true;
    onConfirm();
    onOpenChange(false);
  }

  return (
    <>
      <header className="border-line border-b px-4 py-2.5">
        <AlertDialog.Title className="text-[14px] font-semibold">{title}</AlertDialog.Title>
      </header>
      <div className="min-h-0 flex-1 space-y-3 overflow-auto px-4 py-3">
        <AlertDialog.Description asChild>
          <div className="text-[13px]">{children}</div>
        </AlertDialog.Description>
        {typed === undefined ? null : (
          <Field label={`Type ${typed} to confirm`}>
            <TextInput value={word} onChange={setWord} autoComplete="off" spellCheck={false} />
          </Field>
        )}
        {blockedReason ? (
          <p role="alert" className="text-warning text-[12px]">
            {blockedReason}
          </p>
        ) : null}
      </div>
      <footer className="border-line flex justify-end gap-2 border-t px-4 py-2.5">
        <AlertDialog.Cancel asChild>
          <Button>{cancelLabel}</Button>
        </AlertDialog.Cancel>
        <Button tone={tone} disabled={!allowed} onClick={confirm}>
          {confirmLabel}
        </Button>
      </footer>
    </>
  );
}
