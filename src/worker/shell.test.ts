import { describe, expect, it } from 'vitest';
import { answerShell, keepShell, noteUse, type Shell } from './shell';

const origin = 'http://vigil.test';
const shell: Shell = { build: 'b1', files: ['/assets/main-abc.js', '/index.html'] };

function network(server: 'up' | 'down' | number) {
  const asked: string[] = [];
  const cache = {
    match: (path: string) =>
      Promise.resolve(shell.files.includes(path) ? new Response(`kept ${path}`) : undefined),
  };
  return {
    asked,
    caches: {
      open: () => Promise.resolve(cache as unknown as Cache),
      keys: () => Promise.resolve([]),
    },
    fetch: ((request: { url: string }) => {
      asked.push(request.url);
      if (server === 'down') return Promise.reject(new TypeError('no network'));
      return Promise.resolve(new Response('fresh', { status: server === 'up' ? 200 : server }));
    }) as typeof fetch,
  };
}

function ask(path: string, mode: RequestMode, server: 'up' | 'down' | number, method = 'GET') {
  const net = network(server);
  const url = path.startsWith('http') ? path : origin + path;
  const answer = answerShell({ url, method, mode }, origin, shell, net);
  return { answer: answer && answer.then((response) => response.text()), asked: net.asked };
}

describe('the kept shell', () => {
  it('[F24] opens the page when the server is down, and asks the server first', async () => {
    expect(await ask('/', 'navigate', 'down').answer).toBe('kept /index.html');
    expect(await ask('/?kinds=veto', 'navigate', 'up').answer).toBe('fresh');
    expect(await ask('/', 'navigate', 502).answer).toBe('kept /index.html');
  });

  it('[F24] answers hashed files without the server', async () => {
    const { answer, asked } = ask('/assets/main-abc.js', 'cors', 'up');
    expect(await answer).toBe('kept /assets/main-abc.js');
    expect(asked).toEqual([]);
  });

  it.each([
    ['an answer of the mock', '/mock/halyrd/equity', 'cors'],
    ['the relay', '/relay/nexusglass/api/events', 'cors'],
    ['the page of the mock’s control', '/mock/__control/state', 'navigate'],
    ['another host', 'http://backend.test/index.html', 'cors'],
    ['the worker itself', '/sw.js', 'same-origin'],
  ] as const)('never touches %s', (_name, path, mode) => {
    expect(ask(path, mode, 'up').answer).toBeNull();
  });

  it('never touches what changes something', () => {
    expect(ask('/', 'navigate', 'up', 'POST').answer).toBeNull();
  });
});

describe('the shells of several builds', () => {
  /** As the browser does: names in the order in which they were first opened. */
  function fakeCaches() {
    const kept = new Map([['another-project', new Set(['/assets/part-b1.js'])]]);
    const caches = {
      open(name: string) {
        const paths = kept.get(name) ?? new Set<string>();
        kept.set(name, paths);
        return Promise.resolve({
          addAll: (requests: Request[]) =>
            Promise.resolve(requests.forEach(({ url }) => paths.add(new URL(url).pathname))),
          put: (path: string) => Promise.resolve(void paths.add(path)),
          match: (path: string) =>
            Promise.resolve(paths.has(path) ? new Response(`${name}${path}`) : undefined),
        } as unknown as Cache);
      },
      keys: () => Promise.resolve([...kept.keys()]),
      delete: (name: string) => Promise.resolve(kept.delete(name)),
    } as CacheStorage;
    return { caches, builds: () => [...kept.keys()].filter((name) => name.startsWith('vigil')) };
  }

  const of = (build: string): Shell => ({
    build,
    files: [`${origin}/index.html`, `${origin}/assets/part-${build}.js`],
  });

  it('[F24] leave the one that is in use alone, however many come while it is', async () => {
    const { caches, builds } = fakeCaches();
    await keepShell(caches, of('b1'));
    await noteUse(caches, of('b1'));
    for (const build of ['b2', 'b3', 'b4']) await keepShell(caches, of(build));
    expect(builds()).toEqual(['vigil-shell-b1', 'vigil-shell-b4']);
  });

  it('[F24] give a page that was not reloaded yet its parts, which no server has any more', async () => {
    const { caches, builds } = fakeCaches();
    const asked: string[] = [];
    for (const build of ['b0', 'b1', 'b2']) {
      await keepShell(caches, of(build));
      await noteUse(caches, of(build));
    }
    expect(builds()).toEqual(['vigil-shell-b1', 'vigil-shell-b2']);
    const part = (path: string) =>
      answerShell({ url: origin + path, method: 'GET', mode: 'cors' }, origin, of('b2'), {
        caches,
        fetch: () => {
          asked.push(path);
          return Promise.resolve(new Response('the server’s'));
        },
      })?.then((answer) => answer.text());
    expect(await part('/assets/part-b1.js')).toBe('vigil-shell-b1/assets/part-b1.js');
    expect(await part('/assets/part-b9.js')).toBe('the server’s');
    expect(asked).toEqual(['/assets/part-b9.js']);
  });
});
