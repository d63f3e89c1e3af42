import type { Connection } from '~/feature';
import { systemClock, type Clock } from '~/lib/clock';
import { waitFor } from '~/lib/wait';
import type { QuimeriaOptions } from './options';
import { liveStatus } from './rest';
import type { FeedReport, QuimeriaState } from './state';

type Feed = Pick<Connection<QuimeriaState, QuimeriaOptions>, 'rest' | 'store'>;

/** An answer that its schema rejects never reaches the store; one that is read does so within a frame or a busy second. */
const FOLDED_WITHIN_MS = 5_000;

/** Asks, and waits until the answer has come through the door; null: no answer that can be read, or `signal` ended it. */
export async function statusOf(
  { rest, store }: Feed,
  signal?: AbortSignal,
  clock: Clock = systemClock,
): Promise<FeedReport | null> {
  const outcome = await liveStatus(rest, signal);
  if (outcome.kind !== 'ok') return null;
  const { frameId } = outcome;
  return waitFor(store, ({ feed }) => (feed && feed.frameId >= frameId ? feed : null), {
    withinMs: FOLDED_WITHIN_MS,
    signal,
    clock,
  });
}
