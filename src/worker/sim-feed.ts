import type { Clock } from '~/lib/clock';
import type { Cursor } from '~/session/cursor';
import type { ErrandDesk } from '~/session/errand-desk';
import { createRestClient } from '~/session/rest-client';
import type { Motion } from './sim-motion';
import type { ServerInside } from './sim-server';

interface FeedDeps {
  readonly server: Pick<ServerInside, 'fetch'>;
  readonly motion: Motion;
  readonly clock: Clock;
  readonly askShared: ErrandDesk['ask'];
  readonly startAt: Cursor | null;
}

/**
 * The simplest wire that can be resumed: events have numbers, REST gives those after a number. Throws when its cursor would
 * pass an event that is not in its store.
 */
export function simFeed(
  { clock, server, motion, askShared, startAt }: FeedDeps,
  keep: (position: number) => void,
) {
  const shown = new Set<number>();
  let cursor: number | null = startAt ? Number(startAt.position) : null;
  let since = cursor;
  let recovering = false;
  let helloAtMs = 0;
  let lastPage: readonly number[] = [];
  const rest = createRestClient({
    baseUrl: 'http://sim',
    maxLength: 10_000,
    fetch: server.fetch,
    askShared,
    clock,
    ingest(_resource, text) {
      lastPage = JSON.parse(text) as number[];
      return 1;
    },
    note: () => 1,
  });

  function show(id: number): void {
    // Before the greeting, on a socket that had to wait for it.
    if (cursor === null) since = cursor = id - 1;
    shown.add(id);
    if (!recovering) moveTo(id);
  }

  function moveTo(position: number): void {
    if (cursor !== null && position <= cursor) return;
    for (let id = (since ?? 0) + 1; id <= position; id += 1) {
      if (!shown.has(id))
        throw new Error(`The cursor passes event ${id}, which was not processed.`);
    }
    cursor = position;
    keep(position);
  }

  async function recover(signal: AbortSignal): Promise<void> {
    motion.waiting += 1;
    try {
      await readOn(signal);
    } catch (error) {
      motion.broken ??= error as Error;
    } finally {
      motion.waiting -= 1;
    }
  }

  async function readOn(signal: AbortSignal): Promise<void> {
    let reached = cursor ?? 0;
    while (!signal.aborted && recovering) {
      motion.kick();
      const outcome = await rest.call({
        resource: 'events',
        path: `/events?since=${reached}`,
        signal,
        sharedAfterMs: helloAtMs,
      });
      motion.kick();
      if (signal.aborted) return;
      if (outcome.kind !== 'ok') {
        await new Promise<void>((resolve) => clock.after(5_000, resolve));
        continue;
      }
      lastPage.forEach(show);
      const highest = Math.max(reached, ...lastPage);
      if (highest === reached) {
        recovering = false;
        moveTo(Math.max(reached, ...shown));
      }
      reached = highest;
    }
  }

  return {
    shown,
    since: () => since,
    isRecovering: () => recovering,
    recover,
    hear(text: string): void {
      if (text.startsWith('event ')) return show(Number(text.slice(6)));
      if (!text.startsWith('hello')) return;
      helloAtMs = clock.now();
      if (cursor === null) {
        since = cursor = Number(text.slice(6));
        keep(cursor);
      } else recovering = true;
    },
  };
}
