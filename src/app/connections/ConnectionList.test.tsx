// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { createStore } from 'zustand/vanilla';
import { afterEach, expect, it } from 'vitest';
import type { AnyFeature } from '~/feature';
import { newSetting } from '~/app/first-visit';
import { ServicesContext, type Services } from '~/app/services';
import { toy } from '~/app/testing/toy-desk';
import { ConnectionList } from './ConnectionList';

afterEach(cleanup);

const ORDER = 'buy 0.5 BTC for Alpha, sent 2 May, 08:59:00 UTC: Outcome unknown';

it('[F3] [RF-62] a connection is not removed without a word of the orders that nobody knows the outcome of', () => {
  const removed: string[] = [];
  const feature: AnyFeature = {
    ...toy,
    keeps: { unsettled: (id) => (id === 'a' ? [ORDER] : []), forget: () => undefined },
  };
  const settings = [newSetting(feature, 'a', 'direct'), newSetting(feature, 'b', 'direct')];
  const services = {
    features: [feature],
    demoServed: false,
    desk: {
      store: createStore(() => ({ settings, connections: [], notices: [] })),
      remove: (id: string) => removed.push(id),
    },
  } as unknown as Services;
  render(
    <ServicesContext value={services}>
      <ConnectionList />
    </ServicesContext>,
  );
  const [first, second] = screen.getAllByLabelText(/^Remove/);
  fireEvent.click(second!);
  expect(screen.queryByText(ORDER)).toBeNull();
  fireEvent.click(screen.getByText('Cancel'));
  fireEvent.click(first!);
  expect(screen.getByRole('alert').textContent).toContain(ORDER);
  fireEvent.click(screen.getAllByText('Remove').at(-1)!);
  expect(removed).toEqual(['a']);
});
