import type { Clock } from '~/lib/clock';

/** The part of a WebSocket that a session uses, so that tests can hold the other end. */
export interface SocketLike {
  readonly readyState: number;
  /** Bytes handed over that have not left yet. */
  readonly bufferedAmount?: number;
  onopen: ((event: unknown) => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null;
  onerror: ((event: unknown) => void) | null;
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

/** Opens a socket; throws where the browser forbids it (mixed content, policy). */
export type OpenSocket = (url: string) => SocketLike;

const OPEN = 1;
const CLOSED = 3;
const CLOSE_FOLLOWS_MS = 50;
const BLOCKED = 'blocked by this page’s security policy';

/** The browser's own socket. */
export const openBrowserSocket: OpenSocket = (url) => new WebSocket(url) as SocketLike;

/** What one socket tells its session. */
export interface SocketListener {
  opened(): void;
  frame(text: string): void;
  closed(code: number, reason: string): void;
  forbidden(reason: string): void;
}

/** One dialled socket. After `abandon` it says nothing more. */
export interface DialledSocket {
  /** False when the socket is not open; nothing is queued. */
  send(text: string): boolean;
  /** False while earlier frames have not left: what follows them would wait with them, and leave who knows when. */
  isDrained(): boolean;
  abandon(code?: number): void;
}

/**
 * Dials and translates the browser's events. An abandoned socket is closed but not waited for: on a dead peer its close
 * event comes after a minute, and by then somebody else is live.
 */
export function dialSocket(
  open: OpenSocket,
  url: () => string,
  listener: SocketListener,
  clock: Clock,
): DialledSocket {
  let socket: SocketLike;
  try {
    socket = open(url());
  } catch (error) {
    listener.forbidden(forbiddenReason(error));
    return { send: () => false, isDrained: () => false, abandon: () => undefined };
  }
  let spoken = false;
  socket.onopen = () => listener.opened();
  socket.onmessage = (event) => listener.frame(textOf(event.data));
  socket.onclose = (event) => {
    spoken = true;
    listener.closed(event.code, event.reason);
  };
  // A socket that the page's policy blocks errs in the closed state and never closes (Chromium); an ordinary failure
  // closes in the same task as it errs.
  socket.onerror = () => {
    clock.after(CLOSE_FOLLOWS_MS, () => {
      if (!spoken && socket.readyState === CLOSED) listener.forbidden(BLOCKED);
    });
  };
  return {
    send(text) {
      if (socket.readyState !== OPEN) return false;
      socket.send(text);
      return true;
    },
    isDrained: () => (socket.bufferedAmount ?? 0) === 0,
    abandon(code = 1000) {
      spoken = true;
      socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
      try {
        socket.close(code);
      } catch {
        // Closing a socket that never opened may throw; it is gone either way.
      }
    },
  };
}

function textOf(data: unknown): string {
  if (typeof data === 'string') return data;
  const length =
    data instanceof Blob ? data.size : data instanceof ArrayBuffer ? data.byteLength : 0;
  return `[binary frame, ${length} bytes]`;
}

function forbiddenReason(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  // The latter is what an address is that cannot even be written: a name with half a character in it, say.
  if (name === 'SyntaxError' || name === 'URIError')
    return 'the address is not a valid WebSocket address';
  if (name === 'SecurityError') {
    return 'the browser forbids ws:// from an https page (mixed content): use wss:// or the relay';
  }
  return BLOCKED;
}
