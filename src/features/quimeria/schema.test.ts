import { describe, expect, it } from 'vitest';
import { decode } from '~/session/decode';
import { fixtures, nanBarText, seedBarText } from './fixtures';
import { commandSchema, encodeCommand } from './schema';
import type { Step } from './step-schema';
import { quimeriaWire } from './wire';

const socket = { channel: 'socket' } as const;

function decodeText(text: string) {
  return decode(quimeriaWire, text, socket);
}

function decodeStep(text: string): Step {
  const { message } = decodeText(text);
  if (message?.type !== 'bar') throw new Error('not a bar');
  return message.data;
}

function barAt(time: unknown): string {
  return JSON.stringify({ type: 'bar', data: { bar: { time, close: 1 } } });
}

describe('the QUIMERIA wire', () => {
  it.each(fixtures)('[QU1] reads $name as $verdict', ({ text, source, verdict, type }) => {
    const decoded = decode(quimeriaWire, text, source);
    expect(decoded.verdict.kind).toBe(verdict);
    expect('type' in decoded.verdict ? decoded.verdict.type : null).toBe(type);
  });

  it('[QU-T1] reads a bar with bare NaN, its numbers unknown and the repairs counted', () => {
    expect(decodeText(nanBarText).verdict).toMatchObject({ kind: 'ok', repaired: 3 });
    const step = decodeStep(nanBarText);
    expect(step.displacement?.range_mult).toBeNull();
    expect(step.sensors?.find((row) => row?.id === 's14')?.score).toBeNull();
    expect(step.bar.close).toBe(64231.9);
  });

  it('[QU-T1] leaves the letters NaN in a text alone', () => {
    const step = decodeStep(
      '{"type":"bar","data":{"bar":{"time":1767603660,"close":1,"volume":NaN},"note":"NaN \\"Infinity\\""}}',
    );
    expect(step['note']).toBe('NaN "Infinity"');
    expect(step.bar.volume).toBeNull();
  });

  it('[QU-T2] takes a raw pong, a JSON pong and an unescaped echo as life, and counts other raw text', () => {
    expect(decodeText('pong').message).toEqual({ type: 'pong' });
    expect(decodeText('{"type":"pong"}').message).toEqual({ type: 'pong' });
    expect(decodeText('{"echo":"{"type":"bar"}"}')).toEqual({
      verdict: { kind: 'ok', type: 'echo', repaired: 0 },
      message: null,
    });
    expect(decodeText('stray').verdict.kind).toBe('not-json');
  });

  it.each([
    [1767603660],
    [1767603660000],
    ['1767603660'],
    ['1767603660000'],
    ['2026-01-05T09:01:00Z'],
    ['2026-01-05 09:01:00'],
  ])('[QU-T3] reads the time %s in seconds', (time) => {
    expect(decodeStep(barAt(time)).bar.time).toBe(1767603660);
  });

  it.each([[null], [true], ['soon'], [-5], [1e300], [{}]])(
    '[QU-T3] refuses %s as a time',
    (time) => {
      expect(decodeText(barAt(time)).verdict).toMatchObject({
        kind: 'schema',
        issues: [{ path: 'data.bar.time' }],
      });
    },
  );

  it('[QU-T23] reads the seed example, a subset of a step result', () => {
    expect(decodeStep(seedBarText)).toMatchObject({
      symbol: 'EURUSDT',
      bar: { time: 1715123400, close: 1.09155 },
      execution: { action: 'LONG', is_armed: true },
    });
    expect(decodeStep(seedBarText).kl).toBeUndefined();
  });

  it('[QU-T11] takes any text where an enum is documented', () => {
    const step = decodeStep(
      '{"type":"bar","data":{"bar":{"time":1767603660,"close":1},"fusion":{"regime":"SIDEREAL"},"amd":{"state":"Sleep"}}}',
    );
    expect([step.fusion?.regime, step.amd?.state]).toEqual(['SIDEREAL', 'Sleep']);
  });

  it('[QU4] keeps the candle when a detector sends nonsense, and says that value is not known', () => {
    const step = decodeStep(
      '{"type":"bar","data":{"bar":{"time":1767603660,"close":1},"veto":"Halt","kl":{"score":"x","stable":true}}}',
    );
    expect(step.veto).toBeNull();
    expect(step.kl).toEqual({ score: null, stable: true });
  });

  it('[QU1] keeps unknown keys at every level', () => {
    const step = decodeStep(
      '{"type":"bar","data":{"bar":{"time":1767603660,"close":1,"vwap":2},"quantum":{"foam":1},"veto":{"hash":"a"}}}',
    );
    expect(step).toMatchObject({ bar: { vwap: 2 }, quantum: { foam: 1 }, veto: { hash: 'a' } });
  });

  it('[QU-T26] takes the flat message of a sibling project for a schema error, not for a bar', () => {
    expect(
      decodeText('{"price":1.1,"signal":"BUY","stability":0.4,"timestamp":1}').verdict,
    ).toMatchObject({
      kind: 'schema',
      type: '(none)',
    });
  });

  it('[QU1] does not let a socket speak in the name of REST', () => {
    expect(decodeText('{"type":"live/status","running":false}').verdict.kind).toBe('unknown');
    expect(decodeText('{"type":"rest:live/status","running":false}').verdict.kind).toBe('schema');
  });
});

describe('commands of /ws/stream', () => {
  it('[QU-T10] are sent with a speed of at least 16 ms, stated', () => {
    expect(encodeCommand({ action: 'run', speed: 80 })).toBe('{"action":"run","speed":80}');
    for (const speed of [0, 15, 16.5, NaN])
      expect(() => encodeCommand({ action: 'run', speed })).toThrow();
    expect(commandSchema.safeParse({ action: 'run' }).success).toBe(false);
  });

  it('[QU12] are the four that the server knows', () => {
    for (const action of ['step', 'stop', 'reset'] as const) {
      expect(encodeCommand({ action })).toBe(`{"action":"${action}"}`);
    }
    expect(commandSchema.safeParse({ action: 'fly' }).success).toBe(false);
  });
});
