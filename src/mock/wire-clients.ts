import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import type { MockSocket } from './contract';
import type { Outbox } from './outbox';

/** One socket that is open, with what it runs on. */
export interface Client {
  readonly socket: MockSocket;
  readonly ws: WebSocket;
  readonly tcp: Duplex;
  readonly outbox: Outbox;
  /** False: its key was refused, it gets no broadcasts. */
  readonly member: boolean;
}

/** The open sockets of one wire. */
export interface Clients {
  all(): readonly Client[];
  members(): readonly Client[];
  /** Of the members. */
  sockets(): readonly MockSocket[];
  add(client: Client): void;
  remove(client: Client): void;
  closeAll(code: number, reason: string): void;
  /** Takes all off, with what was to be sent to them. */
  drop(): void;
}

/** Lists are made when somebody comes or goes, not with every broadcast. */
export function createClients(): Clients {
  let clients: readonly Client[] = [];
  let members: readonly Client[] = [];
  let sockets: readonly MockSocket[] = [];

  const set = (next: readonly Client[]) => {
    clients = next;
    members = next.filter((client) => client.member);
    sockets = members.map((client) => client.socket);
  };

  return {
    all: () => clients,
    members: () => members,
    sockets: () => sockets,
    add: (client) => set([...clients, client]),
    remove: (client) => set(clients.filter((other) => other !== client)),
    closeAll: (code, reason) => {
      for (const { ws } of clients) ws.close(code, reason);
    },
    drop: () => {
      for (const { outbox } of clients) outbox.close();
      set([]);
    },
  };
}

/** A client that does not read loses its socket before it takes our memory. */
const UNREAD_LIMIT = 32_000_000;

/** Whether it was sent. */
export function writeTo(ws: WebSocket, text: string, fin = true): boolean {
  if (ws.readyState !== WebSocket.OPEN) return false;
  if (ws.bufferedAmount > UNREAD_LIMIT) {
    ws.terminate();
    return false;
  }
  ws.send(text, { fin });
  return true;
}
