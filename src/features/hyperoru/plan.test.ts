import { describe, expect, it } from 'vitest';
import { messageOf } from './builders';
import { CHANNELS } from './commands';
import { fakeConnection, type FakeConnection, type SentFrame } from './fake-connection';
import { hyperoruPlan } from './plan';
import { createRequestIds } from './request-id';

const TOKEN = 'tok/7Qm+secret';
const PRODUCTION = 'wss://api.production.hyperoru.com';

function planFor(connection: FakeConnection) {
  return hyperoruPlan(connection, createRequestIds('t'), () => false);
}

function greetingOf(connection: FakeConnection): SentFrame[] {
  return textsOf(planFor(connection)).map((text) => JSON.parse(text) as SentFrame);
}

/** All of a greeting, whatever it waits for in between. */
function textsOf(plan: ReturnType<typeof planFor>): readonly string[] {
  return [...(plan.greet?.() ?? []), ...(plan.greetThen?.frames() ?? [])];
}

describe('signing in', () => {
  it('[HY3] greets with connect, bootstrap and a subscription to all four channels', () => {
    expect(greetingOf(fakeConnection({ sessionToken: TOKEN }))).toEqual([
      { type: 'connect', request_id: 'vgt.1.connect', data: { session_token: TOKEN } },
      { type: 'bootstrap', request_id: 'vgt.2.bootstrap' },
      { type: 'subscribe', request_id: 'vgt.3.subscribe', data: { channels: CHANNELS } },
    ]);
  });

  it('[HY3] waits for an answer to connect, of any kind, for 3 s at most, and then goes on', () => {
    const plan = planFor(fakeConnection({ sessionToken: TOKEN }));
    const typesOf = (texts: readonly string[] = []) =>
      texts.map((text) => (JSON.parse(text) as SentFrame).type);
    expect(typesOf(plan.greet?.())).toEqual(['connect']);
    expect(plan.greetThen?.withinMs).toBe(3_000);
    expect(plan.greetThen?.after(messageOf({ type: 'connect', data: {} }))).toBe(true);
    const unknown = { type: 'error', message: 'Unknown message type: connect' };
    expect(plan.greetThen?.after(messageOf(unknown))).toBe(true);
    expect(plan.greetThen?.after(messageOf({ type: 'pong' }))).toBe(false);
    expect(typesOf(plan.greetThen?.frames())).toEqual(['bootstrap', 'subscribe']);
  });

  it('[HY-T1] a local server is given the token as a message, the production host in the address', () => {
    const local = fakeConnection({ sessionToken: TOKEN });
    expect(planFor(local).url()).toBe('ws://localhost:8080/ws');
    const production = fakeConnection({ sessionToken: TOKEN }, PRODUCTION);
    expect(planFor(production).url()).toBe(
      `${PRODUCTION}/ws?session_token=${encodeURIComponent(TOKEN)}`,
    );
  });

  it.each([
    ['message', 'ws://localhost:8080'],
    ['message', PRODUCTION],
    ['query', 'ws://localhost:8080'],
    ['query', PRODUCTION],
    ['none', PRODUCTION],
    ['auto', 'ws://localhost:8080'],
    ['auto', PRODUCTION],
    ['auto', 'wss://hyperoru.com.evil.test'],
  ] as const)('[HY-T1] mode %s at %s never gives the token both ways', (authMode, socketUrl) => {
    const connection = fakeConnection({ authMode, sessionToken: TOKEN }, socketUrl);
    const inAddress = planFor(connection).url().includes('session_token');
    const inFrames = JSON.stringify(greetingOf(connection)).includes(TOKEN);
    expect(inAddress && inFrames).toBe(false);
    expect(inAddress || inFrames).toBe(authMode !== 'none');
  });

  it('[HY-T2] in query mode the token is in the address of the socket and in no frame', () => {
    const connection = fakeConnection({ authMode: 'query', sessionToken: TOKEN });
    const plan = planFor(connection);
    const frames = [...textsOf(plan), plan.heartbeat?.frame() ?? ''];
    expect(frames.join('')).not.toContain('secret');
    expect(frames.join('')).not.toContain('connect');
  });

  it('[HY3] without a token there is nothing to connect with', () => {
    expect(greetingOf(fakeConnection()).map((frame) => frame.type)).toEqual([
      'bootstrap',
      'subscribe',
    ]);
    expect(planFor(fakeConnection({ authMode: 'query' })).url()).toBe('ws://localhost:8080/ws');
  });

  it('[HY-T3] a server that does not know connect is greeted without it from then on', () => {
    const connection = fakeConnection({ sessionToken: TOKEN });
    const plan = planFor(connection);
    const [connect] = textsOf(plan).map((text) => JSON.parse(text) as SentFrame);
    const data = { error: 'Unknown message type: connect' };
    connection.receive({ type: 'error', request_id: connect?.request_id, data });
    const types = textsOf(plan).map((text) => (JSON.parse(text) as SentFrame).type);
    expect(types).toEqual(['bootstrap', 'subscribe']);
  });

  it('[HY-T3] an unknown connect is no refusal: the session goes on', () => {
    const plan = planFor(fakeConnection({ sessionToken: TOKEN }));
    const error = messageOf({ type: 'error', message: 'Unknown message type: connect' });
    expect(plan.refusalOf?.(error)).toBeNull();
  });

  it('[HY-T3] switch_user is never sent by itself', () => {
    const types = greetingOf(fakeConnection({ sessionToken: TOKEN })).map((frame) => frame.type);
    expect(types).not.toContain('switch_user');
  });

  it('[HY-T1] a refusal in query mode offers the message instead and changes nothing by itself', () => {
    const connection = fakeConnection({ authMode: 'query', sessionToken: TOKEN });
    const plan = planFor(connection);
    const error = messageOf({
      type: 'error',
      data: { error: 'Not authenticated', code: 'UNAUTHORIZED' },
    });
    expect(plan.refusalOf?.(error)).toEqual({
      code: 'UNAUTHORIZED',
      reason:
        'Not authenticated. The token was given in the address: it is wrong or has ended, or this server wants the sign-in "message". Change it on the Session tab.',
    });
    expect(JSON.stringify(textsOf(plan))).not.toContain(TOKEN);
  });

  it('[HY-T2] a server that repeats the token in its error does not bring it onto the screen', () => {
    const plan = planFor(fakeConnection({ sessionToken: TOKEN }));
    const error = messageOf({ type: 'error', message: `Invalid token ${TOKEN}` });
    expect(plan.refusalOf?.(error)?.reason).not.toContain(TOKEN);
  });

  it.each([
    [401, 401],
    [500, null],
  ])('[RF-9] asks REST why the upgrade is refused: %i there', async (status, code) => {
    const connection = fakeConnection({ authMode: 'query', sessionToken: TOKEN });
    connection.onCall = () => ({ kind: 'http', status, detail: '', retryAfterSec: null });
    const refusal = (await planFor(connection).examine?.()) ?? null;
    expect(refusal?.code ?? null).toBe(code);
    expect(connection.calls.map(({ path }) => path)).toEqual(['/api/account/list']);
  });

  it('[HY3] greets for the user and the account that were chosen, the user before the bootstrap', () => {
    const connection = fakeConnection({ sessionToken: TOKEN, user: '2', account: '4' });
    expect(
      greetingOf(connection).map(({ type, data }) => [
        type,
        data?.['user_id'] ?? data?.['account_id'],
      ]),
    ).toEqual([
      ['connect', undefined],
      ['switch_user', 2],
      ['bootstrap', undefined],
      ['subscribe', undefined],
      ['switch_account', 4],
    ]);
  });

  it('[HY-T3] a server that knows neither switch is not asked again', () => {
    const connection = fakeConnection({ user: '2', account: '4' });
    const plan = planFor(connection);
    for (const text of textsOf(plan)) {
      const { type, request_id } = JSON.parse(text) as SentFrame;
      if (!type.startsWith('switch_')) continue;
      connection.receive({ type: 'error', request_id, message: `Unknown message type: ${type}` });
    }
    const types = textsOf(plan).map((text) => (JSON.parse(text) as SentFrame).type);
    expect(types).toEqual(['bootstrap', 'subscribe']);
  });

  it('[HY-T21] an expired token is known by the refusal, not by a date we guessed', () => {
    const plan = planFor(fakeConnection({ sessionToken: TOKEN }));
    const expired = messageOf({ type: 'error', message: 'Token has expired' });
    expect(plan.refusalOf?.(expired)).toMatchObject({ code: 'auth' });
    const forbidden = messageOf({
      type: 'error',
      data: { error: 'Not your account', code: 'FORBIDDEN' },
    });
    expect(plan.refusalOf?.(forbidden)).toBeNull();
  });
});

