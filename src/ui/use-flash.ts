import { useEffect, useRef, type RefObject } from 'react';

const FLASH_MS = 600;
/** A value that changes more often than this moves by itself; lighting it up says nothing and costs every frame. */
const CALM_MS = 1_500;

/**
 * Lights an element up for a moment when its value changes after a calm while; not when it appears, and never with
 * reduced motion.
 */
export function useFlash<Element extends HTMLElement>(value: unknown): RefObject<Element | null> {
  const ref = useRef<Element>(null);
  const before = useRef(value);
  const changedAtMs = useRef(-Infinity);
  useEffect(() => {
    if (Object.is(before.current, value)) return;
    before.current = value;
    const calm = performance.now() - changedAtMs.current > CALM_MS;
    changedAtMs.current = performance.now();
    if (!calm) return;
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
