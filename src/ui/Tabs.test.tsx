// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { Tabs } from './Tabs';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const WIDE_PX = 100;

it('[F18] the chosen tab is in sight where the row is wider than its place', () => {
  layOut(150);
  const { rerender } = render(<Three chosen="c" />);
  const row = screen.getByRole('tablist');
  expect(row.scrollLeft).toBe(150);
  rerender(<Three chosen="a" />);
  expect(row.scrollLeft).toBe(0);
  rerender(<Three chosen="b" />);
  expect(row.scrollLeft).toBe(50);
});

it('stands still where all tabs are in sight', () => {
  layOut(300);
  render(<Three chosen="c" />);
  expect(screen.getByRole('tablist').scrollLeft).toBe(0);
});

function Three({ chosen }: { readonly chosen: string }) {
  const tabs = ['a', 'b', 'c'].map((id) => ({ id, title: id, content: null }));
  return <Tabs label="Tables" tabs={tabs} value={chosen} />;
}

/** Tabs of equal width in a row of that width; jsdom lays nothing out. */
function layOut(rowPx: number): void {
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(WIDE_PX);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(rowPx);
  vi.spyOn(HTMLElement.prototype, 'offsetLeft', 'get').mockImplementation(function (
    this: HTMLElement,
  ) {
    const { parentElement } = this;
    return parentElement ? [...parentElement.children].indexOf(this) * WIDE_PX : 0;
  });
}
