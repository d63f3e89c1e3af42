import { useRef } from 'react';

/** For the content of a window. */
export interface FocusBack {
  onOpenAutoFocus(): void;
  onCloseAutoFocus(event: Event): void;
}

/** What had the focus on the page itself before the windows of now. */
let onPage: HTMLElement | null = null;

/**
 * Gives the focus back to where it was when a window opened, unless it has gone elsewhere meanwhile. Radix does so only for
 * a window with a trigger of its own; ours are opened by any button, key or command, which may be gone when they close.
 */
export function useFocusBack(): FocusBack {
  const opener = useRef<HTMLElement | null>(null);
  return {
    onOpenAutoFocus() {
      // Nothing has it where one window has just made room for this one.
      opener.current = focused() ?? onPage;
      if (!opener.current?.closest('[role=dialog], [role=alertdialog]')) onPage = opener.current;
    },
    onCloseAutoFocus(event) {
      event.preventDefault();
      if (focused() !== null) return;
      const wanted = opener.current?.isConnected ? opener.current : onPage;
      wanted?.focus();
      // A button that was disabled meanwhile takes none; what it stands in may.
      if (focused() === null) wanted?.closest<HTMLElement>('[tabindex="0"]')?.focus();
    },
  };
}

function focused(): HTMLElement | null {
  const { activeElement, body } = document;
  return activeElement instanceof HTMLElement && activeElement !== body ? activeElement : null;
}
