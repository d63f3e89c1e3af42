import { describe, expect, it } from 'vitest';
import { redact } from '~/lib/redact';
import { decode } from '~/session/decode';
import { ERROR_SEED } from './fixtures';
import { feature } from './index';
import { nexusPlan } from './plan';
import { recoveryReportOf } from './recovery';
import { fakeConnection, type FakeOptions } from './test-connection';
import { Feed, payload } from './test-kit';

const KEY = 'nxg_secret_123456';

function planOf(options: FakeOptions = {}) {
  return nexusPlan(fakeConnection(options).connection);
}

function messageOf(text: string) {
  return new Feed().received(text).message;
}

describe('the plan of a fastfeed session', () => {
  it('[NX-T1] the key is in the address only when we dial the vendor ourselves', () => {
    const address = 'wss://nexusglass.live/ws/fastfeed';
    expect(planOf({ via: 'direct', token: KEY }).url()).toBe(`${address}?token=${KEY}`);
    expect(planOf({ via: 'relay', token: KEY }).url()).toBe(address);
    expect(planOf({ via: 'demo', token: KEY }).url()).toBe(address);
  });

  it('[NX-T1] the key is a secret option, and the address is redacted where it is shown', () => {
    expect(JSON.stringify(feature.defaults)).not.toContain('token');
    expect(redact(planOf({ via: 'direct', token: KEY }).url(), [KEY])).not.toContain(KEY);
  });

  it('[NX3] symbols become a filter, encoded', () => {
    const url = new URL(planOf({ symbols: 'btcusdt, ETHUSDT;A&B' }).url());
    expect(url.searchParams.get('symbols')).toBe('BTCUSDT,ETHUSDT,A&B');
    expect(planOf().url()).not.toContain('symbols');
  });

  it('[NX4] is live at the HANDSHAKE, not before', () => {
    const { readyWhen } = planOf();
    if (readyWhen === 'open') throw new Error('must wait for the HANDSHAKE');
    expect(readyWhen(messageOf('{"type":"HANDSHAKE"}'))).toBe(true);
    expect(readyWhen(messageOf('{"type":"PONG"}'))).toBe(false);
  });

  it('[NX8] pings every 30 s, and only a PONG within 10 s is an answer', () => {
    const { heartbeat } = planOf();
    expect(heartbeat).toMatchObject({
      everyMs: 30_000,
      answer: { withinMs: 10_000, mode: 'strict' },
    });
    expect(heartbeat?.frame()).toBe('{"type":"PING"}');
    expect(heartbeat?.answer?.matches(messageOf('{"type":"PONG"}'))).toBe(true);
  });

  it('[NX-T15] neither an echoed PING nor an event is an answer', () => {
    const { heartbeat } = planOf();
    expect(heartbeat?.answer?.matches(messageOf('{"type":"PING"}'))).toBe(false);
    const event = JSON.stringify({ type: 'EVENT', payload: payload({ id: 1, type: 'PONG' }) });
    expect(heartbeat?.answer?.matches(messageOf(event))).toBe(false);
  });

  it.each(['AUTH_FAILED', 'TIER_INSUFFICIENT'])(
    '[NX-T17] %s refuses us for good, in the server’s words',
    (code) => {
      const text = ERROR_SEED.replace('AUTH_FAILED', code);
      expect(planOf().refusalOf?.(messageOf(text))).toEqual({
        code,
        reason: 'Invalid or expired API key',
      });
    },
  );

  it.each(['RATE_LIMITED', 'RATE_LIMIT_EXCEEDED'])(
    '[NX-T17] after %s the socket is closed and left alone for as long as the server says',
    (code) => {
      const text = (wait: string) =>
        messageOf(`{"type":"ERROR","payload":{"code":"${code}","message":"slow down"${wait}}}`);
      const plan = planOf();
      expect(plan.pauseOf?.(text(',"retry_after":45'))).toEqual({
        cause: 'too many requests, says the server: slow down',
        waitSec: 45,
      });
      expect(plan.pauseOf?.(text(''))).toMatchObject({ waitSec: null });
      expect(plan.pauseOf?.(messageOf(ERROR_SEED))).toBeNull();
    },
  );

  it.each(['RATE_LIMITED', 'INTERNAL', ''])(
    '[NX-T17] an ERROR "%s" is shown and refuses nothing',
    (code) => {
      const text = ERROR_SEED.replace('AUTH_FAILED', code);
      expect(planOf().refusalOf?.(messageOf(text))).toBeNull();
    },
  );
});