describe('coming back', () => {
  it('[HY21] judges the gap once what can be read has been read', async () => {
    const connection = fakeConnection();
    const verdicts: string[] = [];
    connection.judgeGap = ({ evidence }) => void verdicts.push(evidence ?? '');
    connection.onSend = ({ type, request_id }) => {
      const answer = { snapshot: { equity: 5, positions: [] }, curve: [] };
      if (type === 'get_snapshot') {
        connection.receive({ type: 'snapshot', request_id, data: answer.snapshot });
      } else if (type === 'get_asset_curve') {
        connection.receive({ type, request_id, data: answer.curve });
      }
    };
    connection.onCall = ({ resource }) => {
      if (resource === 'arena/model-chat' || resource.startsWith('hyperliquid/')) {
        return { kind: 'http', status: 404, detail: '', retryAfterSec: null };
      }
      connection.receive([], resource);
      return { kind: 'ok', status: 200, frameId: 0 };
    };
    connection.receive({ type: 'bootstrap', data: { accounts: [{ id: 1 }] } });
    const life = new AbortController();
    await planFor(connection).onLive?.(life.signal);
    life.abort();
    expect(verdicts).toHaveLength(1);
    expect(verdicts[0]).toContain('Read anew: positions and equity, equity curves');
    expect(verdicts[0]).toContain('unknown: the newest decisions');
  });
});

