import { beforeEach, describe, expect, it } from 'vitest';
import type { MockReply, OwnerCommand } from '~/mock/contract';
import { mock } from './mock';
import { fakeContext } from './mock-context.fake';

let fake: ReturnType<typeof fakeContext>;
let commands: OwnerCommand[];
let call: (method: string, path: string, body?: unknown) => MockReply | null;

beforeEach(() => {
  fake = fakeContext();
  commands = [];
  const world = {
    ...fake.context.world,
    command: (command: OwnerCommand) => {
      commands.push(command);
      return command.kind === 'demote'
        ? { ok: false as const, reason: 'the agent is PAPER, not LIVE' }
        : { ok: true as const };
    },
  };
  const server = mock.start({
    ...fake.context,
    world,
    after: (_ms, run) => (run(), () => undefined),
  });
  call = (method, path, body) =>
    server.rest({ method, path, query: new URLSearchParams(), headers: {}, body });
});

describe('the actions of the mock', () => {
  it('[HA-T20] promotes what is eligible, and by force what is not: accepted first, done later', () => {
    expect(call('POST', '/agents/current/promote', {})).toMatchObject({ status: 409 });
    expect(commands).toEqual([]);
    expect(call('POST', '/agents/current/promote', { force: true })).toMatchObject({ status: 202 });
    expect(commands).toEqual([{ kind: 'promote', force: true }]);
  });

  it('[HA16] answers 409 with the reason, 404 for another agent, 422 for another body, 405 for a GET', () => {
    expect(call('POST', '/agents/current/demote')).toEqual({
      status: 409,
      body: { detail: 'Not allowed now: the agent is PAPER, not LIVE' },
    });
    expect(call('POST', '/agents/other/promote')).toMatchObject({ status: 404 });
    expect(call('POST', '/agents/current/promote', { force: 'yes' })).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['body', 'force'] }] },
    });
    expect(call('GET', '/agents/current/kill-switch')).toBeNull();
    expect(call('POST', '/agents/current/equity')).toMatchObject({ status: 405 });
  });

  it('[HA-T5] tells of the kill switch by a journal entry and by nothing else', () => {
    expect(call('POST', '/agents/current/kill-switch')).toMatchObject({ status: 200 });
    expect(commands).toEqual([{ kind: 'revoke-signing' }]);
    const told = fake.frames.map(({ text }) => JSON.parse(text) as Record<string, unknown>);
    expect(told).toMatchObject([{ event: 'journal_entry', type: 'KILL', tags: ['KILL'] }]);
  });

  it('[HA-T27] [HA-T7] a configuration in per cent starts a new version with an empty window', () => {
    const before = call('GET', '/agents/current/evaluation')?.body;
    expect(before).toMatchObject({ window_days_elapsed: 5, closed_trades: 9, trade_floor: 10 });
    const body = { evaluation_config: { max_drawdown_pct: 15, trade_floor: 12 } };
    expect(call('PATCH', '/agents/current/config', body)).toMatchObject({ status: 200 });
    expect(commands).toMatchObject([{ kind: 'limits', maxDrawdown: 0.15, dailyDrawdown: 0.08 }]);
    expect(call('GET', '/agents/current/evaluation')?.body).toMatchObject({
      window_days_elapsed: 0,
      closed_trades: 0,
      trade_floor: 12,
    });
    const wrong = { evaluation_config: { max_drawdown_pct: -1 } };
    expect(call('PATCH', '/agents/current/config', wrong)).toMatchObject({ status: 422 });
  });

  it('[HA20] keeps the watchlist', () => {
    const path = '/agents/current/watchlist';
    expect(call('PUT', path, ['ETH/BTC'])).toMatchObject({ status: 422 });
    expect(call('PUT', path, ['ETH/USDT'])).toMatchObject({ status: 200 });
    expect(call('GET', path)?.body).toEqual(['ETH/USDT']);
    expect(fake.frames.at(-1)?.text).toContain('WATCHLIST');
  });

  it('[HA19] describes them, so that no path has to be guessed', () => {
    const described = call('GET', '/openapi.json')?.body as { paths: object } | undefined;
    expect(described?.paths).toMatchObject({
      '/agents/{id}/promote': { post: {} },
      '/agents/{id}/kill-switch': { post: {} },
      '/agents/{id}/config': { patch: {} },
      '/agents/{id}/watchlist': { get: {}, put: {} },
    });
  });
});
