import type { ReactNode } from 'react';
import { Button, type ButtonTone } from './Button';
import { lazyWindow } from './lazy-view';
import type { MenuItem } from './menu-item';
import { usePopup } from './use-popup';

const MenuList = lazyWindow(() => import('./MenuList'), 'MenuList');

export interface MenuProps {
  /** Name of the button when `trigger` is a glyph, and of the menu. */
  readonly label: string;
  /** Content of the button; default: the label. */
  readonly trigger?: ReactNode;
  readonly items: readonly MenuItem[];
  readonly tone?: ButtonTone | undefined;
  readonly size?: 'small' | 'normal' | undefined;
  readonly align?: 'start' | 'end' | undefined;
  readonly disabled?: boolean | undefined;
}

/** A button that opens a list of acts or ticks. */
export function Menu({
  label,
  trigger,
  items,
  tone = 'neutral',
  size = 'small',
  align = 'start',
  disabled = false,
}: MenuProps) {
  const { button, popup } = usePopup('menu');
  return (
    <span className="relative inline-flex shrink-0">
      <Button
        {...button}
        className="grow"
        tone={tone}
        size={size}
        disabled={disabled}
        {...(trigger ? { 'aria-label': label } : {})}
      >
        {trigger ?? label}
        <span aria-hidden="true" className="text-faint text-[9px]">
          ▼
        </span>
      </Button>
      {popup ? <MenuList {...popup} label={label} items={items} align={align} /> : null}
    </span>
  );
}
