/** The files of one build that open the dashboard without a server. */
export interface Shell {
  readonly build: string;
  /** Paths with a leading slash; `/index.html` among them. */
  readonly files: readonly string[];
}

interface Network {
  readonly caches: Pick<CacheStorage, 'open' | 'keys'>;
  readonly fetch: typeof fetch;
}

const PREFIX = 'vigil-shell-';
const PAGE = '/index.html';
/** Where the bundler puts files whose names hold their content's hash. */
const HASHED = '/assets/';
/** Stands in a cache whose build has been in use. */
const USED = '/used';

/** Keeps the files of a build. Of the others those stay that have been in use: they may still be. */
export async function keepShell(caches: CacheStorage, shell: Shell): Promise<void> {
  const cache = await caches.open(PREFIX + shell.build);
  await cache.addAll(shell.files.map((path) => new Request(path, { cache: 'reload' })));
  for (const other of await otherShells(caches, shell)) {
    if (!(await other.cache.match(USED))) await caches.delete(other.name);
  }
}

/**
 * Notes that this build's worker is the active one. Of the others the last that was in use stays: its pages go on until a
 * person reloads them, and load some of their parts only when these are first wanted.
 */
export async function noteUse(caches: CacheStorage, shell: Shell): Promise<void> {
  const mine = await caches.open(PREFIX + shell.build);
  await mine.put(USED, new Response());
  const older = (await otherShells(caches, shell)).slice(0, -1);
  await Promise.all(older.map(({ name }) => caches.delete(name)));
}

/**
 * The answer to a request for the shell, or for a file of another build that is kept; null for everything else, which then
 * goes its ordinary way: backends, the mock and the relay are never answered from here and never kept. The page itself is
 * asked of the server first.
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
  if (shell.files.includes(url.pathname)) return file(request, url.pathname, shell, network);
  return url.pathname.startsWith(HASHED) ? otherFile(request, url.pathname, shell, network) : null;
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

/** A server has the files of one build only. */
async function otherFile(
  request: Pick<Request, 'url'>,
  path: string,
  shell: Shell,
  { caches, fetch }: Network,
): Promise<Response> {
  for (const { cache } of await otherShells(caches, shell)) {
    const answer = await cache.match(path);
    if (answer) return answer;
  }
  return fetch(request as Request);
}

/** What is kept of other builds, oldest first. */
async function otherShells(
  caches: Network['caches'],
  { build }: Shell,
): Promise<readonly { readonly name: string; readonly cache: Cache }[]> {
  const names = (await caches.keys()).filter(
    (name) => name.startsWith(PREFIX) && name !== PREFIX + build,
  );
  return Promise.all(names.map(async (name) => ({ name, cache: await caches.open(name) })));
}

async function kept(
  path: string,
  shell: Shell,
  caches: Network['caches'],
): Promise<Response | undefined> {
  const cache = await caches.open(PREFIX + shell.build);
  return cache.match(path);
}
