import { describe, expect, it } from 'vitest';
import {
  decimalsOf,
  formatDateTime,
  formatDuration,
  formatFraction,
  formatNumber,
  formatPercent,
  formatQuantity,
  formatSigned,
  formatSize,
  formatTime,
} from './format';

const NOON = Date.UTC(2026, 5, 22, 14, 5, 30);

describe('numbers', () => {
  it.each([formatNumber, formatSigned, formatFraction, formatPercent, formatQuantity])(
    '[F20] what is not known is a dash: %o',
    (format) => {
      expect(
        [null, undefined, Number.NaN, Infinity, -Infinity].map((value) => format(value)),
      ).toEqual(Array.from({ length: 5 }, () => '—'));
    },
  );

  it('[F20] zero is zero and has no sign', () => {
    expect(formatNumber(0)).toBe('0.00');
    expect(formatNumber(-0)).toBe('0.00');
    expect(formatSigned(0)).toBe('0.00');
    expect(formatPercent(0)).toBe('0.00 %');
  });

  it('[F20] what rounds to zero has no sign either', () => {
    expect(formatNumber(-0.001)).toBe('0.00');
    expect(formatSigned(0.001)).toBe('0.00');
    expect(formatSigned(-0.001)).toBe('0.00');
  });

  it('[F20] negative numbers have a true minus sign, gains a plus where asked', () => {
    expect(formatNumber(-1234.5)).toBe('−1,234.50');
    expect(formatSigned(1234.5)).toBe('+1,234.50');
    expect(formatSigned(-1234.5)).toBe('−1,234.50');
    expect(formatPercent(0.75)).toBe('+0.75 %');
    expect(formatFraction(-0.012)).toBe('−1.2 %');
  });

  it('[F20] a quantity has as many decimals as it needs', () => {
    expect(formatQuantity(1.09155)).toBe('1.09155');
    expect(formatQuantity(0.00001234)).toBe('0.00001234');
    expect(formatQuantity(3)).toBe('3.00');
    expect(formatQuantity(3, 0)).toBe('3');
    expect(formatQuantity(-0.5)).toBe('−0.50');
    expect(formatQuantity(64_250.1)).toBe('64,250.10');
  });

  it('[F20] a quantity too small for eight decimals is not written as zero', () => {
    expect(formatQuantity(1.23e-9)).toBe('1.2e-9');
    expect(formatQuantity(-4e-12)).toBe('−4.0e-12');
    expect(formatQuantity(0)).toBe('0.00');
  });

  it.each([
    [1.0915, 4],
    [100, 0],
    [0.00001234, 8],
    [1e-7, 8],
    [1.5e21, 0],
    [0.1 + 0.2, 8],
    [-2.5, 1],
  ])('[F20] %d is written with %d decimals', (value, decimals) => {
    expect(decimalsOf(value)).toBe(decimals);
  });
});

describe('times', () => {
  it('[F20] shows the time in the zone asked for', () => {
    expect(formatTime(NOON, 'utc')).toBe('14:05:30');
    expect(formatDateTime(NOON, 'utc')).toBe('22 Jun, 14:05:30');
    expect(formatTime(NOON, 'local')).toMatch(/^\d\d:05:30$|^\d\d:\d\d:30$/);
  });

  it('[F20] midnight is 00, not 24', () => {
    expect(formatTime(Date.UTC(2026, 5, 22), 'utc')).toBe('00:00:00');
  });

  it('[F20] what is no time is a dash and throws nothing', () => {
    expect([null, undefined, Number.NaN, 1e18].map((ms) => formatTime(ms, 'utc'))).toEqual(
      Array.from({ length: 4 }, () => '—'),
    );
    expect(formatDateTime(-1e18, 'local')).toBe('—');
  });

  it.each([
    [0, '0 s'],
    [-5_000, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [130_000, '2 min 10 s'],
    [3_600_000, '1 h'],
    [14_700_000, '4 h 5 min'],
    [47 * 3_600_000, '47 h'],
    [51 * 3_600_000, '2 d 3 h'],
    [null, '—'],
  ])('[F20] %s ms last %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.0 kB'],
    [999_949, '999.9 kB'],
    [999_950, '1.0 MB'],
    [5_200_000, '5.2 MB'],
  ])('[F9] %d is %s', (length, text) => {
    expect(formatSize(length)).toBe(text);
  });
});
