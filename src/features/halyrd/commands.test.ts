import { describe, expect, it } from 'vitest';
import { FakeClock } from '~/lib/fake-clock';
import type { RestCall, RestOutcome } from '~/session/rest';
import { commandsOf, sendAct, type Act, type Command } from './commands';
import { beginLife } from './life';
import { agreementOf } from './observed';
import {
  agent,
  fakeConnection,
  fold,
  journal,
  received,
  rest,
  status,
  T0,
  ts,
} from './test-frames';
import type { Received } from '~/session/wire';
import type { Message } from './schema';

const ok: RestOutcome = { kind: 'ok', status: 200, frameId: 1 };
const config = {
  max_drawdown_pct: 15,
  daily_drawdown_pct: 5,
  max_consecutive_losses: 3,
  eval_window_days: 14,
  trade_floor: 15,
};

const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

/** An agent that answers actions as told; reads are answered without content. */
function asked(
  answer: RestOutcome | Promise<RestOutcome>,
  ...before: readonly Received<Message>[]
) {
  const clock = new FakeClock(T0 + 10_000);
  const isAction = ({ method }: RestCall) => method !== undefined;
  const made = fakeConnection((call) => (isAction(call) ? answer : ok), fold(...before));
  const commands = commandsOf(made.connection);
  const life = new AbortController();
  beginLife(made.connection, life.signal);
  const last = (): Command => commands.getState().at(-1)!;
  return {
    ...made,
    clock,
    life,
    commands,
    last,
    give: (act: Act) => sendAct(made.connection, act, clock),
    actions: () => made.calls.filter(isAction),
    verdict: () => agreementOf(last(), made.connection.store.getState(), clock.now()).kind,
  };
}

describe('an act', () => {
  it('[HA-T18] [HA21] is sent once, however it ends, and never again by itself', async () => {
    const outcomes: readonly RestOutcome[] = [
      ok,
      { kind: 'http', status: 500, detail: '', retryAfterSec: 1 },
      { kind: 'http', status: 503, detail: '', retryAfterSec: 1 },
      { kind: 'unreachable', reason: 'no answer in time' },
      { kind: 'http', status: 409, detail: '{"detail":"no"}', retryAfterSec: null },
    ];
    for (const outcome of outcomes) {
      const run = asked(outcome, agent(0));
      await run.give({ kind: 'demote' });
      run.clock.advance(600_000);
      await settle();
      expect(run.actions()).toHaveLength(1);
      expect(run.actions()[0]).toMatchObject({
        method: 'POST',
        path: '/agents/current/demote',
        resource: 'action/demote',
      });
    }
  });

  it('[HA-T18] is not sent while one of its kind waits; the kill switch waits for no other', async () => {
    const run = asked(new Promise<RestOutcome>(() => undefined), agent(0));
    void run.give({ kind: 'promote' });
    void run.give({ kind: 'promote' });
    void run.give({ kind: 'kill' });
    await settle();
    expect(run.actions().map(({ path }) => path)).toEqual([
      '/agents/current/promote',
      '/agents/current/kill-switch',
    ]);
    expect(run.last().answer.kind).toBe('sending');
  });

  it('[HA-T18] is followed by reading the state again, at once and later', async () => {
    const run = asked(ok, agent(0));
    await run.give({ kind: 'kill' });
    const reads = () => run.calls.filter(({ resource }) => resource === 'agent').length;
    expect(reads()).toBe(1);
    expect(run.calls.map(({ resource }) => resource)).toContain('journal');
    run.clock.advance(31_000);
    await settle();
    expect(reads()).toBe(4);
  });

  it('[HA21] is not followed by reading a connection that was taken down meanwhile', async () => {
    const run = asked(ok, agent(0));
    await run.give({ kind: 'kill' });
    const reads = () => run.calls.filter(({ method }) => method === undefined);
    const before = reads();
    expect(before.length).toBeGreaterThan(0);
    run.life.abort();
    run.clock.advance(31_000);
    await settle();
    expect(reads()).toHaveLength(before.length);
    // Those that were on their way ended with it.
    expect(before.every(({ signal }) => signal?.aborted)).toBe(true);
  });

  it('[F13] changes nothing where the page plays and sends nothing that acts, and says so', async () => {
    const reason = 'The page is in REPLAY mode; nothing that acts is sent to a real backend.';
    const run = asked({ kind: 'withheld', reason }, agent(0));
    await run.give({ kind: 'promote' });
    expect(run.last().answer).toMatchObject({ kind: 'not-sent', words: reason });
    run.clock.advance(600_000);
    expect(run.verdict()).toBe('not-done');
  });

  it('[HA20] carries what its kind needs', async () => {
    const run = asked(ok, agent(0));
    await run.give({ kind: 'force-promote' });
    await run.give({ kind: 'config', config });
    await run.give({ kind: 'watchlist', pairs: ['ETH/USDT'] });
    expect(run.actions().map(({ method, body }) => [method, body])).toEqual([
      ['POST', { force: true }],
      ['PATCH', { evaluation_config: config }],
      ['PUT', ['ETH/USDT']],
    ]);
  });

  it('[HA16] says what refused it; only an answer that settles nothing leaves the outcome unknown', async () => {
    const detail = JSON.stringify({ detail: 'Cannot promote while PAPER' });
    const refused = asked({ kind: 'http', status: 409, detail, retryAfterSec: null }, agent(0));
    await refused.give({ kind: 'promote' });
    expect(refused.last().answer).toMatchObject({
      kind: 'refused',
      words: '409 Cannot promote while PAPER',
    });
    expect(refused.verdict()).toBe('not-done');
    const lost = asked({ kind: 'unreachable', reason: 'no answer in time' }, agent(0));
    await lost.give({ kind: 'promote' });
    expect(lost.last().answer).toMatchObject({ kind: 'unknown', words: 'no answer in time' });
    expect(lost.verdict()).toBe('pending');
  });
});

