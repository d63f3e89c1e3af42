import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTimeMs } from './time';

const NOON = Date.UTC(2026, 5, 22, 14, 5, 30);

describe('parseTimeMs', () => {
  it.each([
    ['2026-06-22T14:05:30Z', NOON],
    ['2026-06-22T14:05:30', NOON],
    ['2026-06-22 14:05:30', NOON],
    ['2026-06-22 14:05:30 UTC', NOON],
    ['2026-06-22t14:05:30z', NOON],
    ['  2026-06-22T14:05:30Z ', NOON],
    ['2026-06-22T14:05', NOON - 30_000],
    ['2026-06-22', Date.UTC(2026, 5, 22)],
    ['2026-06-22T14:05:30.1', NOON + 100],
    ['2026-06-22T14:05:30,25', NOON + 250],
    ['2026-06-22T14:05:30.123456', NOON + 123],
    ['2026-06-22T14:05:30.999999999Z', NOON + 999],
    ['2026-06-22T16:05:30+02:00', NOON],
    ['2026-06-22T16:05:30+0200', NOON],
    ['2026-06-22 14:05:30.5+00', NOON + 500],
    ['2026-06-22T08:35:30-05:30', NOON],
  ])('[HA-T16] [HY-T23] reads %s, no zone meaning UTC', (text, ms) => {
    expect(parseTimeMs(text)).toBe(ms);
  });

  it.each([
    [NOON, NOON],
    [NOON / 1000, NOON],
    [NOON / 1000 + 0.25, NOON + 250],
    [String(NOON), NOON],
    [String(NOON / 1000), NOON],
    [`${NOON / 1000}.5`, NOON + 500],
  ])('[HY-T23] reads the epoch time %s as seconds or milliseconds by its size', (value, ms) => {
    expect(parseTimeMs(value)).toBe(ms);
  });

  it.each([
    [''],
    ['yesterday'],
    ['14:05:30'],
    ['2026-02-30'],
    ['2026-04-31T00:00:00Z'],
    ['2025-02-29'],
    ['2026-13-01'],
    ['2026-00-10'],
    ['2026-01-00'],
    ['2026-06-22T25:00:00'],
    ['2026-06-22T14:61:00'],
    ['2026-06-22T14:05:30+99:99'],
    ['2026-06-22-05'],
    ['22/06/2026'],
    ['20260622'],
    ['20260622140530000'],
    [0],
    [-1],
    [Number.NaN],
    [Infinity],
    [NOON * 1000],
    [null],
    [undefined],
    [true],
    [{}],
    [[NOON]],
  ])('[HA-T16] finds no time in %j', (value) => {
    expect(parseTimeMs(value)).toBeNull();
  });

  it('[HA-T16] knows leap days', () => {
    expect(parseTimeMs('2028-02-29')).toBe(Date.UTC(2028, 1, 29));
  });

  it('[HA-T16] [HY-T23] reads every time back from each way of writing it', () => {
    const time = fc.integer({ min: Date.UTC(2001, 9, 9), max: Date.UTC(2200, 0, 1) });
    fc.assert(
      fc.property(time, (ms) => {
        const iso = new Date(ms).toISOString();
        expect(parseTimeMs(iso)).toBe(ms);
        expect(parseTimeMs(iso.slice(0, -1))).toBe(ms);
        expect(parseTimeMs(iso.slice(0, -1).replace('T', ' '))).toBe(ms);
        expect(parseTimeMs(ms)).toBe(ms);
        expect(parseTimeMs(Math.floor(ms / 1000))).toBe(Math.floor(ms / 1000) * 1000);
      }),
    );
  });

  it('[HA-T16] gives a real date or null for any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.double(), fc.stringMatching(/^[\d:T.+-]{8,25}$/)),
        (value) => {
          const ms = parseTimeMs(value);
          expect(ms === null || Number.isFinite(new Date(ms).getTime())).toBe(true);
        },
      ),
    );
  });
});
