import { defineFeature } from '~/feature';
import { isRecord } from '~/lib/is-record';
import { lazyView } from '~/ui/lazy-view';
import { describeFeed } from './describe';
import { serverTimeMs } from './fold';
import { type NexusOptions, nexusOptions } from './options';
import { readRestError } from './rest-error';
import { cursorOf } from './resume';
import { CURSOR_RESOURCE, type NexusMessage, pageListOf } from './schema';
import { type FeedState, initialFeed } from './state';
import { applyFeed } from './store';
import { useNexusglassSocket } from './use-nexusglass-socket';
import { nexusWire } from './wire';

const FeedBoard = lazyView(() => import('./views/FeedBoard'), 'FeedBoard');
const MarketEvents = lazyView(() => import('./views/MarketEvents'), 'MarketEvents');

const HOST = 'nexusglass.live';

/** NexusGlass fastfeed: classified market events, read-only. */
export const feature = defineFeature<NexusMessage, FeedState, NexusOptions>({
  id: 'nexusglass',
  title: 'NexusGlass',
  carries: 'Events',
  summary: 'Market events by urgency: P0 now, P1 context, P2 background.',
  defaults: { socketUrl: `wss://${HOST}`, restUrl: `https://${HOST}` },
  options: nexusOptions,
  fingerprint: { path: '/api/v1/fastfeed/events', matches: isFastfeed },
  wire: nexusWire,
  initialState: initialFeed,
  apply: applyFeed,
  describe: describeFeed,
  serverTimeMs,
  budget: (state) => ({
    lastHeardMs: state.lastFrameMs,
    lateAfterMs: 45_000,
    silentAfterMs: 90_000,
    normal: 'an answer to our ping every 30 s, events whenever they happen',
  }),
  resume: { cursor: cursorOf, resource: CURSOR_RESOURCE },
  panels: [
    { id: 'feed', title: 'Feed status', area: 'board', component: FeedBoard },
    { id: 'events', title: 'Market events', area: 'desk', component: MarketEvents },
  ],
  useSocket: useNexusglassSocket,
});

/** A list of events, or a refusal in one of the two documented shapes. */
function isFastfeed(status: number, body: unknown): boolean {
  if (status === 401 || status === 403) return (readRestError(body)?.code ?? null) !== null;
  if (status !== 200) return false;
  const first = pageListOf(body)?.[0];
  if (first === undefined) return pageListOf(body) !== null;
  return isRecord(first) && ('priority' in first || first['type'] === 'EVENT');
}
