import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { decode } from './decode';
import type { WireSpec } from './wire';

type Message = { type: 'tick'; price: number | null } | { type: 'pong' };

const spec: WireSpec<Message> = {
  limits: { socket: 100, rest: 1_000 },
  nonFinite: 'repair',
  rawText: (text) => (text === 'pong' ? { type: 'pong', message: { type: 'pong' } } : null),
  typeOf: (value) =>
    typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
      ? value.type
      : null,
  schemas: {
    tick: z.looseObject({ type: z.literal('tick'), price: z.number().nullable() }),
  },
};

const socket = { channel: 'socket' } as const;

describe('decoding a frame', () => {
  it('gives the validated message with unknown keys kept', () => {
    const decoded = decode(spec, '{"type":"tick","price":1,"extra":true}', socket);
    expect(decoded.verdict).toEqual({ kind: 'ok', type: 'tick', repaired: 0 });
    expect(decoded.message).toEqual({ type: 'tick', price: 1, extra: true });
  });

  it('[RF-27] keeps of names that a server makes up no more than a line, however long they are', () => {
    const wide = { ...spec, limits: { socket: 10_000_000, rest: 0 } };
    const long = 'x'.repeat(3_000_000);
    const unknown = decode(wide, `{"type":"${long}"}`, socket).verdict;
    expect(unknown).toMatchObject({ kind: 'unknown' });
    expect(JSON.stringify(unknown).length).toBeLessThan(200);

    const rows = { tick: z.looseObject({ rows: z.record(z.string(), z.number()) }) };
    const wrong = decode(
      { ...wide, schemas: rows as unknown as typeof spec.schemas },
      `{"type":"tick","rows":{"${long}":"no number"}}`,
      socket,
    ).verdict;
    expect(wrong.kind).toBe('schema');
    expect(JSON.stringify(wrong).length).toBeLessThan(800);
  });

  it('[QU-T1] reads bare NaN as null and counts the repair', () => {
    const decoded = decode(spec, '{"type":"tick","price":NaN}', socket);
    expect(decoded.verdict).toEqual({ kind: 'ok', type: 'tick', repaired: 1 });
    expect(decoded.message).toMatchObject({ price: null });
  });

  it('counts the rows that a schema could not read, where there are any', () => {
    const counting = { ...spec, dropped: (message: Message) => (message.type === 'tick' ? 2 : 0) };
    expect(decode(counting, '{"type":"tick","price":1}', socket).verdict).toEqual({
      kind: 'ok',
      type: 'tick',
      repaired: 0,
      dropped: 2,
    });
  });

  it('names a type that has no schema and makes no error of it', () => {
    expect(decode(spec, '{"type":"news"}', socket).verdict).toEqual({
      kind: 'unknown',
      type: 'news',
    });
  });

  it('takes no name of an object’s own machinery for a known type', () => {
    const verdict = decode(spec, '{"type":"constructor"}', socket).verdict;
    expect(verdict).toEqual({ kind: 'unknown', type: 'constructor' });
  });

  it('names path and problem of a field that is not what the schema promises', () => {
    const { verdict } = decode(spec, '{"type":"tick","price":"x"}', socket);
    expect(verdict).toMatchObject({ kind: 'schema', type: 'tick', issues: [{ path: 'price' }] });
  });

  it('[RF-25] says what is wrong with text that is not JSON', () => {
    expect(decode(spec, '{"type":', socket).verdict.kind).toBe('not-json');
  });

  it.each(['null', '1', '"text"', '[]', '{}'])(
    'takes %s without a type as a schema error',
    (text) => {
      expect(decode(spec, text, socket).verdict.kind).toBe('schema');
    },
  );

  it('lets a known raw frame through', () => {
    expect(decode(spec, 'pong', socket).message).toEqual({ type: 'pong' });
  });

  it('[SE18] [RF-27] refuses a frame above the limit of its channel without parsing it', () => {
    const text = `{"type":"tick","price":1,"pad":"${'x'.repeat(100)}"}`;
    expect(decode(spec, text, socket).verdict).toMatchObject({ kind: 'oversize', limit: 100 });
    const rest = { channel: 'rest', resource: 'tick' } as const;
    expect(decode(spec, text, rest).verdict.kind).toBe('ok');
  });

  it('[RF-26] changes no prototype whatever the keys are', () => {
    const text = '{"type":"tick","price":1,"__proto__":{"polluted":true}}';
    const { message } = decode(spec, text, socket);
    expect(Object.getPrototypeOf(message)).toBe(Object.prototype);
    expect((message as unknown as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
