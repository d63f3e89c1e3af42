import { describe, expect, it } from 'vitest';
import { FakeClock } from '~/lib/fake-clock';
import type { RestOutcome } from '~/session/rest';
import { earlierEquity } from './earlier-equity';
import { fallbackOf } from './fallback';
import { HISTORY, detailOf, load, loadHistory, pathOf, restHealth } from './rest';
import { initialState } from './store';
import { block, demotion, fakeConnection, promotion, snapshot, T0, trade } from './test-frames';
import { lifeOf } from './life';
import { planOf } from './use-halyrd-socket';
import { watchAgent } from './watch';

const ok: RestOutcome = { kind: 'ok', status: 200, frameId: 1 };
const http = (status: number): RestOutcome => ({
  kind: 'http',
  status,
  detail: '{"detail":"no"}',
  retryAfterSec: null,
});
const unreachable: RestOutcome = {
  kind: 'unreachable',
  reason: 'no readable answer (network or CORS)',
};
const never = new AbortController().signal;
const resources = (calls: readonly { resource: string }[]) => calls.map(({ resource }) => resource);
/** Lets answers that are ready be handled. */
const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

describe('the plan', () => {
  it('[HA1] dials the agent, is live when open, and sends nothing', () => {
    const { connection } = fakeConnection();
    const plan = planOf({
      ...connection,
      target: {
        ...connection.target,
        options: { ...connection.target.options, agentId: 'my agent/1' },
      },
    });
    expect(plan.url()).toBe('ws://localhost:8000/ws/agents/my%20agent%2F1');
    expect(plan.readyWhen).toBe('open');
    expect([plan.greet, plan.reply, plan.heartbeat]).toEqual([undefined, undefined, undefined]);
  });

  it('[HA17] reads the whole history each time it is live', async () => {
    const { connection, calls } = fakeConnection(() => ok);
    const plan = planOf(connection);
    await plan.onLive?.(never);
    await plan.onLive?.(never);
    expect(resources(calls)).toEqual([...HISTORY, ...HISTORY]);
    expect(restHealth(connection).getState().load.kind).toBe('complete');
  });
});

describe('paths', () => {
  it('[HA14] [HA25] are those of the agent, its id escaped, the equity of a month at first', () => {
    const none = initialState();
    expect(HISTORY.map((resource) => pathOf(resource, 'current', none, T0))).toEqual([
      '/agents/current',
      '/agents/current/equity?from=2026-01-04T09%3A00%3A00Z',
      '/agents/current/trades',
      '/agents/current/journal',
      '/agents/current/risk/blocks',
      '/agents/current/risk/objectives',
      '/agents/current/evaluation',
    ]);
    expect(pathOf('agents', 'current', none, T0)).toBe('/agents');
    expect(pathOf('agent', '../x', none, T0)).toBe('/agents/..%2Fx');
  });

  it('[HA17] equity is asked from where REST has filled it, not from the last snapshot of the stream', () => {
    expect(pathOf('equity', 'current', { restEquityToSec: T0 / 1000 }, T0 + 60_000)).toBe(
      '/agents/current/equity?from=2026-02-03T09%3A00%3A00Z',
    );
  });
});

