// @vitest-environment jsdom
import { act, cleanup, render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { Dialog } from './Dialog';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it('[F23] a window closes by a press beside it', async () => {
  const onOpenChange = vi.fn();
  await show(<Dialog open onOpenChange={onOpenChange} title="Find" />);
  await pressBeside();
  expect(onOpenChange).toHaveBeenCalledExactlyOnceWith(false);
});

it('[F19] a window in which much is typed closes by Escape, and not by a press beside it', async () => {
  const onOpenChange = vi.fn();
  await show(<Dialog open staysOpen onOpenChange={onOpenChange} title="Connections" />);
  await pressBeside();
  expect(onOpenChange).not.toHaveBeenCalled();
  await userEvent.keyboard('{Escape}');
  expect(onOpenChange).toHaveBeenCalledExactlyOnceWith(false);
});

/** Radix hears of presses from the task after the one in which a window opens. */
async function show(dialog: ReactNode): Promise<void> {
  vi.useFakeTimers();
  render(dialog);
  await act(() => vi.runAllTimersAsync());
  vi.useRealTimers();
}

function pressBeside(): Promise<void> {
  return userEvent.click(document.body, { pointerEventsCheck: 0 });
}
