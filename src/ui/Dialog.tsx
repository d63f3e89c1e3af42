import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from './Button';
import { useFocusBack } from './use-focus-back';

const SIZES = {
  small: 'w-[min(26rem,calc(100vw-1.5rem))]',
  normal: 'w-[min(36rem,calc(100vw-1.5rem))]',
  large: 'w-[min(64rem,calc(100vw-1.5rem))]',
};

export interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons, right-aligned. */
  readonly footer?: ReactNode;
  readonly size?: keyof typeof SIZES | undefined;
  /** A press beside it does not close it: what is typed in it would be lost. */
  readonly staysOpen?: boolean | undefined;
}

/** A modal window: focus is kept inside and given back, Escape closes. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  size = 'normal',
  staysOpen = false,
}: DialogProps) {
  const focusBack = useFocusBack();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={OVERLAY} />
        <Radix.Content
          className={`${WINDOW} ${SIZES[size]}`}
          {...focusBack}
          onInteractOutside={(event) => {
            if (staysOpen) event.preventDefault();
          }}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <header className="border-line flex items-center justify-between gap-3 border-b py-1.5 pr-1.5 pl-4">
            <Radix.Title className="text-[14px] font-semibold">{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton label="Close">✕</IconButton>
            </Radix.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-auto px-4 py-3">
            {description ? (
              <Radix.Description asChild>
                <div className="text-muted mb-3 text-[12px]">{description}</div>
              </Radix.Description>
            ) : null}
            {children}
          </div>
          {footer ? (
            <footer className="border-line flex justify-end gap-2 border-t px-4 py-2.5">
              {footer}
            </footer>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Shared with ConfirmDialog. */
export const OVERLAY = 'fixed inset-0 z-40 bg-black/60';
export const WINDOW =
  'fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-1.5rem)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-[4px] border border-line-strong/70 bg-raised text-ink focus:outline-none';
