// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { Meter } from './Meter';
import { Num, type NumProps } from './Num';
import { Time } from './Time';

afterEach(cleanup);
const text = (props: NumProps) => render(<Num {...props} />).container.textContent;
const colour = (value: number) =>
  render(<Num kind="signed" value={value} />).container.querySelector('span')?.className;

describe('Num', () => {
  it('[F20] shows what is unknown as a dash and zero as zero', () => {
    expect(text({ kind: 'money', value: null, unit: 'USDT' })).toBe('—');
    expect(text({ kind: 'signed', value: Number.NaN })).toBe('—');
    expect(text({ kind: 'signed', value: 0 })).toBe('0.00');
  });

  it('[F20] has a true minus, a plus for gains, and the decimals that a quantity needs', () => {
    expect(text({ kind: 'signed', value: -1.5 })).toBe('\u22121.50');
    expect(text({ kind: 'signed', value: 1.5 })).toBe('+1.50');
    expect(text({ kind: 'quantity', value: 1.09155 })).toBe('1.09155');
    expect(text({ kind: 'quantity', value: 0.00001234 })).toBe('0.00001234');
  });

  it('[F7] knows a fraction from per cent', () => {
    expect(text({ kind: 'fraction', value: 0.012 })).toBe('1.2 %');
    expect(text({ kind: 'percent', value: 0.75 })).toBe('+0.75 %');
  });

  it('[F21] never says direction by colour alone, and none for zero', () => {
    expect(colour(2)).toContain('text-up');
    expect(colour(-2)).toContain('text-down');
    expect(colour(0)).not.toMatch(/text-(up|down)/);
  });

  it('[F20] shows the unit', () => {
    expect(text({ kind: 'money', value: 10, unit: 'USDT' })).toBe('10.00 USDT');
  });
});

describe('Time', () => {
  it('[F20] shows no time for a server value that is none', () => {
    expect(render(<Time ms={9e15} />).container.textContent).toBe('—');
    expect(render(<Time ms={null} />).container.textContent).toBe('—');
  });
});

describe('Meter', () => {
  const meter = (value: number | null, limit: number | null) =>
    render(<Meter label="Budget" value={value} limit={limit} text="said" />).container;

  it('[F7] is a meter with its number and its words', () => {
    const role = meter(0.031, 1).querySelector('[role=meter]');
    expect(role?.getAttribute('aria-valuenow')).toBe('0.031');
    expect(role?.getAttribute('aria-valuemax')).toBe('1');
    expect(role?.getAttribute('aria-valuetext')).toBe('said');
    expect(role?.firstElementChild?.getAttribute('style')).toBe('width: 3.1%;');
  });

  it('[F7] is full, not broken, above the limit, and empty below zero', () => {
    expect(meter(3, 2).querySelector('[role=meter] > div')?.getAttribute('style')).toBe(
      'width: 100%;',
    );
    expect(meter(-1, 2).querySelector('[role=meter] > div')?.getAttribute('style')).toBe(
      'width: 0%;',
    );
  });

  it('[F7] claims no value where none is known or there is no limit', () => {
    expect(meter(null, 1).querySelector('[role=meter]')).toBeNull();
    expect(meter(0.5, 0).querySelector('[role=meter]')).toBeNull();
    expect(meter(null, 1).querySelector('[role=img]')?.getAttribute('aria-label')).toBe(
      'Budget: said',
    );
  });
});
