import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '~/lib/clock';
import type { Cursor } from './cursor';
import type { CursorLog } from './cursor-log';
import type { WorkerChannel } from './remote-supervisor';
import type { RestAnswer } from './rest-answer';
import type { SharedQuestion } from './rest-client';
import { NAMESPACE, VERSION, type Errand, type WorkerMessage } from './worker-messages';

export interface ErrandDeskDeps {
  readonly clock: Clock;
  readonly channel: Pick<WorkerChannel, 'usable' | 'post' | 'listen' | 'only'>;
  /** The page's own, for when there is no worker to do it. */
  readonly cursors: CursorLog;
  /** Unique among all tabs. */
  readonly pageId: string;
}

/** What the service worker does for this page besides supervising it, and what the page does itself without one. */
export interface ErrandDesk {
  /** Has a question asked once for all tabs, in tries. Null: no worker did it in time, ask yourself. */
  ask(question: SharedQuestion, signal: AbortSignal | undefined): Promise<RestAnswer | null>;
  /** The kept cursor of an endpoint. */
  cursorOf(ep: string): Promise<Cursor | null>;
  /** Keeps a cursor, if it is further than what is kept. */
  keep(ep: string, cursor: Cursor): void;
  /** Drops the kept cursor of an endpoint that is no more. */
  forget(ep: string): void;
  /** Drops the kept cursors of all endpoints that are `over`. */
  forgetAll(over: (ep: string) => boolean): void;
  /** False once the browser has refused to keep a cursor. */
  readonly remembers: StoreApi<boolean>;
}

/** A worker has tried three times by then; one that has not answered has ended. */
const BACKFILL_GUARD_MS = 20_000;
/** Writing takes milliseconds, starting a worker 0.2 s. */
const KEEP_GUARD_MS = 1_500;

type Answered = Extract<WorkerMessage, { k: 'backfill' | 'cursor' }>;

export function createErrandDesk(deps: ErrandDeskDeps): ErrandDesk {
  const { clock, channel, cursors, pageId } = deps;
  const remembers = createStore(() => true);
  const open = new Map<string, (answer: Answered | null) => void>();
  let asked = 0;
  /** Cursors on their way to be kept: what is forgotten must not come back by one of them. */
  const writing = new Set<Promise<void>>();
  /** A worker that has not answered is not waited for again until it speaks. */
  let deaf = false;

  channel.listen(
    (message) => {
      deaf = message.k === 'unsupported';
      if (message.k === 'backfill' || message.k === 'cursor') open.get(message.req)?.(message);
      if (message.k === 'unsupported') for (const end of [...open.values()]) end(null);
    },
    () => (deaf = false),
  );

  /** Null when there is no worker, it does not answer in time, or the asker has gone. */
  function send(
    errand: (req: string) => Errand,
    withinMs: number,
    signal?: AbortSignal,
  ): Promise<Answered | null> {
    if (deaf || !channel.usable() || signal?.aborted) return Promise.resolve(null);
    asked += 1;
    const req = `${pageId}-${asked}`.slice(-64);
    return new Promise((resolve) => {
      const cancel = clock.after(withinMs, () => {
        deaf = true;
        end(null);
      });
      const gone = () => end(null);
      signal?.addEventListener('abort', gone);
      open.set(req, end);
      channel.post(errand(req));

      function end(answer: Answered | null): void {
        cancel();
        signal?.removeEventListener('abort', gone);
        open.delete(req);
        resolve(answer);
      }
    });
  }

  async function write(ep: string, cursor: Cursor): Promise<void> {
    const head = { ns: NAMESPACE, v: VERSION } as const;
    const answer = await send((req) => ({ ...head, k: 'cursor', req, ep, cursor }), KEEP_GUARD_MS);
    const kept = answer?.k === 'cursor' ? answer.kept : await cursors.commit(ep, cursor);
    remembers.setState(kept, true);
  }

  function keep(ep: string, cursor: Cursor): void {
    const written: Promise<void> = write(ep, cursor).finally(() => writing.delete(written));
    writing.add(written);
  }

  async function afterWrites(forget: () => Promise<void>): Promise<void> {
    // At once, for whoever opens the endpoint again, and once more for what is on its way.
    await forget();
    if (writing.size > 0) await Promise.all(writing).then(forget);
  }

  return {
    remembers,
    async ask(question, signal) {
      const only = channel.only === null ? null : [...channel.only];
      const head = { ns: NAMESPACE, v: VERSION } as const;
      const answer = await send(
        (req) => ({ ...head, k: 'backfill', req, ...question, only }),
        BACKFILL_GUARD_MS,
        signal,
      );
      return answer?.k === 'backfill' ? answer.answer : null;
    },
    cursorOf: (ep) => cursors.read(ep),
    keep,
    forget: (ep) => void afterWrites(() => cursors.forget(ep)),
    forgetAll: (over) => void afterWrites(() => cursors.forgetAll(over)),
  };
}
