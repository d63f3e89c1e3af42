// @vitest-environment jsdom
import { act, cleanup, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { ServicesContext, type Services } from '~/app/services';
import { createViewPace } from '~/app/view-store';
import { FakeClock } from '~/lib/fake-clock';
import { createTimeline } from '~/timeline/timeline';
import { entryOf } from '~/ui/feed-fixture';
import { usePinned } from './use-attention';

afterEach(() => {
  cleanup();
  localStorage.clear();
});

it('[F25] a burst of urgent entries is drawn at the pace of views, not once for each', () => {
  const clock = new FakeClock();
  const timeline = createTimeline();
  const connections = [{ id: 'c1' }];
  const services = {
    timeline,
    desk: { store: createStore(() => ({ connections })) },
    viewOf: createViewPace(clock, () => false),
  } as unknown as Services;
  const wrapper = ({ children }: { children: ReactNode }) => (
    <ServicesContext value={services}>{children}</ServicesContext>
  );
  const drawn: number[] = [];
  renderHook(
    () => {
      drawn.push(usePinned().length);
    },
    { wrapper },
  );
  for (let count = 1; count <= 50; count += 1) {
    act(
      () =>
        void timeline.add([
          entryOf({ key: `k${count}`, id: `c1/k${count}`, severity: 'critical' }),
        ]),
    );
  }
  expect(drawn.length).toBeLessThan(5);
  act(() => clock.advance(1_000));
  expect(drawn.at(-1)).toBe(50);
});
