import { describe, expect, it } from 'vitest';
import { RecordedFrame, type FrameToRecord } from '~/recorder/frame-log';
import type { Verdict } from '~/session/wire';
import { parseFilter } from './filter';
import { matcherOf, type InspectedConnection } from './match';
import { createPayloadReader } from './payload';

const CONNECTIONS: readonly InspectedConnection[] = [
  { id: 'c1', label: 'Agent 1', featureId: 'halyrd', title: 'Halyrd' },
  { id: 'c2', label: 'Bars', featureId: 'quimeria', title: 'QUIMERIA' },
];

let nextId = 1;

function frameOf(text: string, change: Partial<FrameToRecord> = {}): RecordedFrame {
  nextId += 1;
  return new RecordedFrame(
    nextId,
    {
      connectionId: 'c1',
      direction: 'in',
      origin: 'live',
      source: { channel: 'socket' },
      atMs: 0,
      text,
      secrets: [],
      verdict: { kind: 'ok', type: 'risk_veto', repaired: 0 },
      ...change,
    },
    10_000,
  );
}

function passes(filter: string, frame: RecordedFrame): boolean {
  const parsed = parseFilter(filter);
  if (!parsed.ok) throw new Error(parsed.problem);
  return matcherOf(parsed.terms, CONNECTIONS)(frame);
}

const VETO = frameOf(
  '{"type":"risk_veto","data":[{"order_ref":"ord_7","tags":["momentum","x"],"size_usd":"120.5","meta":{"a":null}}]}',
);

describe('matcherOf', () => {
  it.each([
    ['wire:halyrd type:risk_veto order_ref:ord_* -verdict:error', true],
    ['wire:Halyrd', true],
    ['wire:hal*', true],
    ['wire:quimeria', false],
    ['wire:quimeria,halyrd', true],
    ['conn:"agent 1"', true],
    ['conn:c1', true],
    ['type:risk', false],
    ['dir:in origin:live source:socket', true],
    ['dir:out', false],
    ['MOMENTUM', true],
    ['"order_ref":"ord_7"', true],
    ['-momentum', false],
    ['order_ref:ord_8', false],
    ['-order_ref:ord_8', true],
    ['tags:x', true],
    ['a:null', true],
    ['meta:*', true],
    ['meta:x', false],
    ['missing:*', false],
    ['size_usd>120', true],
    ['size_usd>120.5', false],
    ['order_ref>1', false],
    ['size>50', true],
    ['size>10k', false],
    ['size<10k size>=50', true],
  ])('[F9] %s: %s', (filter, expected) => {
    expect(passes(filter, VETO)).toBe(expected);
  });

  it.each<[Verdict, string, string]>([
    [{ kind: 'ok', type: 'bar', repaired: 2 }, 'verdict:ok verdict:repaired', 'verdict:error'],
    [{ kind: 'unknown', type: 'x' }, 'verdict:unknown type:x', 'verdict:error'],
    [
      { kind: 'schema', type: 'x', issues: [] },
      'verdict:error verdict:schema type:x',
      'verdict:ok',
    ],
    [{ kind: 'not-json', detail: '' }, 'verdict:error verdict:not-json -type:*', 'verdict:schema'],
    [{ kind: 'oversize', length: 1, limit: 0 }, 'verdict:error verdict:oversize', 'verdict:ok'],
    [{ kind: 'fault', type: 'fold', detail: '' }, 'verdict:error verdict:fault', 'verdict:ok'],
    [{ kind: 'pending' }, 'verdict:pending -type:*', 'verdict:ok'],
  ])('[F9] finds a frame by its verdict %j', (verdict, yes, no) => {
    const frame = frameOf('{}', { verdict });
    expect(passes(yes, frame)).toBe(true);
    expect(passes(no, frame)).toBe(false);
  });

  it('[F9] finds REST answers by channel and by resource', () => {
    const frame = frameOf('{}', {
      origin: 'backfill',
      source: { channel: 'rest', resource: 'live/status' },
    });
    expect(passes('source:rest source:live/* origin:backfill', frame)).toBe(true);
    expect(passes('source:socket', frame)).toBe(false);
  });

  it('[QU-T1] looks into payloads with bare NaN', () => {
    expect(passes('symbol:BTC', frameOf('{"score":NaN,"symbol":"BTC"}'))).toBe(true);
  });

  it('[RF-24] a payload that cannot be read has no fields, and costs no exception', () => {
    const frame = frameOf('{"order_ref":"ord_1"');
    expect(passes('order_ref:*', frame)).toBe(false);
    expect(passes('ord_1', frame)).toBe(true);
  });

  it('[F22] cannot be used to guess a secret', () => {
    const frame = frameOf('{"session_token":"tok_1"}', { secrets: ['tok_1'] });
    expect(passes('tok_1', frame)).toBe(false);
    expect(passes('session_token:tok*', frame)).toBe(false);
  });

  it('[F9] knows nothing of the wire of a connection that is gone', () => {
    const frame = frameOf('{}', { connectionId: 'gone' });
    expect(passes('wire:*', frame)).toBe(false);
    expect(passes('conn:gone', frame)).toBe(true);
  });
});

describe('createPayloadReader', () => {
  it('answers the same after it has let go of what it had parsed', () => {
    const reader = createPayloadReader(100);
    const frames = Array.from({ length: 50 }, (_, index) =>
      frameOf(`{"n":${index},"pad":"${'x'.repeat(20)}"}`),
    );
    const found = () =>
      frames.filter((frame) => reader.some(frame, 'n', (value) => Number(value) >= 25));
    expect(found()).toHaveLength(25);
    expect(found()).toHaveLength(25);
  });

  it('finds a name that is written with escapes', () => {
    const reader = createPayloadReader();
    expect(reader.some(frameOf('{"\\u006eame":1}'), 'name', (value) => value === 1)).toBe(true);
  });

  it('stops at a depth that no message has', () => {
    const deep = frameOf(`${'{"a":'.repeat(500)}{"n":1}${'}'.repeat(500)}`);
    expect(createPayloadReader().some(deep, 'n', () => true)).toBe(false);
  });
});
