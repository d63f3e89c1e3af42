// @vitest-environment jsdom
import { act, renderHook } from '@testing-library/react';
import type { PointerEvent } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { upToDate, useFollowing } from './use-following';

const pointer = { button: 0, pointerType: 'mouse' } as PointerEvent;
const keyOf = (item: string) => item;
const start = (items: readonly string[]) =>
  renderHook((props: readonly string[]) => useFollowing(props, keyOf), { initialProps: items });

describe('useFollowing', () => {
  it('[F8] shows the newest while it follows', () => {
    const { result, rerender } = start(['a']);
    rerender(['a', 'b']);
    expect(result.current).toMatchObject({ rows: ['a', 'b'], following: true, waiting: 0 });
  });

  it('[F8] keeps what is read and counts what waits', () => {
    const { result, rerender } = start(['a', 'b']);
    act(() => result.current.leave());
    rerender(['a', 'b', 'c', 'd']);
    expect(result.current).toMatchObject({ rows: ['a', 'b'], following: false, waiting: 2 });
  });

  it('[F8] keeps what is read although the list itself is changed in place and drops it', () => {
    const items = ['a', 'b'];
    const { result, rerender } = start(items);
    act(() => result.current.leave());
    items.push('c');
    items.shift();
    rerender(items);
    expect(result.current).toMatchObject({ rows: ['a', 'b'], waiting: 1 });
  });

  it('[F8] takes in what waits above what is read', () => {
    const { result, rerender } = start(['a']);
    act(() => result.current.leave());
    rerender(['a', 'b']);
    act(() => result.current.takeIn());
    expect(result.current).toMatchObject({ rows: ['a', 'b'], following: false, waiting: 0 });
  });

  it('[F8] counts everything as new when nothing of what is read is left', () => {
    const { result, rerender } = start(['a']);
    act(() => result.current.leave());
    rerender(['x', 'y']);
    expect(result.current.waiting).toBe(2);
  });

  it('[F8] returns to the newest', () => {
    const { result, rerender } = start(['a']);
    act(() => result.current.leave());
    rerender(['a', 'b']);
    act(() => result.current.follow());
    expect(result.current).toMatchObject({ rows: ['a', 'b'], following: true });
  });
});

describe('upToDate', () => {
  it('[F11] keeps the places of rows that stand still, and says of each what is so by now', () => {
    const order = (id: string, status: string) => ({ id, status });
    const frozen = [order('1', 'unknown'), order('2', 'sent')];
    const now = [order('3', 'sent'), order('1', 'filled')];
    expect(upToDate(frozen, now, ({ id }) => id)).toEqual([
      order('1', 'filled'),
      order('2', 'sent'),
    ]);
  });

  it('[F8] shows nothing new between a press and its click, wherever it is scrolled meanwhile', () => {
    vi.useFakeTimers();
    const { result, rerender } = start(['a', 'b']);
    act(() => result.current.pointer.onPointerDown(pointer));
    rerender(['a', 'b', 'c']);
    act(() => result.current.scrolled(100));
    act(() => result.current.scrolled(0));
    expect(result.current).toMatchObject({ rows: ['a', 'b'], following: false, waiting: 0 });
    window.dispatchEvent(new Event('pointerup'));
    act(() => void vi.runAllTimers());
    expect(result.current).toMatchObject({ rows: ['a', 'b', 'c'], following: true });
    vi.useRealTimers();
  });

  it('[F8] a pointer that moves over a list that was scrolled to its newest stops it, as drawn', () => {
    const items = ['a', 'b'];
    const { result } = start(items);
    items.push('not drawn yet');
    act(() => result.current.pointer.onPointerMove());
    expect(result.current).toMatchObject({ rows: ['a', 'b'], following: false, waiting: 1 });
  });

  it('[F8] takes nothing in twice when the newest that is read has gone', () => {
    const { result, rerender } = start(['a', 'b', 'c']);
    act(() => result.current.leave());
    rerender(['a', 'b', 'd']);
    act(() => result.current.takeIn());
    expect(result.current.rows).toEqual(['a', 'b', 'c', 'd']);
  });
});
