import { DropdownMenu } from 'radix-ui';
import type { MenuItem } from './menu-item';
import { popupOf, type PopupProps } from './use-popup';

interface MenuListProps extends PopupProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly align: 'start' | 'end';
}

/** What a menu's button opens, placed at the nearest positioned element around it: there is the button. */
export function MenuList({ label, items, align, ...popup }: MenuListProps) {
  return (
    <DropdownMenu.Root modal={false} open={popup.open} onOpenChange={popup.onOpenChange}>
      <DropdownMenu.Trigger asChild>
        <span aria-hidden="true" className="pointer-events-none absolute inset-0" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          {...popupOf(popup)}
          align={align}
          sideOffset={3}
          collisionPadding={8}
          aria-label={label}
          aria-labelledby={undefined}
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
