// What the programs beside the tests (benchmark, soak, pictures) share: a server of the build with its mock, and a browser.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import { findChromium } from '../../.ci/chromium.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Serves the build in `outDir`. `speed`: that of the mock's world, a number as text. */
export async function serveBuild({ outDir = 'dist', speed } = {}) {
  const port = await freePort();
  const address = ['--host', '127.0.0.1', '--port', `${port}`, '--strictPort'];
  const child = spawn(
    process.execPath,
    ['node_modules/vite/bin/vite.js', 'preview', ...address, '--outDir', outDir],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, ...(speed ? { VIGIL_MOCK_SPEED: speed } : {}) },
    },
  );
  const url = `http://127.0.0.1:${port}`;
  const at = (path) => `${url}/mock/__control/${path}`;
  for (let tries = 0; tries < 150; tries += 1) {
    const answer = await fetch(at('state')).catch(() => null);
    if (answer?.headers.get('content-type')?.includes('json')) break;
    await wait(200);
  }
  return {
    url,
    /** Address of one of the mock's controls. */
    at,
    stop: () => child.kill('SIGKILL'),
    async control(act, body) {
      const answer = await fetch(at(act), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${act}: ${answer.status} ${await answer.text()}`);
    },
  };
}

/** As root there is no sandbox to have; a closed network should not be asked for updates. */
export function launchBrowser() {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      ...asRoot,
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export function freePort() {
  return new Promise((resolve) => {
    const socket = createServer();
    socket.listen(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}
