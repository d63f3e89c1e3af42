import { defineFeature } from '~/feature';
import type { Budget } from '~/session/plan';
import { lazyView } from '~/ui/lazy-view';
import { acts } from './commands';
import { describe } from './describe';
import { dialectOf } from './dialect';
import { maskedWire } from './masked-wire';
import { optionsSchema } from './options';
import { type HyperoruState, initialState } from './state';
import { apply } from './store';
import { isPlayMoney } from './trading/guards';
import { keptOrders } from './trading/kept-orders';
import { useHyperoruSocket } from './use-hyperoru-socket';
import { UnknownOrders } from './views/UnknownOrders';

const AccountsBoard = lazyView(() => import('./views/AccountsBoard'), 'AccountsBoard');
const SessionPanel = lazyView(() => import('./session-views/SessionPanel'), 'SessionPanel');
const AccountsTable = lazyView(() => import('./views/AccountsTable'), 'AccountsTable');
const ModelChat = lazyView(() => import('./views/ModelChat'), 'ModelChat');
const OrderTicket = lazyView(() => import('./views/OrderTicket'), 'OrderTicket');
const OrdersTable = lazyView(() => import('./views/OrdersTable'), 'OrdersTable');
const PositionsTable = lazyView(() => import('./views/PositionsTable'), 'PositionsTable');
const TradesTable = lazyView(() => import('./views/TradesTable'), 'TradesTable');

export const feature = defineFeature({
  id: 'hyperoru',
  title: 'Hyperoru',
  carries: 'Accounts',
  summary: 'AI traders with a wallet each: equity, positions, trades and what the models decided.',
  defaults: { socketUrl: 'ws://localhost:8080', restUrl: 'http://localhost:8080' },
  options: optionsSchema,
  fingerprint: {
    path: '/api/health',
    matches: (status, body) => status === 200 && statusOf(body) === 'healthy',
  },
  wire: (options) => maskedWire(dialectOf(options).wire, [options.sessionToken]),
  initialState: () => initialState,
  apply,
  describe,
  serverTimeMs: ({ message }) => {
    if (message.kind === 'equity') return message.sample.atMs;
    return message.kind === 'decision' ? message.decision.atMs : null;
  },
  budget,
  bars: (state) => state.bars,
  equity: (state) => state.equity,
  money,
  acts,
  keeps: keptOrders,
  panels: [
    { id: 'accounts', title: 'Accounts', area: 'board', component: AccountsBoard },
    {
      id: 'trade',
      title: 'Trade',
      area: 'desk',
      component: OrderTicket,
      badge: UnknownOrders,
    },
    { id: 'positions', title: 'Positions', area: 'desk', component: PositionsTable },
    { id: 'trades', title: 'Trades', area: 'desk', component: TradesTable },
    { id: 'model-chat', title: 'Model chat', area: 'desk', component: ModelChat },
    { id: 'orders', title: 'Orders', area: 'desk', component: OrdersTable },
    { id: 'account-list', title: 'Account list', area: 'desk', component: AccountsTable },
    { id: 'session', title: 'Session', area: 'desk', component: SessionPanel },
  ],
  useSocket: useHyperoruSocket,
});

/** A ping every 30 s is answered within 10 s, so a longer silence is not normal. */
function budget(state: HyperoruState): Budget {
  return {
    lastHeardMs: state.lastHeardMs,
    lateAfterMs: 45_000,
    silentAfterMs: 90_000,
    normal: 'a ping is answered every 30 s, equity comes about every 60 s',
  };
}

/**
 * One account with real money is enough to say so; that there is none can be said only when all have told. What is play
 * money is decided as for orders: a word that nobody knows is real.
 */
function money(state: HyperoruState): 'live' | 'paper' | null {
  const environments = state.accounts.map((account) => account.environment);
  if (environments.some((name) => name !== null && !isPlayMoney(name))) return 'live';
  const isToldByAll = environments.length > 0 && environments.every((name) => name !== null);
  return isToldByAll ? 'paper' : null;
}

function statusOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'status' in body ? body.status : null;
}
