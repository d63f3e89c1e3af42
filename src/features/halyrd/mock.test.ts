import { describe, expect, it } from 'vitest';
import type { MockFrame, MockRequest, MockSocket, WorldEvents } from '~/mock/contract';
import { decode } from '~/session/decode';
import { mock } from './mock';
import { fakeContext } from './mock-context.fake';
import { apply, initialState } from './store';
import { received, T0, ts } from './test-frames';
import { wire } from './wire';

function started() {
  const fake = fakeContext();
  const server = mock.start(fake.context);
  const get = (path: string, query = '', method = 'GET') => {
    const request: MockRequest = {
      method,
      path,
      query: new URLSearchParams(query),
      headers: {},
      body: undefined,
    };
    return server.rest(request);
  };
  return { ...fake, server, get };
}

const fill: WorldEvents['fill'] = {
  by: { agent: true },
  tradeId: 1,
  base: 'LINK',
  side: 'sell',
  sizeBase: 8,
  price: 17.904,
  pnl: 6.31,
  fees: 0.55,
  orderRef: 'ord_1',
  why: 'target reached',
};

const refusal = (layer: 'quote' | 'policy' | 'signing'): WorldEvents['refusal'] => ({
  layer,
  rule: layer === 'quote' ? 'stale' : 'daily_drawdown',
  reason: 'because',
  orderRef: layer === 'quote' ? null : 'ord_9',
  base: 'ETH',
});

const demoted: WorldEvents['lifecycle'] = {
  from: 'LIVE',
  to: 'DEMOTED',
  cause: { kind: 'demotion', rule: 'max_drawdown', scope: 'max', relockUntilMs: null },
};

function tellAll({ tell }: ReturnType<typeof started>) {
  tell('equity', { of: { agent: true } });
  tell('fill', fill);
  tell('fill', { ...fill, side: 'buy', pnl: null });
  for (const layer of ['quote', 'policy', 'signing'] as const) tell('refusal', refusal(layer));
  tell('skip', { base: 'BTC', why: 'no signal' });
  tell('lifecycle', { from: 'PAPER', to: 'ELIGIBLE', cause: { kind: 'eligible' } });
  tell('lifecycle', { from: 'ELIGIBLE', to: 'LIVE', cause: { kind: 'promotion', txHash: null } });
  tell('lifecycle', demoted);
}

const decoded = ({ text }: MockFrame) => decode(wire, text, { channel: 'socket' });

describe('the stream', () => {
  it('[HA2] every frame is one that the wire reads, of all nine kinds', () => {
    const run = started();
    tellAll(run);
    run.server.burst(200);
    for (const frame of run.frames) {
      expect(decoded(frame).verdict).toEqual({ kind: 'ok', type: frame.type, repaired: 0 });
      expect(frame.key).not.toBe('');
    }
    const kinds = new Set(run.frames.map(({ type }) => type));
    expect([...kinds].toSorted()).toEqual([
      ...['demotion', 'journal_entry', 'promotion', 'quote_rejected', 'risk_veto'],
      ...['snapshot', 'status_change', 'trade', 'twak_block'],
    ]);
  });

  it('[HA-T5] doubles what Halyrd doubles', () => {
    const types = (act: (run: ReturnType<typeof started>) => void) => {
      const run = started();
      act(run);
      return run.frames.map(({ type }) => type);
    };
    expect(types(({ tell }) => tell('fill', fill))).toEqual(['trade', 'journal_entry']);
    expect(types(({ tell }) => tell('refusal', refusal('policy')))).toEqual([
      'risk_veto',
      'journal_entry',
    ]);
    expect(types(({ tell }) => tell('refusal', refusal('quote')))).toEqual([
      'quote_rejected',
      'journal_entry',
    ]);
    expect(types(({ tell }) => tell('lifecycle', demoted))).toEqual([
      'demotion',
      'status_change',
      'journal_entry',
    ]);
  });

  it('[HA5] [HA-T4] a journal entry has no id on the stream and one over REST', () => {
    const run = started();
    run.tell('fill', fill);
    const [trade, entry] = run.frames.map(
      ({ text }) => JSON.parse(text) as Record<string, unknown>,
    );
    expect(entry).not.toHaveProperty('id');
    const rows = run.get('/agents/current/journal')?.body as { id: string; body: string }[];
    expect(rows.find(({ id }) => id === trade?.['journal_ref'])?.body).toBe(entry?.['body']);
  });

  it('says nothing of other accounts', () => {
    const run = started();
    run.tell('fill', { ...fill, by: { accountId: 1 } });
    run.tell('equity', { of: { accountId: 1 } });
    expect(run.frames).toEqual([]);
  });

  it('sends as many frames as a burst asks for', () => {
    for (const count of [0, 1, 2, 37]) {
      const run = started();
      run.server.burst(count);
      expect(run.frames).toHaveLength(count);
    }
  });

  it('[HA1] accepts the alias and the id, refuses others, and answers nothing', () => {
    const { server, frames } = started();
    const none = new URLSearchParams();
    expect(server.upgrade('/ws/agents/current', none)).toBeNull();
    expect(server.upgrade('/ws/agents/seed', none)).toBeNull();
    expect(server.upgrade('/ws/agents/other', none)).toMatchObject({ status: 404 });
    const socket = { id: 1, path: '/ws/agents/current', query: none, memory: new Map() };
    const closes: number[] = [];
    const open: MockSocket = {
      ...socket,
      send: () => undefined,
      close: (code) => void closes.push(code),
    };
    server.opened(open);
    server.received(open, 'ping');
    server.restarted();
    expect([frames, closes]).toEqual([[], []]);
    server.refuseKey(open);
    expect(closes).toEqual([1008]);
  });
});

