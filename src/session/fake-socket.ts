import type { OpenSocket, SocketLike } from './socket';

/**
 * The other end of a socket, held by a test: `open()`, `say()`, `shut()` are what a server would do; `sent` is what we
 * sent. Extend by adding what a server can do, never what a session should.
 */
export class FakeSocket implements SocketLike {
  readyState = 0;
  bufferedAmount = 0;
  onopen: SocketLike['onopen'] = null;
  onmessage: SocketLike['onmessage'] = null;
  onclose: SocketLike['onclose'] = null;
  onerror: SocketLike['onerror'] = null;
  readonly sent: string[] = [];
  closedByUs = false;
  /** The code that we closed with. */
  closedWith: number | null = null;

  constructor(readonly url: string) {}

  open(): void {
    this.readyState = 1;
    this.onopen?.({});
  }

  say(text: unknown): void {
    this.onmessage?.({ data: text });
  }

  shut(code: number, reason = ''): void {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }

  /** What Chromium does when a policy blocks the address. */
  failWithoutClose(): void {
    this.readyState = 3;
    this.onerror?.({});
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(code?: number): void {
    this.closedByUs = true;
    this.closedWith = code ?? null;
    this.readyState = 2;
  }
}

/** Opens fake sockets and remembers them, newest last. */
export function fakeSockets(): {
  readonly open: OpenSocket;
  readonly all: FakeSocket[];
  last(): FakeSocket;
} {
  const all: FakeSocket[] = [];
  return {
    all,
    open(url) {
      const socket = new FakeSocket(url);
      all.push(socket);
      return socket;
    },
    last() {
      const socket = all.at(-1);
      if (!socket) throw new Error('No socket was dialled yet.');
      return socket;
    },
  };
}
