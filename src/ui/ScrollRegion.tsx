import type { ReactNode, Ref, UIEventHandler } from 'react';

export interface ScrollRegionProps {
  readonly label: string;
  readonly children: ReactNode;
  readonly className?: string | undefined;
  readonly ref?: Ref<HTMLElement> | undefined;
  readonly onScroll?: UIEventHandler | undefined;
  /** False where rows inside take the focus and the arrows. */
  readonly focusable?: boolean | undefined;
}

/** A region that scrolls, by keys too: without the focus it could not. */
export function ScrollRegion(props: ScrollRegionProps) {
  const { label, children, className = '', ref, onScroll, focusable = true } = props;
  return (
    <section
      {...(ref ? { ref } : {})}
      {...(focusable ? { tabIndex: 0 } : {})}
      aria-label={label}
      onScroll={onScroll}
      className={`overflow-auto [overflow-anchor:none] ${className}`}
    >
      {children}
    </section>
  );
}
