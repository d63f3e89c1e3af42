// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { createRef } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { VirtualRows } from './VirtualRows';

class NoResize {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it.each(['none', 'list'] as const)(
  '[F8] a row takes clicks while the list is scrolled, semantics %s',
  (semantics) => {
    vi.stubGlobal('ResizeObserver', NoResize);
    const scrollRef = createRef<HTMLDivElement>();
    render(
      <div ref={scrollRef}>
        <VirtualRows
          count={3}
          scrollRef={scrollRef}
          semantics={semantics}
          keepMounted={[1]}
          renderRow={(index) => <span key={index}>row {index}</span>}
        />
      </div>,
    );
    expect(screen.getByText('row 1').parentElement?.style.pointerEvents).toBe('auto');
  },
);
