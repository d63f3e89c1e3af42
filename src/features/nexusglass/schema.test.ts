import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode } from '~/session/decode';
import { EVENT_SEED, fixtures } from './fixtures';
import type { NexusMessage, SnapshotMessage } from './schema';
import { Feed, payload, REST, SOCKET } from './test-kit';
import { nexusWire } from './wire';

const wire = nexusWire({ token: '', symbols: '' });

function messageOf(text: string): NexusMessage | null {
  return decode(wire, text, SOCKET).message;
}

function snapshotOf(content: unknown): SnapshotMessage {
  const message = messageOf(JSON.stringify({ type: 'SNAPSHOT', payload: content }));
  if (message?.type !== 'SNAPSHOT') throw new Error('not a snapshot');
  return message;
}

describe('a key that the server repeats', () => {
  const KEY = 'nxg_secret/123456';
  const own = nexusWire({ token: KEY, symbols: '' });
  const leaky = payload({ id: 7, type: KEY, data: { [KEY]: [`of ${KEY}`, 1], token: 'PEPE' } });
  const said = (body: unknown, source = SOCKET) =>
    decode(own, JSON.stringify(body), source).message;

  it.each([
    ['an EVENT', { type: 'EVENT', payload: leaky }, SOCKET],
    ['a SNAPSHOT', { type: 'SNAPSHOT', payload: [leaky] }, SOCKET],
    ['a page', [leaky], REST],
    ['the HANDSHAKE', { type: 'HANDSHAKE', payload: { tier: KEY, note: [KEY] } }, SOCKET],
    ['an ERROR', { type: 'ERROR', payload: { code: 1, message: `no ${KEY}` } }, SOCKET],
  ])('[NX-T1] is masked in %s before anything is told of it', (_name, body, source) => {
    const text = JSON.stringify(said(body, source));
    expect(text).toContain('•••');
    expect(text).not.toContain(KEY);
    expect(text).not.toContain(encodeURIComponent(KEY));
  });

  it('[NX-T1] costs an event nothing but the key itself', () => {
    expect(said({ type: 'EVENT', payload: leaky })).toEqual({
      type: 'EVENT',
      payload: { ...leaky, type: '•••', data: { '•••': ['of •••', 1], token: 'PEPE' } },
    });
    const clean = payload({ id: 8, data: { token: 'PEPE' } });
    expect(said({ type: 'EVENT', payload: clean })).toEqual({ type: 'EVENT', payload: clean });
  });
});

