// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { SessionStatus } from '~/session/status';
import type { RestOutcome } from '~/session/rest';
import { optionsSchema } from '../options';
import { initialState, type QuimeriaState } from '../state';
import { ReplayPanel } from './ReplayPanel';
import type { ControlProps } from './view-props';

afterEach(cleanup);

function setUp() {
  const sent: string[] = [];
  let answer: (outcome: RestOutcome) => void = () => undefined;
  const connection = {
    store: createStore<QuimeriaState>(() => initialState),
    status: createStore<SessionStatus>(() => ({}) as SessionStatus),
    target: {
      via: 'demo',
      socketUrl: 'ws://x',
      restUrl: 'http://x',
      options: optionsSchema.parse({}),
    },
    rest: { call: () => new Promise<RestOutcome>((resolve) => void (answer = resolve)) },
    send: (text: string) => {
      sent.push(text);
      return { sent: true, frameId: sent.length };
    },
  } as unknown as ControlProps['connection'];
  render(<ReplayPanel connection={connection} />);
  return { sent, answer: (outcome: RestOutcome) => act(async () => answer(outcome)) };
}

describe('the replay panel', () => {
  it('[QU-T8] lets nobody run while a load has no answer, for its answer moves the cursor back', async () => {
    const user = userEvent.setup();
    const { sent, answer } = setUp();
    const run = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Run' });
    await user.click(screen.getByRole('button', { name: 'Load sample' }));
    await user.click(screen.getByRole('button', { name: 'Load for everybody' }));
    expect(run().disabled).toBe(true);

    await answer({ kind: 'ok', status: 200, frameId: 1 });
    expect(run().disabled).toBe(false);
    await user.click(run());
    expect(sent).toEqual(['{"action":"reset"}', '{"action":"step"}']);
  });
});
