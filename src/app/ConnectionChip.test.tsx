// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { createRecorder } from '~/recorder/recorder';
import { ConnectionChip } from './ConnectionChip';
import { ServicesContext, type Services } from './services';
import { harness } from './testing/harness';
import { toy } from './testing/toy-desk';
import type { LiveConnection } from './connection';

afterEach(cleanup);

it('[F1] is short when a wire is lost, so that no chip pushes another out of sight, and is read out in full', () => {
  const { connection, sockets } = harness(toy);
  sockets.at(-1)!.shut(1006);
  const lost: LiveConnection = { ...connection, status: createStore(connection.status.getState) };
  lost.status.setState((status) => ({
    ...status,
    state: {
      status: 'waiting',
      attempt: 2,
      cause: 'connection lost (1006)',
      sinceMs: Date.now(),
      retryAtMs: Date.now() + 2_000,
    },
  }));
  show({ ...lost, knownAt: createStore<number | null>(() => Date.now() - 4_000) });
  const chip = screen.getByRole('button');
  expect(chip.textContent).toBe('↻Test: Toys Reconnecting in 2 s◷ · last known');
  expect(seenOf(chip)).toBe('↻Toys 2 s◷');
});

it('[F1] keeps the word where no seconds are told', () => {
  const { connection } = harness(toy);
  show(connection);
  expect(seenOf(screen.getByRole('button'))).toBe('○Toys Silent');
});

function show(connection: LiveConnection): void {
  const services = { recorder: createRecorder(), remembers: createStore(() => true) };
  render(
    <ServicesContext value={services as unknown as Services}>
      <ConnectionChip connection={connection} />
    </ServicesContext>,
  );
}

/** What eyes see of it where there is little room. */
function seenOf(chip: HTMLElement): string | null {
  const copy = chip.cloneNode(true) as HTMLElement;
  for (const unseen of copy.querySelectorAll('.sr-only')) unseen.remove();
  return copy.textContent;
}
