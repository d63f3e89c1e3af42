// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { createStore } from 'zustand/vanilla';
import { StrictMode } from 'react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { AnyFeature } from '~/feature';
import { newSetting } from '~/app/first-visit';
import { ServicesContext, type Services } from '~/app/services';
import { toy } from '~/app/testing/toy-desk';
import type { ConnectionSetting } from '~/app/settings';
import { ConnectionList } from './ConnectionList';
import type { EditRequest } from './edit-request';

class NoObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

beforeAll(() => void vi.stubGlobal('ResizeObserver', NoObserver));
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

it('[F11] a refused key is one press away from being entered anew, with the focus in its field', () => {
  const settings = [newSetting(toy, 'a', 'direct'), newSetting(toy, 'b', 'direct')];
  show(settings, { connectionId: 'b', purpose: 'key' });
  expect(document.activeElement).toBe(screen.getByLabelText('Token'));
});

it('[F11] what is wrong is found out at once where that is asked for', async () => {
  const scratch = vi.fn(() => ({ problem: 'cannot connect: no reason' }));
  show([newSetting(toy, 'a', 'direct')], { connectionId: 'a', purpose: 'test' }, { scratch });
  expect(await screen.findByText('✕ This setting cannot connect: no reason.')).toBeDefined();
  expect(scratch).toHaveBeenCalledOnce();
});

it('[F13] a connection that is added is the demo, and a direct one where that demo is there already', () => {
  show([], undefined, { demoServed: true });
  fireEvent.click(screen.getByText('Toy'));
  expect(screen.getByLabelText<HTMLSelectElement>('Reached').value).toBe('demo');
  cleanup();
  show([newSetting(toy, 'a', 'demo')], undefined, { demoServed: true });
  fireEvent.click(screen.getByText('Toy'));
  expect(screen.getByLabelText<HTMLSelectElement>('Reached').value).toBe('direct');
  expect(screen.getByLabelText<HTMLInputElement>('WebSocket address').value).toBe(
    toy.defaults.socketUrl,
  );
});

it('[F19] a form goes to the first field that it minds, and says what it is for', () => {
  show([]);
  fireEvent.click(screen.getByText('Toy'));
  expect(screen.getByRole('heading', { name: 'New connection to Toy' })).toBeDefined();
  const relay = enter('Reached', 'relay') && screen.getByLabelText('Relay');
  enter('Relay', ' ');
  fireEvent.click(screen.getByText('Save and connect'));
  expect(screen.getByRole('alert').textContent).toBe('must not be empty');
  expect(document.activeElement).toBe(relay);
});

it('[F19] what is wrong in a field that is no longer shown does not keep a connection from being saved', () => {
  const put = vi.fn();
  const saved = newSetting(toy, 'a', 'direct');
  show([saved], { connectionId: 'a', purpose: 'change' }, { put });
  enter('WebSocket address', 'http://wrong');
  enter('REST address', 'http://127.0.0.1:9');
  enter('Reached', 'relay');
  fireEvent.click(screen.getByText('Save and connect'));
  expect(put).toHaveBeenCalledExactlyOnceWith(
    { ...saved, via: 'relay', restUrl: 'http://127.0.0.1:9' },
    {},
  );
});

function enter(label: string, value: string): boolean {
  return fireEvent.change(screen.getByLabelText(label), { target: { value } });
}

function show(
  settings: readonly ConnectionSetting[],
  asked?: EditRequest,
  {
    demoServed = false,
    scratch,
    put,
  }: { demoServed?: boolean; scratch?: unknown; put?: unknown } = {},
): void {
  const services = {
    features: [toy],
    demoServed,
    desk: {
      store: createStore(() => ({ settings, connections: [], notices: [] })),
      secretsOf: () => ({}),
      scratch,
      put,
    },
  } as unknown as Services;
  render(
    <StrictMode>
      <ServicesContext value={services}>
        <ConnectionList asked={asked} />
      </ServicesContext>
    </StrictMode>,
  );
}
