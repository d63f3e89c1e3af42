import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from '~/ui/Button';
import { useFocusBack } from '~/ui/use-focus-back';

interface DemoSheetProps {
  readonly title: string;
  readonly description: string;
  readonly children: ReactNode;
  onClose(): void;
}

/**
 * A window at the edge that leaves the page usable: what is broken in here is watched out there. The focus goes in, Escape
 * closes, and the focus goes back to where it came from.
 */
export function DemoSheet({ title, description, children, onClose }: DemoSheetProps) {
  const focusBack = useFocusBack();
  return (
    <Dialog.Root open modal={false} onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Content
          onInteractOutside={(event) => event.preventDefault()}
          {...focusBack}
          className="border-line-strong/70 bg-raised text-ink fixed inset-x-0 bottom-0 z-30 flex h-[60dvh] flex-col border shadow-2xl focus:outline-none sm:top-24 sm:left-auto sm:h-auto sm:w-[27rem] lg:top-11"
        >
          <header className="border-line flex items-center justify-between gap-3 border-b py-1 pr-1.5 pl-4">
            <Dialog.Title className="text-[14px] font-semibold">{title}</Dialog.Title>
            <Dialog.Close asChild>
              <IconButton label="Close">✕</IconButton>
            </Dialog.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-auto px-4 py-3">
            <Dialog.Description className="text-muted mb-3 text-[12px]">
              {description}
            </Dialog.Description>
            {children}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
