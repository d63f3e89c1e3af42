import { useEffect, useRef, type RefObject } from 'react';

const FLASH_MS = 600;

/** Lights an element up for a moment when its value changes; not when it appears, and never with reduced motion. */
export function useFlash<Element extends HTMLElement>(value: unknown): RefObject<Element | null> {
  const ref = useRef<Element>(null);
  const before = useRef(value);
  useEffect(() => {
    if (Object.is(before.current, value)) return;
    before.current = value;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (still) return;
    ref.current?.animate(
      [{ backgroundColor: 'var(--selected)' }, { backgroundColor: 'transparent' }],
      {
        duration: FLASH_MS,
        easing: 'ease-out',
      },
    );
  }, [value]);
  return ref;
}