describe('health', () => {
  it('[HA16] a resource that does not exist is hidden and not asked again until the next load', async () => {
    for (const status of [404, 405, 501]) {
      const { connection, calls } = fakeConnection(({ resource }) =>
        resource === 'evaluation' ? http(status) : ok,
      );
      await loadHistory(connection, never, new FakeClock());
      expect(restHealth(connection).getState()).toMatchObject({
        missing: ['evaluation'],
        load: { kind: 'complete' },
      });
      await load(connection, 'evaluation', never);
      expect(calls).toHaveLength(HISTORY.length);
      await loadHistory(connection, never, new FakeClock());
      expect(calls).toHaveLength(2 * HISTORY.length);
    }
  });

  it('[HA16] a 404 for the agent itself means that there is no such agent', async () => {
    const { connection } = fakeConnection(() => http(404));
    await loadHistory(connection, never, new FakeClock());
    expect(restHealth(connection).getState()).toMatchObject({
      lastFailure: { words: 'agent not found (404)' },
      load: { kind: 'failed', words: 'agent: agent not found (404)' },
    });
  });

  it('[HA17] a failed reading stays failed and says what is missing', async () => {
    const { connection } = fakeConnection(({ resource }) =>
      resource === 'trades' ? http(500) : ok,
    );
    await loadHistory(connection, never, new FakeClock(T0));
    expect(restHealth(connection).getState().load).toEqual({
      kind: 'failed',
      atMs: T0,
      words: 'trades: the backend answered 500 no',
    });
  });

  it('[HA-T17] an unreadable answer names CORS and the way around it', async () => {
    const { connection } = fakeConnection(() => unreachable);
    await load(connection, 'agent', never, new FakeClock());
    expect(restHealth(connection).getState().lastFailure?.words).toBe(
      'no readable answer (network or CORS). Halyrd promises no CORS: if it runs, reach it through the relay',
    );
  });

  it('an aborted load is no success, and does not overrule the one that followed', async () => {
    const life = new AbortController();
    const { connection, calls } = fakeConnection(async ({ signal }) => {
      if (calls.length > HISTORY.length) return ok;
      await new Promise<void>((done) => {
        signal?.addEventListener('abort', () => done());
      });
      return unreachable;
    });
    const first = loadHistory(connection, life.signal, new FakeClock());
    const second = loadHistory(connection, never, new FakeClock());
    life.abort();
    await Promise.all([first, second]);
    expect(restHealth(connection).getState()).toMatchObject({
      load: { kind: 'complete' },
      lastFailure: null,
    });
  });

  it('[HA16] reads the words of all three shapes of errors', () => {
    expect(detailOf('{"detail":"Agent not found"}')).toBe('Agent not found');
    expect(detailOf('{"detail":[{"loc":["query"]}]}')).toBe('[{"loc":["query"]}]');
    expect(detailOf('{"error":{"code":"X","message":"no"}}')).toBe('no');
    expect(detailOf('{"code":"X","message":"no"}')).toBe('no');
    expect(detailOf('<html>502</html>')).toBe('<html>502</html>');
    expect(detailOf('null')).toBe('null');
  });
});

