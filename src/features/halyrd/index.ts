import { defineFeature } from '~/feature';
import { parseTimeMs } from '~/lib/time';
import { lazyView } from '~/ui/lazy-view';
import { selectMoney } from './agent';
import { describe } from './describe';
import { earlierEquity } from './earlier-equity';
import { fallbackOf } from './fallback';
import { options, type Options } from './options';
import type { Message } from './schema';
import type { State } from './state';
import { apply, initialState, selectEquity } from './store';
import { happeningOf } from './trace';
import { useHalyrdSocket } from './use-halyrd-socket';
import { wire } from './wire';

const AgentBoard = lazyView(() => import('./views/AgentBoard'), 'AgentBoard');
const AgentTrace = lazyView(() => import('./views/AgentTrace'), 'AgentTrace');
const Blocks = lazyView(() => import('./views/Blocks'), 'Blocks');
const ClosedTrades = lazyView(() => import('./views/ClosedTrades'), 'ClosedTrades');
const Fills = lazyView(() => import('./views/Fills'), 'Fills');
const Journal = lazyView(() => import('./views/Journal'), 'Journal');
const Lifecycle = lazyView(() => import('./views/Lifecycle'), 'Lifecycle');
const Risk = lazyView(() => import('./views/Risk'), 'Risk');

const MINUTE_MS = 60_000;

/** The Halyrd agent stream: equity, trades, reasoning, and what its two safety layers refuse. */
export const feature = defineFeature<Message, State, Options>({
  id: 'halyrd',
  title: 'Halyrd',
  carries: 'Agent',
  summary: 'A self-hosted trading agent: equity, trades, journal, vetoes and signing blocks.',
  defaults: { socketUrl: 'ws://localhost:8000', restUrl: 'http://localhost:8000' },
  options,
  // QUIMERIA uses the same port; only Halyrd lists agents (trap T23).
  fingerprint: {
    path: '/agents',
    matches: (status, body) => status === 200 && Array.isArray(body),
  },

  wire: () => wire,
  initialState,
  apply,
  describe,
  // A snapshot may be half an hour old, sent again to a client that has just connected.
  serverTimeMs: ({ message }) =>
    'ts' in message && message.event !== 'snapshot' ? parseTimeMs(message.ts) : null,
  budget: (state) => ({
    lastHeardMs: state.heard.socketAtMs,
    lateAfterMs: 31 * MINUTE_MS,
    silentAfterMs: 75 * MINUTE_MS,
    normal: 'no heartbeat; a snapshot every 15 to 30 minutes, on some versions hourly',
  }),

  equity: selectEquity,
  money: selectMoney,
  panels: [
    { id: 'agent', title: 'Agent', area: 'board', component: AgentBoard },
    { id: 'fills', title: 'Fills', area: 'desk', component: Fills },
    { id: 'closed-trades', title: 'Closed trades', area: 'desk', component: ClosedTrades },
    { id: 'journal', title: 'Journal', area: 'desk', opensFirst: true, component: Journal },
    { id: 'blocks', title: 'Blocks', area: 'desk', component: Blocks },
    { id: 'risk', title: 'Risk', area: 'desk', component: Risk },
    { id: 'lifecycle', title: 'Lifecycle', area: 'desk', component: Lifecycle },
  ],
  earlierEquity,
  fallback: fallbackOf,
  tracing: { happening: happeningOf, component: AgentTrace },

  useSocket: useHalyrdSocket,
});
