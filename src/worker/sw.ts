/// <reference lib="webworker" />
import { z } from 'zod';
import { systemClock } from '~/lib/clock';
import { openShelf } from '~/lib/database';
import { createCursorLog } from '~/session/cursor-log';
import { httpProbe } from '~/session/http-probe';
import { isActivate, type WorkerMessage } from '~/session/worker-messages';
import { createErrands } from './errands';
import { answerShell, keepShell, noteUse } from './shell';
import { createSupervision } from './supervision';

/** The files of this build, and its name; empty in development, where nothing is kept. */
declare const __SHELL__: { readonly build: string; readonly files: readonly string[] } | undefined;
declare const self: ServiceWorkerGlobalScope;

// Without this zod tries `new Function`, which a security policy forbids.
z.config({ jitless: true });

const shell = typeof __SHELL__ === 'undefined' ? null : __SHELL__;
const boot = `${shell?.build ?? 'dev'}-${crypto.randomUUID()}`.slice(0, 64);

const errands = createErrands({
  clock: systemClock,
  fetch: (input, init) => fetch(input, init),
  cursors: createCursorLog(openShelf('cursors')),
  post: (clientId, message) => void tell(clientId, message),
  boot,
});

const supervision = createSupervision({
  clock: systemClock,
  random: Math.random,
  boot,
  errand: (clientId, errand, release) => errands.run(clientId, errand, release),
  probeOf: (url) => httpProbe(fetch, url),
  post: (clientId, message) => void tell(clientId, message),
});

async function tell(clientId: string, message: WorkerMessage): Promise<void> {
  const client = await self.clients.get(clientId);
  client?.postMessage(message);
}

/** A worker that has just started knows nobody; pages that wait for it hear so and say what they wait for. */
async function introduce(): Promise<void> {
  const clients = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  for (const client of clients) client.postMessage(supervision.who());
}

self.addEventListener('message', (event) => {
  if (!(event.source instanceof Client)) return;
  if (isActivate(event.data)) return event.waitUntil(self.skipWaiting());
  const { id } = event.source;
  event.waitUntil(new Promise<void>((done) => supervision.hear(id, event.data, done)));
});

// Not `skipWaiting`: the person decides when a new version takes over. The first one finds nobody to wait for.
self.addEventListener('install', (event) => {
  if (shell) event.waitUntil(keepShell(caches, shell));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim().then(introduce));
  if (shell) event.waitUntil(noteUse(caches, shell));
});

// The dev server's port is shared by many projects: a worker that answers there would haunt the next one.
if (shell) {
  self.addEventListener('fetch', (event) => {
    const answer = answerShell(event.request, self.location.origin, shell, { caches, fetch });
    if (answer) event.respondWith(answer);
  });
}

void introduce();
