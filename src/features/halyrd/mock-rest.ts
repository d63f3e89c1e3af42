import type { MockReply, MockRequest, World } from '~/mock/contract';
import { parseTimeMs } from '~/lib/time';
import { isoSecond, type Ledger } from './mock-backend';

const HOUR_MS = 3_600_000;
const INTERVALS: Readonly<Record<string, number>> = {
  '1h': HOUR_MS,
  '4h': 4 * HOUR_MS,
  '1d': 24 * HOUR_MS,
};

/** Answers a REST call; null: no such path. Errors have FastAPI's shape. */
export function answer(request: MockRequest, world: World, ledger: Ledger): MockReply | null {
  if (request.path === '/openapi.json') return only(request, () => OPENAPI);
  if (request.path === '/agents') return only(request, () => [agentOf(world)]);
  const match = /^\/agents\/([^/]+)(?:\/(.+))?$/.exec(request.path);
  if (!match) return null;
  const [, id = '', rest = ''] = match;
  if (id !== 'current' && id !== world.agent.id) return error(404, 'Agent not found');
  const read = RESOURCES[rest];
  return read && Object.hasOwn(RESOURCES, rest)
    ? only(request, () => read(world, ledger, request.query))
    : null;
}

type Read = (world: World, ledger: Ledger, query: URLSearchParams) => unknown;

const RESOURCES: Readonly<Record<string, Read>> = {
  '': agentOf,
  equity: equityOf,
  trades: (_world, { trades }, query) => {
    const phase = query.get('phase') ?? 'all';
    return phase === 'all' ? trades : trades.filter((trade) => trade['phase'] === phase);
  },
  journal: (_world, { journal }, query) => {
    const type = query.get('type');
    const tag = query.get('tag');
    const limit = Number(query.get('limit') ?? journal.length);
    const found = journal
      .filter((entry) => type === null || entry.type === type)
      .filter((entry) => tag === null || entry.tags.includes(tag));
    return limit > 0 ? found.slice(-limit) : [];
  },
  'risk/blocks': (_world, { blocks }) => blocks,
  'risk/objectives': objectivesOf,
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

function equityOf({ agent }: World, _ledger: Ledger, query: URLSearchParams): unknown {
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

const STREAK_LIMIT = 3;
const TRADE_FLOOR = 10;
const WINDOW_DAYS = 7;

function objectivesOf({ agent }: World): unknown {
  return [
    drawdownRule('max_drawdown', agent.ddFromPeak, agent.maxLimit),
    drawdownRule('daily_drawdown', agent.dailyDrawdown, agent.dailyLimit),
    {
      rule: 'consecutive_losses',
      current: agent.consecutiveLosses,
      limit: STREAK_LIMIT,
      headroom_pct: null,
    },
  ];
}

function drawdownRule(rule: string, current: number, limit: number) {
  const headroom_pct = Number((((limit - current) / limit) * 100).toFixed(1));
  return { rule, current, limit, headroom_pct };
}

function evaluationOf({ agent }: World, { trades }: Ledger): unknown {
  const pnls = trades.map((trade) => Number(trade['pnl']));
  const expectancy = pnls.reduce((sum, pnl) => sum + pnl, 0) / Math.max(1, pnls.length);
  const eligible = agent.status === 'ELIGIBLE' || agent.status === 'LIVE';
  return {
    state: eligible ? 'ELIGIBLE' : 'EVALUATING',
    eligible,
    window_days_elapsed: 5,
    eval_window_days: WINDOW_DAYS,
    trade_floor: TRADE_FLOOR,
    closed_trades: agent.closedTrades,
    objectives: [
      {
        rule: 'positive_expectancy',
        current: Number(expectancy.toFixed(4)),
        limit: 0,
        met: expectancy > 0,
      },
      {
        rule: 'trade_floor',
        current: agent.closedTrades,
        limit: TRADE_FLOOR,
        met: agent.closedTrades >= TRADE_FLOOR,
      },
      {
        ...drawdownRule('max_drawdown', agent.ddFromPeak, agent.maxLimit),
        met: agent.ddFromPeak < agent.maxLimit,
      },
    ],
  };
}

const get = { get: { responses: { '200': { description: 'OK' } } } };

const OPENAPI = {
  openapi: '3.1.0',
  info: { title: 'Halyrd', version: 'mock' },
  paths: Object.fromEntries(
    ['/agents', ...Object.keys(RESOURCES).map((rest) => `/agents/{id}${rest && `/${rest}`}`)].map(
      (path) => [path, get],
    ),
  ),
};
