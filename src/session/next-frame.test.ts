import { describe, expect, it } from 'vitest';
import { createNextFrame, type FrameHost } from './next-frame';

function fakeHost() {
  const frames = new Map<number, () => void>();
  const timers = new Map<number, () => void>();
  let handle = 0;
  let hidden = false;
  let onChange: () => void = () => undefined;
  const host: FrameHost = {
    requestAnimationFrame: (run) => (frames.set((handle += 1), run), handle),
    cancelAnimationFrame: (id) => void frames.delete(id),
    setTimeout: (run) => (timers.set((handle += 1), run), handle),
    clearTimeout: (id) => void timers.delete(id),
    isHidden: () => hidden,
    onVisibilityChange: (run) => (onChange = run),
  };
  const fire = (from: Map<number, () => void>) => {
    const due = [...from.values()];
    from.clear();
    due.forEach((run) => run());
  };
  return {
    host,
    paint: () => fire(frames),
    ring: () => fire(timers),
    hide(now: boolean) {
      hidden = now;
      onChange();
    },
  };
}

describe('the next frame', () => {
  it('is the next animation frame while the tab is visible', () => {
    const { host, paint } = fakeHost();
    let ran = 0;
    createNextFrame(host)(() => (ran += 1));
    paint();
    paint();
    expect(ran).toBe(1);
  });

  it('[SE17] is a timer while the tab is hidden', () => {
    const { host, ring, hide } = fakeHost();
    const next = createNextFrame(host);
    hide(true);
    let ran = 0;
    next(() => (ran += 1));
    ring();
    expect(ran).toBe(1);
  });

  it('[SE17] moves waiting work to a timer when the tab becomes hidden, and runs it once', () => {
    const { host, paint, ring, hide } = fakeHost();
    let ran = 0;
    createNextFrame(host)(() => (ran += 1));
    hide(true);
    paint();
    expect(ran).toBe(0);
    ring();
    expect(ran).toBe(1);
  });

  it('can be called off', () => {
    const { host, paint } = fakeHost();
    let ran = 0;
    const undo = createNextFrame(host)(() => (ran += 1));
    undo();
    paint();
    expect(ran).toBe(0);
  });
});
