import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import {
  loadEnv,
  type Plugin,
  type PreviewServer,
  type ProxyOptions,
  type ViteDevServer,
} from 'vite';
import { refusalFor } from '../lib/trusted-asker.ts';
import { type Relay, relaysFrom } from './relays.ts';

const BASE = '/relay/';
const NAMES = `${BASE}__names`;

/** What of the browser's request is none of the target's business. Cookies of this host belong to other programs. */
const PRIVATE_HEADERS = ['cookie', 'origin', 'referer'];

/**
 * Forwards `/relay/<name>/…` to the backends named in the environment, with their keys added on the way, so that keys
 * never reach the browser and CORS does not matter. `GET /relay/__names` says which there are. Only pages of this
 * server, or of this machine, are let through: whoever reaches the relay acts with its keys.
 */
export function relay(environment?: Readonly<Record<string, string | undefined>>): Plugin {
  let relays: readonly Relay[] = [];
  let hosts: readonly string[] = [];
  const serve = (server: ViteDevServer | PreviewServer) => {
    server.middlewares.use(
      (request: IncomingMessage, response: ServerResponse, next: () => void) => {
        const answer = answerTo(request, relays, hosts);
        if (answer) sendJson(response, answer.status, answer.body);
        else next();
      },
    );
  };
  return {
    name: 'vigil:relay',
    config: (config, { mode }) => {
      // Variables of a `.env.local` file count as well; those of the process win.
      const all =
        environment ?? loadEnv(mode, config.envDir || config.root || process.cwd(), 'VIGIL_');
      relays = relaysFrom(all);
      hosts = (all['VIGIL_HOSTS'] ?? '').split(',').map((host) => host.trim());
      const proxy = Object.assign({}, ...relays.map((each) => proxiesFor(each, hosts))) as Record<
        string,
        ProxyOptions
      >;
      return { server: { proxy }, preview: { proxy } };
    },
    configureServer: serve,
    configurePreviewServer: serve,
  };
}

/** What the relay itself answers; null where the request is to be forwarded, or is not for the relay. */
function answerTo(
  { url = '', headers }: IncomingMessage,
  relays: readonly Relay[],
  hosts: readonly string[],
): { readonly status: number; readonly body: unknown } | null {
  if (!url.startsWith(BASE)) return null;
  const refusal = refusalFor(headers, hosts);
  if (refusal) return { status: 403, body: { error: refusal } };
  const names = relays.map((each) => each.name);
  if (url.split('?')[0] === NAMES) return { status: 200, body: { names } };
  const [name = ''] = url.slice(BASE.length).split(/[/?]/);
  return names.includes(name) ? null : { status: 404, body: { error: `no relay ${name}` } };
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(body));
}

/** Two entries, because sockets may go elsewhere. The first is asked first and takes no sockets. */
function proxiesFor(relay: Relay, hosts: readonly string[]): Record<string, ProxyOptions> {
  const path = `${BASE}${relay.name}`;
  const shared: ProxyOptions = { changeOrigin: true, rewrite: (url) => url.slice(path.length) };
  return {
    [`${path}/`]: { ...shared, target: relay.target, configure: (proxy) => addKeys(proxy, relay) },
    [`^${path}/`]: {
      ...shared,
      target: relay.socketTarget.replace(/^ws/, 'http'),
      ws: true,
      // False answers the upgrade with 404. A plain request never comes here.
      bypass: ({ headers }) => (refusalFor(headers, hosts) ? false : undefined),
      configure: (proxy) => addKeys(proxy, relay),
    },
  };
}

type Proxy = Parameters<NonNullable<ProxyOptions['configure']>>[0];

function addKeys(proxy: Proxy, relay: Relay): void {
  const amend = (request: ClientRequest) => {
    for (const name of PRIVATE_HEADERS) request.removeHeader(name);
    for (const [name, value] of Object.entries(relay.headers)) request.setHeader(name, value);
    // Not in `rewrite`: that address would be printed with the key when the target cannot be reached.
    request.path = withQuery(request.path, relay.query);
  };
  proxy.on('proxyReq', amend);
  proxy.on('proxyReqWs', amend);
  proxy.on('proxyRes', ({ headers }) => {
    delete headers['set-cookie'];
    if (headers.location !== undefined) headers.location = ownLocation(headers.location, relay);
  });
}

function withQuery(path: string, query: Relay['query']): string {
  const url = new URL(path, 'http://target');
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return `${url.pathname}${url.search}`;
}

/** A redirect repeats the address it was asked for: our key leaves it, and the target's address becomes ours. */
function ownLocation(location: string, relay: Relay): string {
  if (!URL.canParse(location, `${relay.target}/`)) return location;
  const url = new URL(location, `${relay.target}/`);
  for (const name of Object.keys(relay.query)) url.searchParams.delete(name);
  return url.href.startsWith(`${relay.target}/`)
    ? `${BASE}${relay.name}${url.href.slice(relay.target.length)}`
    : url.href;
}
