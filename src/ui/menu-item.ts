/** A line of a menu. */
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
