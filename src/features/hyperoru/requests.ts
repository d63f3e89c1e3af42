import type { CommandType } from './messages';
import type { Answer } from './state';

/** A request that was sent and not yet answered. */
export interface PendingRequest {
  readonly requestId: string;
  readonly command: CommandType;
  /** The frame it was sent in: an older frame cannot be its answer. */
  readonly frameId: number;
}

/**
 * Which request an answer settles (HY6): the one whose id it echoes; without an id the oldest of its command; an error
 * that names neither settles the oldest of all. An id that is not among ours belongs to another client of the account:
 * that is state, never an answer to us (HY7).
 */
export function settledBy(
  answer: Answer,
  pending: readonly PendingRequest[],
): PendingRequest | null {
  const earlier = pending.filter((request) => request.frameId < answer.frameId);
  if (answer.requestId !== null) {
    return earlier.find((request) => request.requestId === answer.requestId) ?? null;
  }
  const { command } = answer;
  if (command === null) return earlier[0] ?? null;
  return earlier.find((request) => request.command === command) ?? null;
}
