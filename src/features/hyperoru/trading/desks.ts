import type { StoreApi } from 'zustand';
import type { Connection } from '~/feature';
import { systemClock } from '~/lib/clock';
import type { SessionStatus } from '~/session/status';
import { usePageMode } from '~/ui/page-mode';
import { dialectOf } from '../dialect';
import type { HyperoruOptions } from '../options';
import { createRequestIds, createSalt } from '../request-id';
import type { HyperoruState } from '../state';
import { createDesk, type TradingDesk } from './desk';
import { exclusively } from './exclusively';
import { serverOf } from './server-of';
import { createMemory } from './shared-memory';
import { storageOf } from './storage';

type Owner = Pick<
  Connection<HyperoruState, HyperoruOptions>,
  'id' | 'send' | 'store' | 'status' | 'target' | 'rest'
>;

/** The status store is the one thing that a connection and its view have in common. */
const desks = new WeakMap<StoreApi<SessionStatus>, TradingDesk>();

/** The trading desk of a connection, made when first asked for, alive as long as the connection. */
export function deskOf(connection: Owner): TradingDesk {
  const known = desks.get(connection.status);
  if (known) return known;
  const server = serverOf(connection.target);
  const desk = createDesk(connection, {
    clock: systemClock,
    server,
    memory: createMemory(
      connection.id,
      storageOf(() => window.sessionStorage),
      storageOf(() => window.localStorage),
      server,
    ),
    dialect: dialectOf(connection.target.options),
    nextId: createRequestIds(createSalt()),
    isFramed: () => window.top !== window,
    exclusively: (what, act, refuse) => exclusively(`${connection.id}.${what}`, act, refuse),
    pageMode: () => usePageMode.getState().word,
  });
  desks.set(connection.status, desk);
  return desk;
}
