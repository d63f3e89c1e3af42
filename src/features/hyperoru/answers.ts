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
    const { requestId, text, code } = message;
    const command = readRequestId(requestId)?.command ?? null;
    return { requestId, command, error: text, code, order: null, ...learned };
  }
  if (message.kind === 'curve' && message.pushed) return null;
  const command = message.kind === 'ack' ? message.command : ANSWERS[message.kind];
  if (command === undefined || !('requestId' in message)) return null;
  const { requestId } = message;
  const order = message.kind === 'order-reply' ? message.order : null;
  return { requestId, command, error: null, code: null, order, ...learned };
}
