import type { CommandType, HyperoruMessage } from './messages';
import { readRequestId } from './request-id';
import type { Answer, Learned } from './state';

const ANSWERS: Readonly<Partial<Record<HyperoruMessage['kind'], CommandType>>> = {
  bootstrap: 'bootstrap',
  snapshot: 'get_snapshot',
  curve: 'get_asset_curve',
  'order-reply': 'place_order',
};

/** What a socket message answers; null for broadcasts and for pongs, which are only life. */
export function answerOf(message: HyperoruMessage, learned: Learned): Answer | null {
  if (message.kind === 'error') {
    const { requestId, text } = message;
    return {
      requestId,
      command: readRequestId(requestId)?.command ?? null,
      error: text,
      ...learned,
    };
  }
  const command = message.kind === 'ack' ? message.command : ANSWERS[message.kind];
  if (command === undefined || !('requestId' in message)) return null;
  return { requestId: message.requestId, command, error: null, ...learned };
}
