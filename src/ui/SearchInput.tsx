export interface SearchInputProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label: string;
  readonly placeholder?: string | undefined;
  readonly className?: string | undefined;
}

/** A narrow input for a bar of controls. */
export function SearchInput(props: SearchInputProps) {
  const { value, onChange, label, placeholder = 'Filter', className = 'w-40' } = props;
  return (
    <input
      type="search"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      placeholder={placeholder}
      aria-label={label}
      spellCheck={false}
      className={`border-line-strong bg-sunken text-ink h-6 min-w-0 rounded-[3px] border px-2 text-[12px] ${className}`}
    />
  );
}
