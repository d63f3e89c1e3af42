import type { Connection } from '~/feature';
import type { QuimeriaOptions } from './options';
import { liveStatus } from './rest';
import type { FeedReport, QuimeriaState } from './state';

type Feed = Pick<Connection<QuimeriaState, QuimeriaOptions>, 'rest' | 'store'>;

/** Asks, and waits until the answer has come through the door; null: no answer that can be read, or `signal` ended it. */
export async function statusOf(
  { rest, store }: Feed,
  signal?: AbortSignal,
): Promise<FeedReport | null> {
  const outcome = await liveStatus(rest, signal);
  if (outcome.kind !== 'ok') return null;
  const read = () => {
    const { feed } = store.getState();
    return feed && feed.frameId >= outcome.frameId ? feed : null;
  };
  const known = read();
  if (known || signal?.aborted) return known;
  return new Promise((resolve) => {
    const undo = store.subscribe(() => {
      const report = read();
      if (report) end(report);
    });
    const abort = () => end(null);
    signal?.addEventListener('abort', abort, { once: true });
    function end(report: FeedReport | null): void {
      undo();
      signal?.removeEventListener('abort', abort);
      resolve(report);
    }
  });
}