describe('REST', () => {
  const resources = [
    ['agents', '/agents'],
    ['agent', '/agents/current'],
    ['equity', '/agents/seed/equity'],
    ['trades', '/agents/current/trades'],
    ['journal', '/agents/current/journal'],
    ['risk/blocks', '/agents/current/risk/blocks'],
    ['risk/objectives', '/agents/current/risk/objectives'],
    ['evaluation', '/agents/current/evaluation'],
  ] as const;

  it.each(resources)('[HA14] %s is what the wire reads, to the last row', (resource, path) => {
    const run = started();
    tellAll(run);
    const text = JSON.stringify(run.get(path)?.body);
    const { verdict, message } = decode(wire, text, { channel: 'rest', resource });
    expect(verdict.kind).toBe('ok');
    expect(message).not.toMatchObject({
      unreadable: expect.toSatisfy((count: number) => count > 0) as number,
    });
  });

  it('[HA-T3] trades are the closed ones, and as many as the agent has at the start', () => {
    const run = started();
    expect(run.get('/agents/current/trades')?.body).toHaveLength(9);
    tellAll(run);
    expect(run.get('/agents/current/trades')?.body).toHaveLength(10);
    expect(run.get('/agents/current/trades', 'phase=live')?.body).toHaveLength(0);
  });

  it('[HA14] equity takes a window and an interval', () => {
    const { get } = started();
    const points = (query: string) => get('/agents/current/equity', query)?.body as unknown[];
    expect(points('')).toHaveLength(96);
    expect(points(`from=${ts(-1800)}`)).toHaveLength(3);
    expect(points(`from=${ts(-3600)}&to=${ts(-1800)}`)).toHaveLength(3);
    expect(points('interval=1h')).toHaveLength(25);
    expect(points('')[0]).not.toHaveProperty('daily_dd_used');
  });

  it('[HA-T7] drawdowns are fractions, headroom is per cent, counts have none', () => {
    const { get } = started();
    expect(get('/agents/current/risk/objectives')?.body).toEqual([
      { rule: 'max_drawdown', current: 0.018, limit: 0.2, headroom_pct: 91 },
      { rule: 'daily_drawdown', current: 0.004, limit: 0.08, headroom_pct: 95 },
      { rule: 'consecutive_losses', current: 1, limit: 3, headroom_pct: null },
    ]);
  });

  it('[HA16] an unknown agent, an unknown path and a wrong method are refused as FastAPI would', () => {
    const { get } = started();
    expect(get('/agents/other/equity')).toEqual({
      status: 404,
      body: { detail: 'Agent not found' },
    });
    expect(get('/agents/current', '', 'PATCH')).toMatchObject({ status: 405 });
    expect(get('/agents/current/constructor')).toBeNull();
    expect(get('/api/ping')).toBeNull();
    expect(get('/openapi.json')?.body).toMatchObject({ paths: { '/agents/{id}/equity': {} } });
  });

  it('[HA13] [HA17] history read after the stream adds nothing that was told already', () => {
    const run = started();
    tellAll(run);
    run.server.burst(50);
    const stream = run.frames.map(({ text }) => received(text, { channel: 'socket' }, T0));
    const before = apply(initialState(), stream);
    const answers = resources.map(([resource, path]) =>
      received(run.get(path)?.body, { channel: 'rest', resource }, T0 + 1),
    );
    const after = apply(before, answers);
    expect(after.blocks).toEqual(before.blocks);
    expect(after.fills).toEqual(before.fills);
    // What was closed before the stream began is new, and nothing else.
    expect(after.journal.length - before.journal.length).toBe(9);
    const closings = before.fills.filter(({ pnl }) => pnl !== null);
    expect(after.closedTrades.length).toBe(9 + closings.length);
  });
});
