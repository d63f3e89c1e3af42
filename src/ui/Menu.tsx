import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button, type ButtonTone } from './Button';

export type MenuItem =
  | {
      readonly kind: 'action';
      readonly id: string;
      readonly label: string;
      /** Shortcut or state, at the right. */
      readonly hint?: string | undefined;
      readonly disabled?: boolean | undefined;
      onSelect(): void;
    }
  /** Stays open while ticking. */
  | {
      readonly kind: 'check';
      readonly id: string;
      readonly label: string;
      readonly hint?: string | undefined;
      readonly checked: boolean;
      readonly disabled?: boolean | undefined;
      onCheckedChange(checked: boolean): void;
    }
  | { readonly kind: 'heading'; readonly id: string; readonly label: string }
  | { readonly kind: 'separator'; readonly id: string };

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
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild disabled={disabled}>
        <Button tone={tone} size={size} {...(trigger ? { 'aria-label': label } : {})}>
          {trigger ?? label}
          <span aria-hidden="true" className="text-faint text-[9px]">
            ▼
          </span>
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={3}
          collisionPadding={8}
          aria-label={label}
          className="border-line-strong/70 bg-raised text-ink z-50 max-h-[min(28rem,var(--radix-dropdown-menu-content-available-height))] min-w-40 overflow-auto rounded-[4px] border py-1 text-[12px]"
        >
          {items.map((item) => (
            <Item key={item.id} item={item} />
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

const ROW =
  'flex min-h-[26px] cursor-default items-center gap-2 px-2.5 outline-none select-none data-[disabled]:text-faint data-[highlighted]:bg-selected';

function Item({ item }: { readonly item: MenuItem }) {
  switch (item.kind) {
    case 'heading':
      return (
        <DropdownMenu.Label className="text-faint px-2.5 pt-1.5 pb-0.5 text-[11px] font-medium">
          {item.label}
        </DropdownMenu.Label>
      );
    case 'separator':
      return <DropdownMenu.Separator className="bg-line my-1 h-px" />;
    case 'action':
      return (
        <DropdownMenu.Item
          className={ROW}
          disabled={item.disabled ?? false}
          onSelect={() => item.onSelect()}
        >
          <span className="flex-1">{item.label}</span>
          <Hint text={item.hint} />
        </DropdownMenu.Item>
      );
    case 'check':
      return (
        <DropdownMenu.CheckboxItem
          className={ROW}
          checked={item.checked}
          disabled={item.disabled ?? false}
          onCheckedChange={(checked) => item.onCheckedChange(checked)}
          onSelect={(event) => event.preventDefault()}
        >
          <span aria-hidden="true" className="text-accent w-3">
            {item.checked ? '✓' : ''}
          </span>
          <span className="flex-1">{item.label}</span>
          <Hint text={item.hint} />
        </DropdownMenu.CheckboxItem>
      );
  }
}

function Hint({ text }: { readonly text: string | undefined }) {
  return text ? <span className="tabular text-faint pl-4 text-[11px]">{text}</span> : null;
}
