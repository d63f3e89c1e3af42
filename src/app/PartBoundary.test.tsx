// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useEffect } from 'react';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { AnyFeature, Connection } from '~/feature';
import { createClockWatch } from '~/timeline/clock-skew';
import { createGapLedger } from '~/timeline/gap-ledger';
import { preloadAll } from '~/ui/lazy-view';
import { App } from './App';
import { newSetting } from './first-visit';
import { PartBoundary } from './PartBoundary';
import { ServicesContext, type Services } from './services';
import { harness } from './testing/harness';
import { toy } from './testing/toy-desk';

beforeAll(async () => {
  await preloadAll();
  // A narrow screen; jsdom has none at all.
  vi.stubGlobal('matchMedia', () => new NoScreen());
  vi.stubGlobal('ResizeObserver', NoObserver);
});
// React tells the console of every failure that a boundary keeps.
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined));
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

class NoScreen extends EventTarget {
  readonly matches = false;
}

class NoObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

let isBroken = true;

function Broken() {
  if (isBroken) throw new Error('no <b>number</b> in there');
  return <p>well again</p>;
}

it('[F1] a panel that throws ends no session, and says which it is, why, and how to go on', () => {
  isBroken = true;
  const lives: string[] = [];
  const feature: AnyFeature = {
    ...toy,
    panels: [
      { id: 'bad', title: 'Bad card', area: 'board', component: Broken },
      { id: 'good', title: 'Good card', area: 'board', component: () => <p>all is well</p> },
    ],
    useSocket({ id }: Connection) {
      useEffect(() => {
        lives.push(`${id} begins`);
        return () => void lives.push(`${id} ends`);
      }, [id]);
    },
  };
  show(feature);
  expect(screen.getByText('✕ Bad card failed and is not shown.')).toBeDefined();
  expect(screen.getByText('no <b>number</b> in there')).toBeDefined();
  expect(screen.getByText('all is well')).toBeDefined();
  expect(screen.getByRole('navigation', { name: 'Connections' })).toBeDefined();
  expect(lives).toEqual(['test begins']);
  isBroken = false;
  fireEvent.click(screen.getByRole('button', { name: 'Try again: Bad card' }));
  expect(screen.getByText('well again')).toBeDefined();
  expect(lives).toEqual(['test begins']);
});

it('[F1] keeps sessions alive although the whole of what is shown fails', () => {
  const lives: string[] = [];
  const feature: AnyFeature = {
    ...toy,
    money() {
      throw new Error('no mode');
    },
    useSocket() {
      useEffect(() => () => void lives.push('ends'), []);
    },
  };
  show(feature);
  expect(screen.getByText('✕ Vigil failed and is not shown.')).toBeDefined();
  expect(lives).toEqual([]);
});

it('a window that fails can be sent away', () => {
  isBroken = true;
  const onClose = vi.fn();
  render(
    <PartBoundary part="The trace" onClose={onClose}>
      <Broken />
    </PartBoundary>,
  );
  isBroken = false;
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(onClose).toHaveBeenCalledOnce();
  expect(screen.queryByRole('alert')).toBeNull();
});

function show(feature: AnyFeature): void {
  const { connection, recorder, timeline } = harness(feature);
  const settings = [newSetting(feature, 'test', 'direct')];
  const services = {
    features: [feature],
    desk: {
      store: createStore(() => ({ settings, connections: [connection], notices: [] })),
    },
    recorder,
    timeline,
    gaps: createGapLedger(),
    clocks: createClockWatch(),
    worker: { updateWaits: createStore(() => false), isForeign: createStore(() => false) },
    remembers: createStore(() => true),
    viewOf: <State,>(store: State) => store,
    timelineView: timeline.store,
    demoServed: false,
  } as unknown as Services;
  render(
    <ServicesContext value={services}>
      <App />
    </ServicesContext>,
  );
}
