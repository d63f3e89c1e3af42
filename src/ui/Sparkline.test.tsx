// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { Sparkline } from './Sparkline';

afterEach(cleanup);

function pathOf(values: readonly (number | null)[], range?: readonly [number, number]): string {
  render(<Sparkline values={values} range={range} label="trail" />);
  return screen.getByRole('img', { name: 'trail' }).querySelector('path')?.getAttribute('d') ?? '';
}

describe('a sparkline', () => {
  it('[F20] is broken where a value is not known, instead of falling to zero', () => {
    expect(pathOf([1, 2, null, 3, 4]).match(/M/g)).toHaveLength(2);
  });

  it('[QU-T16] cuts what lies outside its range at the edge', () => {
    expect(pathOf([0, 54.7], [0, 1])).toMatch(/1\.5$/);
  });

  it('draws nothing of nothing', () => {
    expect(pathOf([])).toBe('');
    cleanup();
    expect(pathOf([null, null])).toBe('');
  });
});
