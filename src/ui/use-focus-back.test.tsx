// @vitest-environment jsdom
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, it } from 'vitest';
import { ConfirmDialog } from './ConfirmDialog';
import { Dialog } from './Dialog';

afterEach(cleanup);

it('[F23] a window gives the focus back to what opened it, whether it is closed or taken away', async () => {
  render(<Page />);
  const opener = await open('Find');
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(document.activeElement).toBe(opener));
});

it('[F23] a question gives it back to the window that it stands over', async () => {
  render(<Page />);
  await open('Find');
  const remove = await open('Remove');
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(document.activeElement).toBe(remove));
});

it('[F23] the second of two windows that follow each other gives it back to what opened the first', async () => {
  render(<Page />);
  const opener = await open('Find');
  await userEvent.click(screen.getByRole('button', { name: 'Connections' }));
  expect(screen.getByRole('dialog', { name: 'second' })).toBeDefined();
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(document.activeElement).toBe(opener));
});

it('[F23] a button that nothing can be done with any more leaves it to the view that it is in', async () => {
  render(<Page />);
  const opener = await open('Find');
  opener.setAttribute('disabled', '');
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('tabpanel')));
});

async function open(name: string): Promise<HTMLElement> {
  const button = screen.getByRole('button', { name });
  await userEvent.click(button);
  expect(document.activeElement).not.toBe(button);
  return button;
}

function Page() {
  const [shown, setShown] = useState<'first' | 'second' | null>(null);
  const [asks, setAsks] = useState(false);
  return (
    <div role="tabpanel" tabIndex={0}>
      <button type="button" onClick={() => setShown('first')}>
        Find
      </button>
      {shown === null ? null : (
        <Dialog key={shown} open onOpenChange={() => setShown(null)} title={shown}>
          <button type="button" onClick={() => setShown('second')}>
            Connections
          </button>
          <button type="button" onClick={() => setAsks(true)}>
            Remove
          </button>
          <ConfirmDialog
            open={asks}
            onOpenChange={setAsks}
            title="Remove?"
            confirmLabel="Yes"
            onConfirm={() => undefined}
          >
            It is gone then.
          </ConfirmDialog>
        </Dialog>
      )}
    </div>
  );
}
