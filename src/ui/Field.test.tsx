// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { Field, NumberInput, numberOf, Select, TextInput } from './Field';
import { Switch } from './Switch';

afterEach(cleanup);

describe('Field', () => {
  it('[F23] joins label, description and error with its input', () => {
    render(
      <Field label="Address" description="No trailing slash." error="Not an address.">
        <TextInput value="x" onChange={() => undefined} />
      </Field>,
    );
    const input = screen.getByLabelText('Address');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    const described = (input.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.querySelector(`[id="${id}"]`)?.textContent);
    expect(described).toEqual(['No trailing slash.', 'Not an address.']);
  });

  it('[F23] names a switch and a choice', async () => {
    function Form() {
      const [on, setOn] = useState(false);
      const [side, setSide] = useState<'buy' | 'sell'>('buy');
      const options = [
        { value: 'buy', label: 'Buy' },
        { value: 'sell', label: 'Sell' },
      ] as const;
      return (
        <>
          <Field label="Sound">
            <Switch checked={on} onChange={setOn} />
          </Field>
          <Field label="Side">
            <Select value={side} options={options} onChange={setSide} />
          </Field>
        </>
      );
    }
    render(<Form />);
    await userEvent.click(screen.getByRole('switch', { name: 'Sound' }));
    expect(screen.getByRole('switch').getAttribute('aria-checked')).toBe('true');
    await userEvent.selectOptions(screen.getByLabelText('Side'), 'Sell');
    expect(screen.getByLabelText('Side')).toHaveProperty('value', 'sell');
  });
});

describe('NumberInput', () => {
  function Size() {
    const [value, setValue] = useState<number | null>(1);
    return (
      <>
        <NumberInput value={value} onChange={setValue} aria-label="Size" />
        <output>{String(value)}</output>
      </>
    );
  }

  it('[F20] keeps what is being typed and reports numbers', async () => {
    render(<Size />);
    const input = screen.getByLabelText('Size');
    await userEvent.clear(input);
    expect(screen.getByRole('status').textContent).toBe('null');
    await userEvent.type(input, '0.');
    expect(input).toHaveProperty('value', '0.');
    expect(screen.getByRole('status').textContent).toBe('0');
    await userEvent.type(input, '050');
    expect(screen.getByRole('status').textContent).toBe('0.05');
  });

  it('[F20] says that something is no number instead of guessing one', async () => {
    render(<Size />);
    const input = screen.getByLabelText('Size');
    await userEvent.type(input, '2x');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByRole('status').textContent).toBe('null');
  });

  it('[F20] reads a comma as a point, and nothing that is not plainly a number', () => {
    expect(['1,5', '.5', '\u22122', '-0', ' 7 '].map(numberOf)).toEqual([1.5, 0.5, -2, -0, 7]);
    expect(['', '1e3', '1,000,000', 'Infinity', '0x10', '--1'].map(numberOf)).toEqual(
      Array(6).fill(null),
    );
  });
});
