// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { lazyView, lazyWindow } from './lazy-view';

afterEach(cleanup);

function Greeting({ name }: { readonly name: string; readonly open?: boolean }) {
  return <p>Hello {name}</p>;
}

/** A module whose fetch the test ends. */
function heldModule() {
  let arrive = (): void => undefined;
  let fail = (): void => undefined;
  const load = vi.fn(
    () =>
      new Promise<{ Greeting: typeof Greeting }>((resolve, reject) => {
        arrive = () => resolve({ Greeting });
        fail = () => reject(new TypeError('Failed to fetch dynamically imported module'));
      }),
  );
  return { load, arrive: () => act(async () => arrive()), fail: () => act(async () => fail()) };
}

describe('a lazy view', () => {
  it('says that it is loaded, and shows itself with the props of by then', async () => {
    const { load, arrive } = heldModule();
    const View = lazyView(load, 'Greeting');
    expect(load).not.toHaveBeenCalled();
    const { rerender } = render(<View name="one" />);
    expect(screen.getByRole('status').textContent).toBe('Loading this view…');
    rerender(<View name="two" />);
    await arrive();
    expect(screen.getByText('Hello two')).toBeDefined();
    expect(screen.queryByRole('status')).toBeNull();
    expect(load).toHaveBeenCalledOnce();
  });

  it('shows itself at once when its code was fetched ahead', async () => {
    const { load, arrive } = heldModule();
    const View = lazyView(load, 'Greeting');
    const fetched = View.preload();
    await arrive();
    await fetched;
    render(<View name="all" />);
    expect(screen.getByText('Hello all')).toBeDefined();
    expect(load).toHaveBeenCalledOnce();
  });

  it('says that its code did not come, offers a reload, and asks again when it is opened again', async () => {
    const { load, arrive, fail } = heldModule();
    const View = lazyView(load, 'Greeting');
    const { unmount } = render(<View name="you" />);
    await fail();
    expect(screen.getByRole('alert').textContent).toContain(
      'This part of Vigil could not be loaded.',
    );
    expect(screen.getByRole('button', { name: 'Reload' })).toBeDefined();
    unmount();
    render(<View name="you" />);
    await arrive();
    expect(screen.getByText('Hello you')).toBeDefined();
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('that lies over the page is waited for without a sign, and missed with one once it is opened', async () => {
    const { load, arrive, fail } = heldModule();
    const Window = lazyWindow(load, 'Greeting');
    const { container, rerender } = render(<Window name="you" open={false} />);
    await fail();
    expect(container.childElementCount).toBe(0);
    rerender(<Window name="you" open />);
    expect(screen.getByRole('button', { name: 'Reload' })).toBeDefined();
    await arrive();
    expect(screen.getByText('Hello you')).toBeDefined();
  });
});