describe('the NexusGlass wire', () => {
  it.each(fixtures)('[NX2] decodes $name as $verdict', ({ text, source, verdict, type }) => {
    const decoded = decode(wire, text, source);
    expect(decoded.verdict.kind).toBe(verdict);
    if (type !== null) expect(decoded.verdict).toMatchObject({ type });
    expect(decoded.message === null).toBe(verdict !== 'ok');
  });

  it.each(['events', 'recent_events', 'items', 'data'])(
    '[NX-T3] a SNAPSHOT under "%s" is read as one that is an array',
    (key) => {
      const events = [payload({ id: 5 }), payload({ id: 3 })];
      expect(snapshotOf({ [key]: events }).events).toEqual(snapshotOf(events).events);
      expect(snapshotOf({ [key]: events })).toMatchObject({
        understood: true,
        lowestId: '3',
        highestId: '5',
      });
    },
  );

  it('[NX-T3] a SNAPSHOT takes the first list in the order of the names, and unwraps whole EVENT messages', () => {
    const whole = { type: 'EVENT', payload: payload({ id: 1 }) };
    expect(snapshotOf({ data: [payload({ id: 2 })], events: [whole] }).events).toMatchObject([
      { id: 1 },
    ]);
  });

  it('[NX-T3] a SNAPSHOT that holds no list is a message that says so, not an error', () => {
    for (const content of [undefined, null, 7, 'x', {}, { events: {} }]) {
      expect(snapshotOf(content)).toMatchObject({ understood: false, events: [] });
    }
  });

  it('[NX-T3] a broken element of a SNAPSHOT is counted and costs none of the others', () => {
    expect(snapshotOf([payload({ id: 1 }), { id: 2 }, null, payload({ id: 3 })])).toMatchObject({
      unreadable: 2,
      events: [{ id: 1 }, { id: 3 }],
    });
  });

  it("[NX-T4] the envelope's type routes, and the event's own type never does", () => {
    const text = JSON.stringify({ type: 'EVENT', payload: payload({ id: 1, type: 'PONG' }) });
    expect(messageOf(text)).toMatchObject({ type: 'EVENT', payload: { type: 'PONG' } });
    const unknown = JSON.stringify({ type: 'NEWS', payload: payload({ id: 1, type: 'EVENT' }) });
    expect(decode(wire, unknown, SOCKET).verdict).toEqual({ kind: 'unknown', type: 'NEWS' });
  });

  it('[NX-T10] what the socket filters, lists are filtered by too, and say how much they set aside', () => {
    const filtered = nexusWire({ token: '', symbols: 'BTCUSDT, solusdt' });
    const list = [
      payload({ id: 1 }),
      payload({ id: 2, symbol: 'ETHUSDT' }),
      payload({ id: 3, symbol: null }),
      payload({ id: 9, symbol: 'SOLUSDT' }),
      payload({ id: 12, symbol: 'LINKUSDT' }),
    ];
    const { message } = decode(filtered, JSON.stringify(list), REST);
    expect(message).toMatchObject({
      events: [{ id: 1 }, { id: 3 }, { id: 9 }],
      filteredOut: 2,
      highestId: '12',
    });
  });

  it('[NX-T15] a PONG is a PONG with or without payload, and an echoed PING changes nothing but the last frame', () => {
    expect(messageOf('{"type":"PONG"}')?.type).toBe('PONG');
    expect(messageOf('{"type":"PONG","payload":[1]}')?.type).toBe('PONG');
    const feed = new Feed();
    feed.open();
    const { lastFrameMs: _, nowMs: __, ...before } = feed.state;
    feed.nowMs += 1000;
    feed.take('{"type":"PING"}');
    expect(feed.state).toMatchObject(before);
    expect(feed.state.lastPongMs).toBeNull();
  });

  it('[NX-T32] an unknown kind of message is counted by name, also one that objects inherit', () => {
    for (const type of ['MARKET_NEWS', 'toString', '__proto__', 'event']) {
      expect(decode(wire, JSON.stringify({ type }), SOCKET).verdict).toEqual({
        kind: 'unknown',
        type,
      });
    }
  });

  it('[NX-T32] unknown fields of an event are kept', () => {
    const text = EVENT_SEED.replace('"id": 12346', '"id": 12346, "cluster_score": 7');
    expect(messageOf(text)).toMatchObject({ payload: { cluster_score: 7 } });
  });

  it('[NX-T28] an event is never refused for what its data, confidence, symbol or latency are', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (a, b, c, d) => {
        const odd = { ...payload({ id: 1 }), data: a, confidence: b, symbol: c, latency_ms: d };
        const { verdict } = decode(wire, JSON.stringify({ type: 'EVENT', payload: odd }), SOCKET);
        expect(verdict.kind).toBe('ok');
      }),
    );
  });

  it('[NX2] junk of any shape is a verdict and never an exception', () => {
    const kinds = fc.constantFrom('HANDSHAKE', 'SNAPSHOT', 'EVENT', 'ERROR', 'PONG', 'PING', 'X');
    const junk = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({ type: kinds, payload: fc.jsonValue() }).map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(junk, fc.constantFrom(SOCKET, REST), (text, source) => {
        expect(decode(wire, text, source).verdict.kind).toMatch(/ok|unknown|schema|not-json/);
      }),
    );
  });

  it('[NX2] a text beyond the limit is not parsed', () => {
    const text = ' '.repeat(4 * 1024 * 1024 + 1);
    expect(decode(wire, text, SOCKET).verdict.kind).toBe('oversize');
  });
});
