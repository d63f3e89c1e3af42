// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { preloadAll } from './lazy-view';
import { Menu } from './Menu';

// What is loaded late is opened late; what it does then is what is tested here.
beforeAll(preloadAll);
afterEach(cleanup);

function show() {
  const onSelect = vi.fn();
  render(
    <>
      <Menu
        label="Columns"
        items={[
          { kind: 'action', id: 'one', label: 'One', onSelect },
          { kind: 'action', id: 'two', label: 'Two', onSelect: vi.fn() },
        ]}
      />
      <input aria-label="Elsewhere" />
    </>,
  );
  return onSelect;
}

const button = () => screen.getByRole('button', { name: /^Columns/ });

describe('a menu', () => {
  it('[F23] is opened by its button, closed by it, by Escape and by a choice, and gives the focus back', async () => {
    const onSelect = show();
    expect(button().getAttribute('aria-expanded')).toBe('false');
    await userEvent.click(button());
    expect(await screen.findByRole('menu', { name: 'Columns' })).toBeDefined();
    expect(button().getAttribute('aria-expanded')).toBe('true');

    await userEvent.click(button());
    expect(screen.queryByRole('menu')).toBeNull();

    await userEvent.click(button());
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('menu')).toBeNull();
    await vi.waitFor(() => expect(document.activeElement).toBe(button()));

    await userEvent.click(button());
    await userEvent.click(screen.getByRole('menuitem', { name: 'One' }));
    expect(onSelect).toHaveBeenCalledOnce();
    expect(screen.queryByRole('menu')).toBeNull();
    await vi.waitFor(() => expect(document.activeElement).toBe(button()));
  });

  it('[F23] is worked by keys alone, and lets the focus go where it was put', async () => {
    const onSelect = show();
    await userEvent.tab();
    expect(document.activeElement).toBe(button());
    await userEvent.keyboard('{ArrowDown}');
    const first = await screen.findByRole('menuitem', { name: 'One' });
    await vi.waitFor(() => expect(document.activeElement).toBe(first));
    await userEvent.keyboard('{Enter}');
    expect(onSelect).toHaveBeenCalledOnce();

    await userEvent.click(button());
    await screen.findByRole('menu');
    await userEvent.click(screen.getByLabelText('Elsewhere'));
    expect(screen.queryByRole('menu')).toBeNull();
    expect(document.activeElement).toBe(screen.getByLabelText('Elsewhere'));
  });
});
