// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Button } from './Button';
import { ConfirmDialog, type ConfirmDialogProps } from './ConfirmDialog';
import { Dialog } from './Dialog';

afterEach(cleanup);

function Asking(props: Partial<ConfirmDialogProps>) {
  const [open, setOpen] = useState(true);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Ask again</Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title="Buy 0.25 BTC"
        confirmLabel="Place order"
        onConfirm={() => undefined}
        {...props}
      >
        Account Main
      </ConfirmDialog>
    </>
  );
}
const confirm = () => screen.getByRole('button', { name: 'Place order' });

describe('ConfirmDialog', () => {
  it('[F3] starts on Cancel, so that a held Enter confirms nothing', async () => {
    const onConfirm = vi.fn();
    render(<Asking onConfirm={onConfirm} />);
    expect(document.activeElement?.textContent).toBe('Cancel');
    await userEvent.keyboard('{Enter>5/}');
    expect(onConfirm).not.toHaveBeenCalled();
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });

  it('[F3] confirms once, however often it is pressed, and again only when asked again', async () => {
    const onConfirm = vi.fn();
    render(<Asking onConfirm={onConfirm} onOpenChange={() => undefined} />);
    for (let press = 0; press < 10; press += 1) fireEvent.click(confirm());
    expect(onConfirm).toHaveBeenCalledTimes(1);
    cleanup();

    render(<Asking onConfirm={onConfirm} />);
    await userEvent.click(confirm());
    await userEvent.click(screen.getByRole('button', { name: 'Ask again' }));
    await userEvent.click(confirm());
    expect(onConfirm).toHaveBeenCalledTimes(3);
  });

  it('[F3] wants a word typed where it is asked to', async () => {
    const onConfirm = vi.fn();
    render(<Asking typed="BTC" onConfirm={onConfirm} />);
    expect(confirm()).toHaveProperty('disabled', true);
    await userEvent.type(screen.getByLabelText('Type BTC to confirm'), 'BTC');
    await userEvent.click(confirm());
    expect(onConfirm).toHaveBeenCalledTimes(1);
  });

  it('[F3] says why it cannot be confirmed now', () => {
    render(<Asking blockedReason="Accounts is reconnecting." />);
    expect(confirm()).toHaveProperty('disabled', true);
    expect(screen.getByRole('alert').textContent).toBe('Accounts is reconnecting.');
  });

  it('[F23] names itself and what is about to happen', () => {
    render(<Asking />);
    const dialog = screen.getByRole('alertdialog', { name: 'Buy 0.25 BTC' });
    const description = document.querySelector(`[id="${dialog.getAttribute('aria-describedby')}"]`);
    expect(description?.textContent).toBe('Account Main');
  });
});

describe('Dialog', () => {
  it('[F23] has a name, takes the focus and closes by Escape', async () => {
    const onOpenChange = vi.fn();
    render(
      <Dialog open onOpenChange={onOpenChange} title="Connection">
        <input aria-label="Address" />
      </Dialog>,
    );
    const dialog = screen.getByRole('dialog', { name: 'Connection' });
    expect(dialog.contains(document.activeElement)).toBe(true);
    await userEvent.keyboard('{Escape}');
    expect(onOpenChange).toHaveBeenCalledWith(false);
  });
});
