import { Switch as Radix } from 'radix-ui';
import { useWiring } from './Field';

export interface SwitchProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean | undefined;
  /** Name, where it stands outside a Field. */
  readonly label?: string | undefined;
}

/** On or off, at once. */
export function Switch({ checked, onChange, disabled = false, label }: SwitchProps) {
  return (
    <Radix.Root
      {...useWiring()}
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled}
      {...(label ? { 'aria-label': label } : {})}
      className="group border-line-strong bg-sunken data-[state=checked]:border-accent data-[state=checked]:bg-accent relative h-[18px] w-8 shrink-0 rounded-full border disabled:opacity-50"
    >
      <Radix.Thumb className="bg-muted data-[state=checked]:bg-accent-ink block size-3 translate-x-[2px] rounded-full data-[state=checked]:translate-x-4" />
    </Radix.Root>
  );
}
