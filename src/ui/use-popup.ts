import { useRef, useState, type KeyboardEvent, type Ref, type RefObject } from 'react';

/** What a button that opens something over the page has besides its looks. */
export interface PopupButton {
  readonly ref: Ref<HTMLButtonElement>;
  readonly 'aria-haspopup': 'menu' | 'dialog';
  readonly 'aria-expanded': boolean;
  onPointerEnter(): void;
  onFocus(): void;
  onClick(): void;
  onKeyDown(event: KeyboardEvent): void;
}

/** What the thing that is opened must know. */
export interface PopupProps {
  readonly open: boolean;
  onOpenChange(open: boolean): void;
  readonly button: RefObject<HTMLButtonElement | null>;
}

/**
 * A button of our own and what it opens apart from it, so that the page needs nothing of the latter before somebody is
 * about to open it. `popup` is null until then, and is rendered closed from then on.
 */
export function usePopup(kind: 'menu' | 'dialog'): {
  readonly button: PopupButton;
  readonly popup: PopupProps | null;
} {
  const ref = useRef<HTMLButtonElement>(null);
  const [isNear, setNear] = useState(false);
  const [open, setOpen] = useState(false);
  return {
    button: {
      ref,
      'aria-haspopup': kind,
      'aria-expanded': open,
      onPointerEnter: () => setNear(true),
      onFocus: () => setNear(true),
      onClick: () => {
        setNear(true);
        setOpen(!open);
      },
      onKeyDown(event) {
        if (kind !== 'menu' || event.key !== 'ArrowDown') return;
        event.preventDefault();
        setOpen(true);
      },
    },
    popup: isNear ? { open, onOpenChange: setOpen, button: ref } : null,
  };
}

interface OutsideEvent {
  readonly target: EventTarget | null;
  preventDefault(): void;
}

/** How what is opened deals with its button: that closes it by itself, and has the focus back unless it went elsewhere. */
export function popupOf({ button }: PopupProps): {
  onInteractOutside(event: OutsideEvent): void;
  onCloseAutoFocus(event: Event): void;
} {
  return {
    onInteractOutside(event) {
      if (button.current?.contains(event.target as Node)) event.preventDefault();
    },
    onCloseAutoFocus(event) {
      event.preventDefault();
      const { activeElement } = document;
      if (activeElement === null || activeElement === document.body) button.current?.focus();
    },
  };
}
