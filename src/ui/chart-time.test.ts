import { describe, expect, it } from 'vitest';
import { axisLabel, crosshairLabel } from './chart-time';

const sec = (iso: string) => Date.parse(iso) / 1000;
const DAY = 2;
const TIME = 3;

describe('axisLabel', () => {
  it('[F20] says the time of day in UTC', () => {
    expect(axisLabel(sec('2025-06-22T14:05:00Z'), TIME, 'utc')).toBe('14:05');
  });

  it('[F20] says day, month and year at their beginnings', () => {
    expect(axisLabel(sec('2025-06-22T00:00:00Z'), DAY, 'utc')).toBe('22 Jun');
    expect(axisLabel(sec('2025-06-01T00:00:00Z'), 1, 'utc')).toBe('Jun');
    expect(axisLabel(sec('2025-01-01T00:00:00Z'), 0, 'utc')).toBe('2025');
  });

  it('[F20] never calls a place a day that is not midnight in the zone shown', () => {
    // 14:05 stands for any place that another zone calls midnight.
    expect(axisLabel(sec('2025-06-22T14:05:00Z'), DAY, 'utc')).toBe('14:05');
  });

  it('[F20] shows seconds where the axis has them', () => {
    expect(axisLabel(sec('2025-06-22T14:05:07Z'), 4, 'utc')).toBe('14:05:07');
  });
});

describe('crosshairLabel', () => {
  it('[F20] says the zone when it is UTC', () => {
    expect(crosshairLabel(sec('2025-06-22T14:05:30Z'), 'utc')).toMatch(/^22 Jun, 14:05:30 UTC$/);
    expect(crosshairLabel(sec('2025-06-22T14:05:30Z'), 'local')).not.toContain('UTC');
  });
});
