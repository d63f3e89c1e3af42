// @vitest-environment jsdom
import { afterEach, expect, it, vi } from 'vitest';
import { readPalette } from './chart-palette';

afterEach(() => vi.restoreAllMocks());

it('[F21] reads colours with no transition on the way, whatever the page’s style says: one begun hides what follows it', () => {
  const read: string[] = [];
  const original = window.getComputedStyle.bind(window);
  vi.spyOn(window, 'getComputedStyle').mockImplementation((element) => {
    if (element instanceof HTMLSpanElement) {
      const { style } = element;
      read.push(
        `${style.getPropertyValue('transition')} ${style.getPropertyPriority('transition')}`,
      );
    }
    return original(element);
  });
  readPalette(document.body);
  expect(read.length).toBeGreaterThan(20);
  expect(new Set(read)).toEqual(new Set(['none important']));
});
