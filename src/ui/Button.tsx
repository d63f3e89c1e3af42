import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';

export type ButtonTone = 'primary' | 'neutral' | 'danger' | 'quiet';

const TONES: Record<ButtonTone, string> = {
  primary: 'border-accent bg-accent text-accent-ink hover:brightness-110',
  neutral: 'border-line-strong/70 bg-raised text-ink hover:bg-hover',
  danger: 'border-bad bg-bad/10 text-bad hover:bg-bad/20',
  quiet: 'border-transparent bg-transparent text-muted hover:bg-hover hover:text-ink',
};

const SHAPE =
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-[3px] border font-medium whitespace-nowrap select-none disabled:opacity-50 aria-disabled:opacity-50';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly tone?: ButtonTone | undefined;
  readonly size?: 'small' | 'normal' | undefined;
  readonly ref?: Ref<HTMLButtonElement> | undefined;
}

/** A button; never submits a form unless told to. */
export function Button({
  tone = 'neutral',
  size = 'normal',
  className = '',
  ...rest
}: ButtonProps) {
  const box = size === 'small' ? 'h-6 px-2 text-[12px]' : 'h-7 px-3 text-[13px]';
  return (
    <button type="button" {...rest} className={`${SHAPE} ${box} ${TONES[tone]} ${className}`} />
  );
}

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'aria-label'> {
  /** What it does; read out and shown on hover. */
  readonly label: string;
  readonly children: ReactNode;
}

/** A square button with a glyph. */
export function IconButton({
  label,
  tone = 'quiet',
  size = 'normal',
  className = '',
  children,
  ...rest
}: IconButtonProps) {
  const box = size === 'small' ? 'size-6 text-[12px]' : 'size-7 text-[14px]';
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      className={`${SHAPE} ${box} ${TONES[tone]} ${className}`}
    >
      <span aria-hidden="true" className="leading-none">
        {children}
      </span>
    </button>
  );
}
