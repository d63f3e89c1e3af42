import type { IncomingMessage, ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { MockReply } from './contract';

const BODY_LIMIT = 1_000_000;

/** A body that was read: its JSON, undefined where there is none; null when it is too long or not JSON. */
export type Body = { readonly value: unknown } | null;

export async function readBody(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) return null;
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (text.trim() === '') return { value: undefined };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}

/** Sends a reply. */
export function sendReply(response: ServerResponse, reply: MockReply): void {
  const isText = typeof reply.body === 'string';
  const text = textOf(reply);
  response.writeHead(reply.status, {
    'content-type': `${isText ? 'text/plain' : 'application/json'}; charset=utf-8`,
    'cache-control': 'no-store',
    ...reply.headers,
  });
  response.end(text);
}

/** A reply's body as it goes over the wire. */
export function textOf({ body }: MockReply): string {
  return typeof body === 'string' ? body : JSON.stringify(body ?? null);
}

/** Lets a page of another port of this machine read the answer. The asker was checked before. */
export function allowOrigin(request: IncomingMessage, response: ServerResponse): void {
  const origin = request.headers.origin;
  if (origin === undefined) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader(
    'access-control-allow-headers',
    request.headers['access-control-request-headers'] ?? '*',
  );
  response.setHeader('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE');
  response.setHeader('access-control-expose-headers', '*');
  response.setHeader('vary', 'origin');
}

/** Answers an upgrade with an error status instead. */
export function refuseUpgrade(socket: Duplex, status: number, reason: string): void {
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}`,
      'Connection: close',
      'Content-Type: text/plain; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(reason)}`,
      '',
      reason,
    ].join('\r\n'),
  );
}

/** Agrees to an upgrade with an accept key that answers nobody's question. */
export function acceptWrongly(socket: Duplex): void {
  socket.end(
    [
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Accept: bm90IHRoZSByaWdodCBrZXkhISE=',
      '',
      '',
    ].join('\r\n'),
  );
}
