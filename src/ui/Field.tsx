import {
  createContext,
  use,
  useId,
  useMemo,
  useState,
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
} from 'react';

export interface FieldProps {
  readonly label: ReactNode;
  readonly description?: ReactNode;
  /** What is wrong, in words. */
  readonly error?: string | null | undefined;
  /** One of the inputs below; it takes its id and its description from here. */
  readonly children: ReactNode;
}

interface Wiring {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
}

const FieldContext = createContext<Wiring | null>(null);

/** A label, an input, a description and an error that belong together. */
export function Field({ label, description, error, children }: FieldProps) {
  const id = useId();
  const ids = [description ? `${id}-description` : '', error ? `${id}-error` : ''].filter(Boolean);
  const describedBy = ids.length > 0 ? ids.join(' ') : undefined;
  const invalid = Boolean(error);
  const wiring = useMemo(() => ({ id, describedBy, invalid }), [id, describedBy, invalid]);
  return (
    <FieldContext value={wiring}>
      <div className="flex flex-col gap-1">
        <label htmlFor={id} className="text-muted text-[12px] font-medium">
          {label}
        </label>
        {children}
        {description ? (
          <p id={`${id}-description`} className="text-faint text-[12px]">
            {description}
          </p>
        ) : null}
        {error ? (
          <p id={`${id}-error`} role="alert" className="text-bad text-[12px]">
            {error}
          </p>
        ) : null}
      </div>
    </FieldContext>
  );
}

/** What a control takes from the field around it; see `Switch.tsx` for one outside of this file. */
export function useWiring() {
  const field = use(FieldContext);
  return field
    ? {
        id: field.id,
        'aria-describedby': field.describedBy,
        'aria-invalid': field.invalid || undefined,
      }
    : {};
}

const BOX =
  'h-7 w-full min-w-0 rounded-[3px] border border-line-strong bg-sunken px-2 text-[13px] text-ink disabled:opacity-60 aria-invalid:border-bad';

type Native<Element> = Omit<Element, 'value' | 'onChange' | 'defaultValue'>;

export interface TextInputProps extends Native<InputHTMLAttributes<HTMLInputElement>> {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function TextInput({ value, onChange, className = '', ...rest }: TextInputProps) {
  return (
    <input
      type="text"
      {...useWiring()}
      {...rest}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={`${BOX} ${className}`}
    />
  );
}

export interface NumberInputProps extends Native<InputHTMLAttributes<HTMLInputElement>> {
  readonly value: number | null;
  /** Null: empty, or not a number. */
  readonly onChange: (value: number | null) => void;
}

/** Keeps what is being typed ("1.", "-") and reports numbers. A comma is read as a decimal point. */
export function NumberInput({ value, onChange, className = '', ...rest }: NumberInputProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const wiring = useWiring();
  const wrong = draft !== null && draft.trim() !== '' && numberOf(draft) === null;
  return (
    <input
      type="text"
      inputMode="decimal"
      autoComplete="off"
      {...wiring}
      {...rest}
      {...(wrong ? { 'aria-invalid': true } : {})}
      value={draft ?? (value === null ? '' : String(value))}
      onChange={(event) => {
        setDraft(event.target.value);
        onChange(numberOf(event.target.value));
      }}
      onBlur={(event) => {
        if (!wrong) setDraft(null);
        rest.onBlur?.(event);
      }}
      className={`tabular ${BOX} ${className}`}
    />
  );
}

/** The number that a person typed; null for anything else. */
export function numberOf(text: string): number | null {
  const plain = text.trim().replace(',', '.').replace('\u2212', '-');
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null;
}

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly disabled?: boolean | undefined;
}

export interface SelectProps<Value extends string> extends Native<
  SelectHTMLAttributes<HTMLSelectElement>
> {
  readonly value: Value;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
}

export function Select<Value extends string>({
  value,
  options,
  onChange,
  className = '',
  ...rest
}: SelectProps<Value>) {
  return (
    <select
      {...useWiring()}
      {...rest}
      value={value}
      onChange={(event) => {
        const chosen = options.find((option) => option.value === event.target.value);
        if (chosen) onChange(chosen.value);
      }}
      className={`${BOX} ${className}`}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value} disabled={option.disabled}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