describe('the watch', () => {
  function watched(hidden = false, respond: () => RestOutcome = () => ok) {
    const clock = new FakeClock(T0);
    const made = fakeConnection(respond);
    const stop = watchAgent(made.connection, { clock, isHidden: () => hidden });
    const live = () =>
      made.connection.status.setState({ state: { status: 'live', sinceMs: clock.now() } });
    const waiting = (attempt: number) =>
      made.connection.status.setState({
        state: { status: 'waiting', attempt, retryAtMs: 0, cause: 'lost', sinceMs: 0 },
      });
    return { clock, stop, live, waiting, ...made };
  }

  it('[HA21] ends with its connection, and with it what was asked for beside the socket', () => {
    const seen = watched();
    expect(lifeOf(seen.connection).aborted).toBe(false);
    seen.stop();
    expect(lifeOf(seen.connection).aborted).toBe(true);
    expect(lifeOf(fakeConnection().connection).aborted).toBe(true);
  });

  it('[HA15] asks for a sign of life each 30 s, each 120 s while hidden', () => {
    const seen = watched();
    seen.live();
    seen.clock.advance(90_000);
    const asked = resources(seen.calls).filter((resource) => resource === 'agent');
    expect(asked).toHaveLength(3);
    const hidden = watched(true);
    hidden.live();
    hidden.clock.advance(150_000);
    expect(resources(hidden.calls).filter((resource) => resource === 'agent')).toHaveLength(2);
  });

  it('[HA17] [RF-22] polls everything each 30 s from the second failed attempt on', async () => {
    const { clock, waiting, live, calls, connection } = watched();
    earlierEquity.progress(connection).setState({ kind: 'end', words: '' }, true);
    waiting(1);
    clock.advance(30_000);
    expect(calls).toEqual([]);
    waiting(2);
    await settle();
    expect(resources(calls)).toEqual(HISTORY);
    waiting(3);
    clock.advance(30_000);
    await settle();
    expect(resources(calls)).toEqual([...HISTORY, ...HISTORY]);
    live();
    clock.advance(30_000);
    expect(resources(calls).slice(2 * HISTORY.length)).toEqual(['agent']);
  });

  it('[HA17] [RF-22] says that it polls, how late that is and of when, as long as it works', async () => {
    const seen = watched();
    const fallback = fallbackOf(seen.connection);
    seen.waiting(1);
    expect(fallback.getState()).toBeNull();
    seen.waiting(2);
    await settle();
    expect(fallback.getState()).toEqual({
      word: 'polling',
      words: expect.stringContaining('up to 30 s late') as string,
      asOfMs: T0,
    });
    seen.clock.advance(30_000);
    await settle();
    expect(fallback.getState()?.asOfMs).toBe(T0 + 30_000);
    seen.live();
    expect(fallback.getState()).toBeNull();

    const down = watched(false, () => unreachable);
    down.waiting(2);
    await settle();
    expect(fallbackOf(down.connection).getState()).toBeNull();
    down.stop();
  });

  it('[RF-11] [HA16] two refused dials of an agent that does not exist end in a refusal', async () => {
    const { connection } = fakeConnection(() => http(404));
    expect(await planOf(connection).examine?.()).toEqual({
      code: 404,
      reason: 'agent “current” not found: no',
    });
    const away = fakeConnection(() => unreachable).connection;
    expect(await planOf(away).examine?.()).toBeNull();
    expect(await planOf(fakeConnection(() => ok).connection).examine?.()).toBeNull();
  });

  it('[HA17] reads the history again while the last reading failed', async () => {
    const { clock, live, connection, calls } = watched();
    restHealth(connection).setState({ load: { kind: 'failed', atMs: T0, words: 'x' } });
    live();
    clock.advance(30_000);
    await settle();
    expect(resources(calls)).toEqual(HISTORY);
    expect(restHealth(connection).getState().load.kind).toBe('complete');
  });

  it('[HA-T10] reads the agent 5, 30 and 120 s after the end of a time lock', () => {
    const { clock, push, calls, stop } = watched();
    push(snapshot(0, 10), demotion(0, new Date(T0 + 600_000).toISOString()));
    clock.advance(600_000);
    const before = calls.length;
    clock.advance(4_000);
    expect(calls).toHaveLength(before);
    clock.advance(1_500);
    expect(resources(calls.slice(before))).toEqual(['agent']);
    clock.advance(120_000);
    expect(resources(calls.slice(before))).toEqual(['agent', 'agent', 'agent']);
    stop();
  });

  it('[HA-T26] reads the agent after a signing block while we believe in paper', () => {
    const paper = watched();
    paper.push(snapshot(0, 10));
    paper.clock.advance(5_000);
    const before = paper.calls.length;
    paper.push(block(1, 'ord_1'));
    paper.clock.advance(5_000);
    expect(resources(paper.calls.slice(before))).toEqual(['agent']);

    const inLive = watched();
    inLive.push(snapshot(0, 10, { phase: 'live' }));
    inLive.clock.advance(5_000);
    inLive.calls.length = 0;
    inLive.push(block(1, 'ord_1'));
    inLive.clock.advance(5_000);
    expect(inLive.calls).toEqual([]);
  });

  it('[HA17] what an event puts out of date is read again, once for many events', () => {
    const { clock, push, calls } = watched();
    for (let at = 0; at < 20; at += 1) push(trade(at));
    push(promotion(30));
    clock.advance(5_000);
    expect(resources(calls).toSorted()).toEqual([
      'agent',
      'evaluation',
      'risk/objectives',
      'trades',
    ]);
  });

  it('ends with everything it started', () => {
    const { clock, push, calls, stop, live } = watched();
    live();
    push(demotion(0, new Date(T0 + 60_000).toISOString()));
    stop();
    push(trade(5));
    clock.advance(600_000);
    expect(calls).toEqual([]);
  });
});
