import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { FakeClock } from '~/lib/fake-clock';
import { createViewPace } from './view-store';

function setUp(isBehind = () => false) {
  const clock = new FakeClock();
  const store = createStore(() => ({ n: 0 }));
  const viewOf = createViewPace(clock, isBehind);
  const view = viewOf(store);
  const seen: number[] = [];
  const undo = view.subscribe(({ n }) => seen.push(n));
  return { clock, store, viewOf, view, seen, undo, set: (n: number) => store.setState({ n }) };
}

describe('what views see of a store', () => {
  it('is the first change after a pause at once', () => {
    const { seen, set, clock } = setUp();
    set(1);
    expect(seen).toEqual([1]);
    clock.advance(1_000);
    set(2);
    expect(seen).toEqual([1, 2]);
  });

  it('[F25] is at most ten changes a second, and always the last', () => {
    const { seen, set, clock } = setUp();
    for (let n = 1; n <= 1_000; n += 1) {
      set(n);
      clock.advance(1);
    }
    clock.advance(100);
    expect(seen.length).toBeLessThanOrEqual(11);
    expect(seen.at(-1)).toBe(1_000);
  });

  it('[F25] is at most two changes a second while data waits to be let in', () => {
    const { seen, set, clock } = setUp(() => true);
    for (let n = 1; n <= 1_000; n += 1) {
      set(n);
      clock.advance(1);
    }
    clock.advance(500);
    expect(seen.length).toBeLessThanOrEqual(3);
    expect(seen.at(-1)).toBe(1_000);
  });

  it('changes together for all stores that changed meanwhile', () => {
    const { clock, set, viewOf, seen } = setUp();
    const other = createStore(() => ({ m: 0 }));
    const times: number[] = [];
    viewOf(other).subscribe(() => times.push(clock.now()));
    set(1);
    set(2);
    other.setState({ m: 1 });
    expect(seen).toEqual([1]);
    clock.advance(100);
    expect([seen, times]).toEqual([[1, 2], [clock.now()]]);
  });

  it('stands still between changes, as React requires of a snapshot', () => {
    const { view, set } = setUp();
    set(1);
    set(2);
    expect(view.getState()).toBe(view.getState());
    expect(view.getState().n).toBe(1);
  });

  it('is the store itself while nobody watches, and the same view for the same store', () => {
    const { view, store, set, undo, viewOf } = setUp();
    undo();
    set(7);
    expect(view.getState()).toBe(store.getState());
    expect(viewOf(store)).toBe(view);
  });
});
