// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { JsonView } from './JsonView';

afterEach(cleanup);

describe('JsonView', () => {
  it('[F9] shows a payload as a tree, and raw when asked', async () => {
    const text = '{"event":"risk_veto","data":{"rule":"max_position"}}';
    const { container } = render(<JsonView text={text} label="frame 1" />);
    expect(container.querySelector('pre')).toBeNull();
    expect(screen.getByText('"max_position"')).toBeDefined();
    await userEvent.click(screen.getByRole('button', { name: 'Raw' }));
    expect(container.querySelector('pre')?.textContent).toBe(text);
  });

  it('[F9] shows what is not JSON as it came, and says so', () => {
    const { container } = render(<JsonView text="pong" label="frame 2" />);
    expect(container.querySelector('pre')?.textContent).toBe('pong');
    expect(screen.getByText('not JSON')).toBeDefined();
  });

  it('[F9] builds no tree of a very long text', () => {
    const text = JSON.stringify({ list: 'x'.repeat(250_000) });
    const { container } = render(<JsonView text={text} label="frame 3" />);
    expect(container.querySelector('pre')?.textContent).toBe(text);
    expect(screen.getByText('shown raw because of its size')).toBeDefined();
  });

  it('[F11] shows markup in payloads as text', () => {
    const { container } = render(<JsonView text={'{"a":"<img src=x>"}'} label="frame 4" />);
    expect(container.querySelector('img')).toBeNull();
  });
});
