import type { StoreApi } from 'zustand';
import type { RestOutcome } from '~/session/rest';
import { replyIn } from './ask';
import type { HyperoruState } from './state';

/**
 * What became of a list that was asked for over REST: `whole`, or `partly` where rows of it could not be read; `absent`:
 * this server has no such list (404); `unread`: it could not be had, or was not the list that it should be.
 */
export type Reading = 'whole' | 'partly' | 'absent' | 'unread';

/** Whether nothing that was there can turn up later as if it were new: all of it is known, or there is no such list. */
export function isExhausted(reading: Reading): boolean {
  return reading === 'whole' || reading === 'absent';
}

/**
 * HTTP's "ok" is no evidence: the answer still waits at the door, or its schema refuses it. Resolves when the state shows
 * which. Frames are judged in the order they came, so a younger frame in the state ends the wait, as do 10 s.
 */
export async function readingOf(
  store: StoreApi<HyperoruState>,
  outcome: RestOutcome,
  signal: AbortSignal,
): Promise<Reading> {
  if (outcome.kind === 'http' && outcome.status === 404) return 'absent';
  if (outcome.kind !== 'ok') return 'unread';
  const { frameId } = outcome;
  return (await replyIn(store, (state) => verdictOn(frameId, state), signal)) ?? 'unread';
}

function verdictOn(frameId: number, { reads, newestFrameId }: HyperoruState): Reading | null {
  const read = reads.find((each) => each.frameId === frameId);
  if (read) return read.dropped === 0 ? 'whole' : 'partly';
  return newestFrameId > frameId ? 'unread' : null;
}