describe('an upgrade that was refused without a word', () => {
  const http = (status: number) => () =>
    ({ kind: 'http', status, detail: '{"error":"nope"}', retryAfterSec: null }) as const;

  it.each([401, 403])('[NX-T17] [RF-9] REST names it: %i is a rejected key', async (status) => {
    const refusal = await planOf({ answer: http(status) }).examine?.();
    expect(refusal).toMatchObject({
      code: status,
      reason: expect.stringMatching(/^key rejected/) as string,
    });
  });

  it('[RF-11] REST names it: 404 is a wrong address', async () => {
    const refusal = await planOf({ answer: http(404) }).examine?.();
    expect(refusal).toMatchObject({
      code: 404,
      reason: expect.stringMatching(/^wrong address/) as string,
    });
  });

  it('[RF-10] any other answer, or none, refuses nobody', async () => {
    expect(await planOf({ answer: http(503) }).examine?.()).toBeNull();
    expect(await planOf().examine?.()).toBeNull();
  });

  it('[NX-T1] is asked with the key only when we dial the vendor ourselves', async () => {
    for (const [via, header] of [
      ['direct', KEY],
      ['relay', undefined],
    ] as const) {
      const fake = fakeConnection({ via, token: KEY });
      await nexusPlan(fake.connection).examine?.();
      expect(fake.calls[0]!.headers?.['X-API-Key']).toBe(header);
      expect(fake.calls[0]!.path).not.toContain(KEY);
    }
  });
});

describe('a key that the server repeats', () => {
  const words = `key ${KEY} has expired`;

  it('[NX-T1] is masked in a refusal, its feed entry and the state, for they are shown and told to other tabs', () => {
    const wire = feature.wire({ token: KEY, symbols: '' });
    const payload = { code: 'AUTH_FAILED', message: words, retry_after: 3 };
    const text = JSON.stringify({ type: 'ERROR', payload });
    const source = { channel: 'socket' } as const;
    const { message } = decode(wire, text, source);
    const refusal = planOf({ via: 'direct', token: KEY }).refusalOf?.(message!);
    expect(refusal).toEqual({ code: 'AUTH_FAILED', reason: 'key ••• has expired' });
    const received = {
      message: message!,
      receivedAtMs: 1,
      origin: 'live',
      source,
      frameId: 1,
    } as const;
    const state = feature.initialState();
    const [entry] = feature.describe(received, state);
    expect(entry?.detail).toContain('key ••• has expired');
    expect(JSON.stringify([entry, feature.apply(state, [received])])).not.toContain(KEY);
  });

  it('[NX-T1] is masked in the words of a REST answer, whether to the plan or to the recovery', async () => {
    const answer = () =>
      ({
        kind: 'http',
        status: 401,
        detail: JSON.stringify({ error: { code: 'INVALID_API_KEY', message: words } }),
        retryAfterSec: null,
      }) as const;
    const refusal = await planOf({ via: 'direct', token: KEY, answer }).examine?.();
    expect(refusal?.reason).toBe('key rejected: INVALID_API_KEY: key ••• has expired');

    const feed = new Feed();
    feed.open();
    feed.event({ id: 5 });
    feed.open();
    feed.snapshot([]);
    const fake = fakeConnection({ via: 'direct', token: KEY, answer, feed });
    await nexusPlan(fake.connection).onLive?.(new AbortController().signal);
    expect(fake.calls.length).toBeGreaterThan(0);
    expect(JSON.stringify(fake.verdicts)).toContain('key ••• has expired');
    expect(
      JSON.stringify([fake.verdicts, recoveryReportOf(fake.connection).getState()]),
    ).not.toContain(KEY);
  });
});

describe('the feature', () => {
  it('[NX9] is late after 45 s without any frame and silent after 90 s', () => {
    const feed = new Feed();
    feed.open();
    expect(feature.budget(feed.state, { token: '', symbols: '' })).toMatchObject({
      lastHeardMs: feed.nowMs,
      lateAfterMs: 45_000,
      silentAfterMs: 90_000,
    });
  });

  it('[NX40] knows a fastfeed by its list of events or by a documented refusal', () => {
    const { matches } = feature.fingerprint;
    expect(matches(200, [payload({ id: 1 })])).toBe(true);
    expect(matches(200, { events: [] })).toBe(true);
    expect(matches(401, { error: { code: 'MISSING_API_KEY', message: 'no key' } })).toBe(true);
    expect(matches(403, { error: 'Forbidden', code: 'TIER_INSUFFICIENT' })).toBe(true);
    expect(matches(403, { detail: 'Forbidden' })).toBe(false);
    expect(matches(200, { running: true })).toBe(false);
    expect(matches(200, [{ time: 1, open: 2 }])).toBe(false);
    expect(matches(404, { error: { code: 'NOT_FOUND' } })).toBe(false);
  });

  it('[NX-T19] dials the fastfeed only: the other sockets contradict each other on the tier they need', () => {
    expect(new URL(planOf().url()).pathname).toBe('/ws/fastfeed');
  });

  it('[NX-T29] takes any symbol as a filter: no list of them is published', () => {
    expect(feature.options.parse({ symbols: 'NEWUSDT' })).toEqual({
      token: '',
      symbols: 'NEWUSDT',
    });
  });
});
