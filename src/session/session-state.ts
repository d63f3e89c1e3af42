import { assertNever } from '~/lib/assert-never';
import type { LineState } from './line';
import type { SessionState } from './status';

/** What is true around a line and belongs to what a person is told of it. Asked only where it is told. */
export interface Circumstances {
  /** The browser asks the person whether this page may reach the local network. */
  isAsking(): boolean;
  /** The browser says that the machine has no network. */
  isOffline(): boolean;
  /** Dial after dial has failed, and the address answers over HTTP all the same. */
  isBarred(): boolean;
}

/** What a session says that its line does. */
export function sessionStateOf(
  line: LineState,
  nowMs: number,
  around: Circumstances,
): SessionState {
  switch (line.at) {
    case 'off':
      return { status: 'off' };
    case 'connecting': {
      const { attempt, sinceMs } = line;
      const asking = around.isAsking() ? { isAsking: true } : {};
      return { status: 'connecting', attempt, sinceMs, ...asking };
    }
    case 'signing-in':
      return { status: 'signing-in', attempt: line.attempt, sinceMs: line.sinceMs };
    case 'live':
      return { status: 'live', sinceMs: line.sinceMs };
    case 'waiting':
      return {
        status: 'waiting',
        attempt: line.attempt,
        retryAtMs: line.retryAtMs ?? nowMs,
        cause: withHindrance(line.cause, around),
        sinceMs: line.sinceMs,
      };
    case 'refused':
      return { status: 'refused', ...line.refusal };
    default:
      return assertNever(line);
  }
}

const OFFLINE = 'the browser reports that it is offline';
const BARRED =
  'the address answers over HTTP, so the server or a proxy on the way refuses the WebSocket';

/** Why a wait may be vain, besides its cause. */
function withHindrance(cause: string, around: Circumstances): string {
  if (around.isOffline()) return `${cause}; ${OFFLINE}`;
  return around.isBarred() ? `${cause}; ${BARRED}` : cause;
}
