import type { SessionState } from '~/session/status';
import type { RestFinding } from './probe';

/** How far the socket of a tested connection came. */
export type SocketFinding =
  | { readonly kind: 'live' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'lost'; readonly cause: string }
  /** Open, but the greeting is still unanswered. */
  | { readonly kind: 'mute' }
  | { readonly kind: 'hanging' };

/** What a connection test found out, for a person: what works, what does not and why, and what to do next. */
export interface Diagnosis {
  readonly ok: boolean;
  readonly headline: string;
  readonly next: string | null;
  /** What the socket itself said, with its code; null: nothing. */
  readonly detail: string | null;
}

/** What a session's state says about a test; null while it is too early to tell. */
export function socketFinding(state: SessionState, timedOut: boolean): SocketFinding | null {
  switch (state.status) {
    case 'live':
      return { kind: 'live' };
    case 'refused':
      return { kind: 'refused', reason: state.reason };
    case 'waiting':
      if (state.attempt > 0) return { kind: 'lost', cause: state.cause };
      return timedOut ? { kind: 'hanging' } : null;
    case 'signing-in':
      return timedOut ? { kind: 'mute' } : null;
    case 'connecting':
    case 'off':
      return timedOut ? { kind: 'hanging' } : null;
  }
}

/** Names the cause from both findings together: REST knows what a browser hides about a failed socket. Pure. */
export function diagnose(title: string, rest: RestFinding, socket: SocketFinding): Diagnosis {
  if (rest.kind === 'other') {
    return no(
      `Wrong protocol: ${rest.title} answers at this address, not ${title}.`,
      `Add it as a ${rest.title} connection, or correct the port.`,
    );
  }
  switch (socket.kind) {
    case 'live':
      return live(title, rest);
    case 'refused':
      return no(
        `The socket was refused: ${socket.reason}.`,
        'Check key and address, then test again.',
      );
    case 'mute':
      return no(
        'The socket opened, but the greeting was not answered.',
        `Check that ${title} listens at this path, and the key.`,
      );
    case 'hanging':
      return no('The socket got no answer in time.', 'Check host and firewall.');
    case 'lost':
      return lost(title, rest, socket.cause);
  }
}

function live(title: string, rest: RestFinding): Diagnosis {
  if (rest.kind === 'match')
    return { ok: true, headline: `${title} answers, socket and REST.`, next: null, detail: null };
  const reason =
    rest.kind === 'key-rejected'
      ? `REST refuses the key (${rest.status})`
      : rest.kind === 'answered'
        ? `REST answers, but not as ${title} (${rest.status})`
        : 'REST gave no readable answer (network or CORS)';
  return {
    ok: true,
    headline: `The socket is live. ${reason}.`,
    next: 'History and recovery need REST; the relay helps where CORS is in the way.',
    detail: null,
  };
}

function lost(title: string, rest: RestFinding, cause: string): Diagnosis {
  switch (rest.kind) {
    case 'match':
      return NEVER_OPEN.test(cause)
        ? no(
            `${title} answers over REST, but the WebSocket is refused.`,
            'Check the path and any proxy in between: it must forward WebSocket upgrades.',
            cause,
          )
        : no(
            `${title} answers over REST, but ends the WebSocket as soon as it is open.`,
            `Check the key; the log of ${title}, or of a proxy in between, says why.`,
            cause,
          );
    case 'key-rejected':
      return no(
        `The key is rejected (HTTP ${rest.status}).`,
        'Enter a valid key, or let the relay add it.',
        cause,
      );
    case 'timeout':
      return no('Nothing answered in time.', 'Check host and firewall.', cause);
    case 'unreachable':
      return no(
        'Nothing answers at this address, or it does not allow this page to ask (CORS).',
        `Is ${title} running? Do host and port match? If both are right, try the relay.`,
        cause,
      );
    default:
      return no(
        `Something answers at this address, but not ${title}.`,
        'Check path and port.',
        cause,
      );
  }
}

/** How a session says that a dial came to nothing; a browser tells no more. */
const NEVER_OPEN = /^cannot connect/;

function no(headline: string, next: string, detail: string | null = null): Diagnosis {
  return { ok: false, headline, next, detail };
}