describe('what was asked for and what is observed', () => {
  it('[HA-T18] stand apart until they agree, and stay agreed when the agent moves on', async () => {
    const run = asked(ok, agent(0, { status: 'ELIGIBLE' }));
    await run.give({ kind: 'promote' });
    expect(run.verdict()).toBe('pending');
    run.push(status(12, 'ELIGIBLE', 'LIVE'));
    expect(run.verdict()).toBe('agree');
    run.push(status(900, 'LIVE', 'DEMOTED'));
    run.clock.advance(1_000_000);
    expect(run.verdict()).toBe('agree');
  });

  it('[HA-T18] [HA21] contradict when the act was accepted and the agent, read since, is not so', async () => {
    const run = asked(ok, agent(0, { status: 'LIVE', phase: 'live' }));
    await run.give({ kind: 'demote' });
    run.clock.advance(20_000);
    // Nothing has been read since: too early.
    expect(run.verdict()).toBe('pending');
    run.push(agent(28, { status: 'LIVE', phase: 'live' }));
    expect(run.verdict()).toBe('contradiction');
    run.push(agent(40, { status: 'DEMOTED' }));
    expect(run.verdict()).toBe('agree');
  });

  it('of an act whose outcome is unknown agree after all, or give no sign', async () => {
    const lost: RestOutcome = { kind: 'unreachable', reason: 'no answer in time' };
    const done = asked(lost, agent(0, { status: 'ELIGIBLE' }));
    await done.give({ kind: 'promote' });
    done.push(agent(15, { status: 'LIVE', phase: 'live' }));
    expect(done.verdict()).toBe('agree');
    const not = asked(lost, agent(0, { status: 'ELIGIBLE' }));
    await not.give({ kind: 'promote' });
    not.clock.advance(20_000);
    not.push(agent(28, { status: 'ELIGIBLE' }));
    expect(not.verdict()).toBe('no-sign');
  });

  it('[HA-T19] know the kill switch by one more KILL entry', async () => {
    const run = asked(ok, agent(0), journal(1, 'KILL', 'an older one', ['KILL']));
    await run.give({ kind: 'kill' });
    expect(run.verdict()).toBe('pending');
    run.push(journal(12, 'KILL', 'signing revoked', ['KILL']));
    expect(run.verdict()).toBe('agree');
  });

  it('[HA-T7] compare per cent of the act with fractions of the objectives', async () => {
    const objectives = (max: number, sec: number) =>
      rest(
        'risk/objectives',
        [
          { rule: 'max_drawdown', current: 0.01, limit: max, headroom_pct: 90 },
          { rule: 'daily_drawdown', current: 0, limit: 0.05, headroom_pct: 100 },
          { rule: 'consecutive_losses', current: 0, limit: 3, headroom_pct: null },
        ],
        sec,
      );
    const run = asked(ok, agent(0), objectives(0.15, 5));
    await run.give({ kind: 'config', config });
    run.clock.advance(20_000);
    expect(run.verdict()).toBe('pending');
    run.push(objectives(0.2, 31));
    expect(run.verdict()).toBe('contradiction');
    run.push(objectives(0.15, 40));
    expect(run.verdict()).toBe('agree');
  });

  it('compare watchlists whatever their order', async () => {
    const run = asked(ok, agent(0));
    await run.give({ kind: 'watchlist', pairs: ['ETH/USDT', 'CAKE/USDT'] });
    const source = { channel: 'rest', resource: 'watchlist' } as const;
    run.push(received(['CAKE/USDT', 'ETH/USDT'], source, Date.parse(ts(11))));
    expect(run.verdict()).toBe('agree');
  });
});
