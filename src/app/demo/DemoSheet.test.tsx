// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { DemoSheet } from './DemoSheet';

afterEach(cleanup);

it('[F13] [F23] leaves the page in use beside it; the focus goes in, Escape closes, and it goes back', async () => {
  const onChip = vi.fn();
  render(<Page onChip={onChip} />);
  const button = screen.getByText('Demo');
  button.focus();
  fireEvent.click(button);
  const sheet = screen.getByRole('dialog', { name: 'Demo backend' });
  expect(sheet.contains(document.activeElement)).toBe(true);
  const chip = screen.getByRole('button', { name: 'Chip' });
  fireEvent.pointerDown(chip);
  fireEvent.click(chip);
  expect(onChip).toHaveBeenCalledOnce();
  expect(screen.getByRole('dialog', { name: 'Demo backend' })).toBe(sheet);
  fireEvent.keyDown(document.activeElement!, { key: 'Escape' });
  expect(screen.queryByRole('dialog')).toBeNull();
  await vi.waitFor(() => expect(document.activeElement).toBe(button));
});

function Page({ onChip }: { onChip(): void }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={onChip}>
        Chip
      </button>
      <button type="button" onClick={() => setOpen(true)}>
        Demo
      </button>
      {isOpen ? (
        <DemoSheet title="Demo backend" description="Invented." onClose={() => setOpen(false)}>
          <button type="button">Do it</button>
        </DemoSheet>
      ) : null}
    </>
  );
}
