// @vitest-environment jsdom
import { act, renderHook } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { upToDate, useFollowing } from './use-following';

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
});
