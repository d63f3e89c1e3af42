import { shorten } from '~/lib/shorten';
import type { LineAsk } from './line';
import type { Refusal } from './plan';
import type { Member, StationEvent } from './station';
import { LONGEST_CODE, LONGEST_REASON, type LineMessage } from './worker-messages';

/** What a station must be told of a line's past. */
export interface LineMemory {
  /** The round in which it was last allowed to dial. */
  epoch: number;
  /** Whether its last socket had been live. */
  lived: boolean;
}

/** A line's words as its station hears them. Notes in `memory` what the next ones depend on. */
export function stationEvent(
  what: LineAsk,
  member: Member,
  memory: LineMemory,
  refusal: Refusal | null,
): StationEvent {
  switch (what) {
    case 'retry':
    case 'slow':
      return { type: 'lost', member, urgency: what, epoch: memory.epoch, lived: memory.lived };
    case 'refused':
      memory.lived = false;
      return {
        type: 'refused',
        member,
        refusal: short(refusal ?? { code: 'unknown', reason: 'refused' }),
      };
    case 'going':
      memory.lived = false;
      return { type: 'going', member };
    case 'live':
      memory.lived = true;
      return { type: 'live', member };
    case 'stable':
      return { type: 'stable' };
    default:
      return { type: what, member };
  }
}

/** As long as may travel: a message with a longer one is not heard at all. */
function short({ code, reason }: Refusal): Refusal {
  return {
    code: typeof code === 'string' ? shorten(code, LONGEST_CODE) : code,
    reason: shorten(reason, LONGEST_REASON),
  };
}

/** A message of a line without what all of them carry. */
export type LineWord<Message = LineMessage> = Message extends LineMessage
  ? Omit<Message, 'ns' | 'v' | 'ep' | 'line' | 'visible' | 'st' | 'probeUrl' | 'only'>
  : never;

/** A station's event as it travels; null for those that never leave a page. */
export function wordOf(event: StationEvent): LineWord | null {
  switch (event.type) {
    case 'lost':
      return { k: 'lost', urgency: event.urgency, epoch: event.epoch, lived: event.lived };
    case 'refused':
      return { k: 'refused', refusal: event.refusal };
    case 'probed':
    case 'restore':
    case 'timer':
      return null;
    default:
      return { k: event.type };
  }
}

/** What a page's message means to its station: what `wordOf` was made of. Null for those that only introduce or keep alive. */
export function eventOf(message: LineMessage): StationEvent | null {
  const member = { id: message.line, visible: message.visible };
  switch (message.k) {
    case 'hello':
      return message.waiting ? { type: 'want', member } : null;
    case 'lease':
      return null;
    case 'lost': {
      const { urgency, epoch, lived } = message;
      return { type: 'lost', member, urgency, epoch, lived };
    }
    case 'refused':
      return { type: 'refused', member, refusal: message.refusal };
    case 'stable':
      return { type: 'stable' };
    default:
      return { type: message.k, member };
  }
}
