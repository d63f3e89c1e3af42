import type { MockReply, MockRequest, World } from '~/mock/contract';
import { parseTimeMs } from '~/lib/time';
import { act, ACTION_PATHS, type ActionDeps } from './mock-actions';
import { isoSecond, type Ledger } from './mock-backend';

const HOUR_MS = 3_600_000;
const INTERVALS: Readonly<Record<string, number>> = {
  '1h': HOUR_MS,
  '4h': 4 * HOUR_MS,
  '1d': 24 * HOUR_MS,
};

/** What REST answers from. */
export interface RestDeps extends ActionDeps {
  readonly ledger: Ledger;
}

/** Answers a REST call; null: no such path. Errors have FastAPI's shape. */
export function answer(request: MockRequest, deps: RestDeps): MockReply | null {
  const { world } = deps;
  if (request.path === '/openapi.json') return only(request, () => OPENAPI);
  if (request.path === '/agents') return only(request, () => [agentOf(world)]);
  const match = /^\/agents\/([^/]+)(?:\/(.+))?$/.exec(request.path);
  if (!match) return null;
  const [, id = '', rest = ''] = match;
  if (id !== 'current' && id !== world.agent.id) return error(404, 'Agent not found');
  const read = RESOURCES[rest];
  const acted = act(rest, request, deps);
  if (acted) return acted;
  return read && Object.hasOwn(RESOURCES, rest)
    ? only(request, () => read(deps, request.query))
    : null;
}

type Read = (deps: RestDeps, query: URLSearchParams) => unknown;

const RESOURCES: Readonly<Record<string, Read>> = {
  '': ({ world }) => agentOf(world),
  equity: ({ world }, query) => equityOf(world, query),
  trades: ({ ledger: { trades } }, query) => {
    const phase = query.get('phase') ?? 'all';
    return phase === 'all' ? trades : trades.filter((trade) => trade['phase'] === phase);
  },
  journal: ({ ledger: { journal } }, query) => {
    const type = query.get('type');
    const tag = query.get('tag');
    const limit = Number(query.get('limit') ?? journal.length);
    const found = journal
      .filter((entry) => type === null || entry.type === type)
      .filter((entry) => tag === null || entry.tags.includes(tag));
    return limit > 0 ? found.slice(-limit) : [];
  },
  'risk/blocks': ({ ledger }) => ledger.blocks,
  'risk/objectives': objectivesOf,
  watchlist: ({ settings }) => settings.watchlist,
  evaluation: evaluationOf,
};

function only(request: MockRequest, body: () => unknown): MockReply {
  return request.method === 'GET'
    ? { status: 200, body: body() }
    : error(405, 'Method Not Allowed');
}

function error(status: number, detail: string): MockReply {
  return { status, body: { detail } };
}

function agentOf({ agent }: World): unknown {
  return {
    id: agent.id,
    name: agent.name,
    status: agent.status,
    phase: agent.phase,
    market_mode: 'spot',
    last_heartbeat: isoSecond(agent.lastHeartbeatMs),
  };
}

function equityOf({ agent }: World, query: URLSearchParams): unknown {
  const fromMs = parseTimeMs(query.get('from')) ?? -Infinity;
  const toMs = parseTimeMs(query.get('to')) ?? Infinity;
  const bucketMs = INTERVALS[query.get('interval') ?? ''] ?? 1;
  // The last sample of each interval stands for it.
  const kept = new Map<number, (typeof agent.equityHistory)[number]>();
  for (const sample of agent.equityHistory) {
    if (sample.atMs >= fromMs && sample.atMs <= toMs) {
      kept.set(Math.floor(sample.atMs / bucketMs), sample);
    }
  }
  return [...kept.values()].map(({ atMs, equity, phase, ddFromPeak }) => ({
    ts: isoSecond(atMs),
    equity,
    phase,
    dd_from_peak: ddFromPeak,
  }));
}

function objectivesOf({ world: { agent }, settings }: RestDeps): unknown {
  return [
    drawdownRule('max_drawdown', agent.ddFromPeak, agent.maxLimit),
    drawdownRule('daily_drawdown', agent.dailyDrawdown, agent.dailyLimit),
    {
      rule: 'consecutive_losses',
      current: agent.consecutiveLosses,
      limit: settings.config.max_consecutive_losses,
      headroom_pct: null,
    },
  ];
}

function drawdownRule(rule: string, current: number, limit: number) {
  const headroom_pct = Number((((limit - current) / limit) * 100).toFixed(1));
  return { rule, current, limit, headroom_pct };
}

const DAY_MS = 24 * HOUR_MS;

function evaluationOf({ world, ledger: { trades }, settings }: RestDeps): unknown {
  const { agent } = world;
  const { eval_window_days, trade_floor } = settings.config;
  const pnls = trades.map((trade) => Number(trade['pnl']));
  const expectancy = pnls.reduce((sum, pnl) => sum + pnl, 0) / Math.max(1, pnls.length);
  const closed = agent.closedTrades - settings.tradesBefore;
  const elapsed = Math.floor((world.now() - settings.sinceMs) / DAY_MS);
  const eligible = agent.status === 'ELIGIBLE' || agent.status === 'LIVE';
  return {
    state: evaluationState(eligible, elapsed >= eval_window_days && closed < trade_floor),
    eligible,
    window_days_elapsed: elapsed,
    eval_window_days,
    trade_floor,
    closed_trades: closed,
    objectives: [
      {
        rule: 'positive_expectancy',
        current: Number(expectancy.toFixed(4)),
        limit: 0,
        met: expectancy > 0,
      },
      { rule: 'trade_floor', current: closed, limit: trade_floor, met: closed >= trade_floor },
      {
        ...drawdownRule('max_drawdown', agent.ddFromPeak, agent.maxLimit),
        met: agent.ddFromPeak < agent.maxLimit,
      },
    ],
  };
}

function evaluationState(eligible: boolean, extended: boolean): string {
  if (eligible) return 'ELIGIBLE';
  return extended ? 'WINDOW_EXTENDED' : 'EVALUATING';
}

const get = { get: { responses: { '200': { description: 'OK' } } } };

const OPENAPI = {
  openapi: '3.1.0',
  info: { title: 'Halyrd', version: 'mock' },
  paths: {
    ...Object.fromEntries(
      ['/agents', ...Object.keys(RESOURCES).map((rest) => `/agents/{id}${rest && `/${rest}`}`)].map(
        (path) => [path, get],
      ),
    ),
    ...ACTION_PATHS,
  },
};