describe('the session', () => {
  it('[HY4] is ready at the bootstrap of either dialect and at nothing else', () => {
    const { readyWhen } = planFor(fakeConnection());
    if (readyWhen === 'open') throw new Error('must wait for the bootstrap');
    expect(readyWhen(messageOf({ type: 'bootstrap', data: {} }))).toBe(true);
    expect(readyWhen(messageOf({ type: 'bootstrap_ok', account: null }))).toBe(true);
    expect(readyWhen(messageOf({ type: 'connect', data: {} }))).toBe(false);
  });

  it('[HY-T13] pings every 30 s and takes any frame as the answer', () => {
    const { heartbeat } = planFor(fakeConnection());
    expect(heartbeat).toMatchObject({ everyMs: 30_000, answer: { withinMs: 10_000, mode: 'any' } });
    expect(heartbeat?.answer?.matches(messageOf({ type: 'pong' }))).toBe(true);
    expect(JSON.parse(heartbeat?.frame() ?? '')).toEqual({
      type: 'ping',
      request_id: 'vgt.1.ping',
    });
  });

  it('[HY6] gives each request an id of its own, on every socket', () => {
    const plan = planFor(fakeConnection({ sessionToken: TOKEN }));
    const texts = [...textsOf(plan), ...textsOf(plan), plan.heartbeat?.frame() ?? ''];
    const ids = texts.map((text) => (JSON.parse(text) as SentFrame).request_id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
