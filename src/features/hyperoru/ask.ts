import type { StoreApi } from 'zustand';
import type { Connection } from '~/feature';
import { waitFor } from '~/lib/wait';
import type { Command } from './commands';
import type { Dialect } from './dialect';
import { settledBy } from './requests';
import type { Answer, HyperoruState } from './state';

/** Nothing states how long a reply may take (HY6). */
const REPLY_WITHIN_MS = 10_000;

export type AskOutcome =
  | { readonly kind: 'answered' }
  | { readonly kind: 'error'; readonly text: string }
  | { readonly kind: 'unanswered' }
  | { readonly kind: 'unsent' };

/** Sends one request and waits for its answer to be in the store. Never sends twice. */
export async function ask(
  connection: Pick<Connection<HyperoruState>, 'send' | 'store'>,
  dialect: Dialect,
  command: Command,
  signal: AbortSignal,
): Promise<AskOutcome> {
  const result = connection.send(dialect.encode(command));
  if (!result.sent) return { kind: 'unsent' };
  const { type, requestId } = command;
  const pending = [{ requestId, command: type, frameId: result.frameId }];
  const answer = await replyIn(connection.store, (state) => answerIn(state, pending), signal);
  if (!answer) return { kind: 'unanswered' };
  return answer.error === null ? { kind: 'answered' } : { kind: 'error', text: answer.error };
}

/** The first thing that `find` finds in the state; null when time is up or the socket has ended. */
export function replyIn<Found>(
  store: StoreApi<HyperoruState>,
  find: (state: HyperoruState) => Found | null,
  signal: AbortSignal,
): Promise<Found | null> {
  return waitFor(store, find, { signal, withinMs: REPLY_WITHIN_MS });
}

function answerIn(state: HyperoruState, pending: Parameters<typeof settledBy>[1]): Answer | null {
  return state.answers.find((answer) => settledBy(answer, pending) !== null) ?? null;
}
