/** The files of one build that open the dashboard without a server. */
export interface Shell {
  readonly build: string;
  /** Paths with a leading slash; `/index.html` among them. */
  readonly files: readonly string[];
}

interface Network {
  readonly caches: Pick<CacheStorage, 'open'>;
  readonly fetch: typeof fetch;
}

const PREFIX = 'vigil-shell-';
const PAGE = '/index.html';

/** Keeps the files of a build and forgets older builds', but for the one that may still be in use. */
export async function keepShell(caches: CacheStorage, shell: Shell): Promise<void> {
  const cache = await caches.open(PREFIX + shell.build);
  await cache.addAll(shell.files.map((path) => new Request(path, { cache: 'reload' })));
  const ours = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const old = ours.filter((name) => name !== PREFIX + shell.build).slice(0, -1);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/**
 * The answer to a request for the shell; null for everything else, which then goes its ordinary way: backends, the mock
 * and the relay are never answered from here and never kept. The page itself is asked of the server first.
 */
export function answerShell(
  request: Pick<Request, 'url' | 'method' | 'mode'>,
  origin: string,
  shell: Shell,
  network: Network,
): Promise<Response> | null {
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== origin) return null;
  if (request.mode === 'navigate') {
    return url.pathname === '/' || url.pathname === PAGE ? page(request, shell, network) : null;
  }
  return shell.files.includes(url.pathname) ? file(request, url.pathname, shell, network) : null;
}

async function page(
  request: Pick<Request, 'url'>,
  shell: Shell,
  { caches, fetch }: Network,
): Promise<Response> {
  try {
    const answer = await fetch(request as Request);
    // A proxy whose server is gone answers as well.
    if (answer.status < 500) return answer;
    return (await kept(PAGE, shell, caches)) ?? answer;
  } catch (error) {
    const answer = await kept(PAGE, shell, caches);
    if (answer) return answer;
    throw error;
  }
}

/** Names of files hold their content's hash, so that what is kept is right for ever. */
async function file(
  request: Pick<Request, 'url'>,
  path: string,
  shell: Shell,
  { caches, fetch }: Network,
): Promise<Response> {
  return (await kept(path, shell, caches)) ?? fetch(request as Request);
}

async function kept(
  path: string,
  shell: Shell,
  caches: Network['caches'],
): Promise<Response | undefined> {
  const cache = await caches.open(PREFIX + shell.build);
  return cache.match(path);
}
