import { describe, expect, it } from 'vitest';
import { answerShell, type Shell } from './shell';

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
    caches: { open: () => Promise.resolve(cache as unknown as Cache) },
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
    ['a file of another build', '/assets/main-zzz.js', 'cors'],
    ['the worker itself', '/sw.js', 'same-origin'],
  ] as const)('never touches %s', (_name, path, mode) => {
    expect(ask(path, mode, 'up').answer).toBeNull();
  });

  it('never touches what changes something', () => {
    expect(ask('/', 'navigate', 'up', 'POST').answer).toBeNull();
  });
});
