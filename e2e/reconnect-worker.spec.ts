import type { BrowserContext, Page, Request } from '@playwright/test';
import { expectNothingLost } from './fixtures/comparison';
import { Dashboard, LABELS, WIRES } from './fixtures/dashboard';
import { shownEventKeys } from './fixtures/events';
import { keptBy } from './fixtures/kept';
import type { Mock, Wire } from './fixtures/mock';
import { freePort, startServer } from './fixtures/server';
import { expect, test } from './fixtures/test';

const BY_WORKER = /Supervised by\s*service worker/;
const REMEMBERED = /Position\s*remembered in this browser/;
const BY_TAB = /Supervised by\s*this tab/;

test.describe('the service worker', () => {
  test.beforeEach(({ pageErrors }) => {
    pageErrors.allowBrokenSockets();
  });

  test('[F2][RF-45] supervises after a first visit, after a reload, and after a hard reload without a controller', async ({
    page,
    context,
    dashboard,
    mock,
  }) => {
    await dashboard.open();
    await expect(await dashboard.details(LABELS.halyrd)).toContainText(BY_WORKER);
    await expect.poll(() => keptBy(page), { timeout: 20_000 }).toContain('"position"');
    const askedByWorker = context.waitForEvent('request', (request) => isBackfill(request));
    await page.reload();
    await dashboard.allLive();
    await askedByWorker;
    await expect(await dashboard.details(LABELS.nexusglass)).toContainText(REMEMBERED);
    await page.keyboard.press('Escape');
    await expect(await dashboard.details(LABELS.halyrd)).toContainText(BY_WORKER);
    await hardReload(page);
    await dashboard.allLive();
    await mock.fault('halyrd', 'kill');
    await expect.poll(() => dashboard.chip(LABELS.halyrd).textContent()).toMatch(/Live/);
    await expect(await dashboard.details(LABELS.halyrd)).toContainText(BY_WORKER);
  });

  test('[RF-40][RF-41] ended in the middle of a wait and of a backfill, both go on', async ({
    page,
    dashboard,
    mock,
    context,
    pageErrors,
  }) => {
    test.setTimeout(120_000);
    pageErrors.allowFailedQuestions();
    await dashboard.open();
    await waitingFor(dashboard, mock, 'halyrd', /Reconnecting in [4-8] s/);
    await mock.fault('nexusglass', 'restDelay', 6_000);
    const asked = context.waitForEvent('request', (request) => isBackfill(request));
    await mock.fault('nexusglass', 'kill');
    await mock.fault('nexusglass', 'burst', { rate: 20, seconds: 0.5 });
    await asked;
    await endWorkers(context, page);
    await mock.clear('nexusglass');
    await mock.clear('halyrd');
    // On a slow machine one more dial was refused meanwhile, and the longest wait has begun.
    await dashboard.isLive(LABELS.halyrd, { timeout: 30_000 + 7_500 + 2_000 });
    // What the worker owed is done by the page after 20 s at the latest.
    await expect(dashboard.region('Feed status, NexusGlass demo')).toContainText(
      /Backfill: missed events recovered/,
      { timeout: 25_000 },
    );
    await expectNothingLost(dashboard, mock);
  });

  test('[RF-43][RF-46] two tabs: one outage is one attempt, and both come back; a worker that swallows what it is told is done without', async ({
    page,
    dashboard,
    mock,
    context,
  }) => {
    await dashboard.open();
    const second = new Dashboard(await context.newPage());
    await second.open();
    await waitingFor(dashboard, mock, 'quimeria', /Reconnecting in [4-8] s/);
    await expect(second.chip(LABELS.quimeria)).toHaveAccessibleName(/Reconnecting/);
    await mock.clear('quimeria');
    for (const tab of [dashboard, second]) await tab.isLive(LABELS.quimeria);

    // As a browser loses what is said to a worker that has just been replaced: silently.
    await page.evaluate(() => {
      const { postMessage } = ServiceWorker.prototype;
      ServiceWorker.prototype.postMessage = () => undefined;
      window.addEventListener('workerHears', () => {
        ServiceWorker.prototype.postMessage = postMessage;
      });
    });
    const details = await dashboard.details(LABELS.halyrd);
    await mock.fault('halyrd', 'kill');
    await expect(details).toContainText(BY_TAB);
    await dashboard.isLive(LABELS.halyrd);
    await page.evaluate(() => window.dispatchEvent(new Event('workerHears')));
    await mock.fault('halyrd', 'kill');
    await expect(details).toContainText(BY_WORKER);
    await dashboard.isLive(LABELS.halyrd);
  });

  test('[RF-47] a tab that is closed in the middle of the dial for all is replaced at once', async ({
    dashboard,
    mock,
    context,
  }) => {
    const second = new Dashboard(await context.newPage());
    await Promise.all([dashboard.open(), second.open()]);
    await dashboard.isSupervised();
    const { dials, waits } = await inDial([dashboard, second], mock, 'halyrd');
    await dials.page.close();
    await waits.isLive(LABELS.halyrd, { timeout: 5_000 });
    await expectNothingLost(waits, mock);
  });

  test('[F24] reloaded without its server, shows what it last knew with its age and goes on from there', async ({
    browser,
  }) => {
    test.setTimeout(90_000);
    const port = await freePort();
    let own = await startServer({ port });
    const context = await browser.newContext();
    try {
      const page = await context.newPage();
      const dashboard = new Dashboard(page);
      await page.goto(own.baseURL);
      await dashboard.allLive();
      await expect.poll(() => page.evaluate(keptPaths)).toContain('/index.html');
      const kept = await page.evaluate(keptPaths);
      expect(kept.filter((path) => /^\/(mock|relay|sw\.js)/.test(path))).toEqual([]);
      // Both are written by themselves, within seconds.
      await expect.poll(() => keptBy(page), { timeout: 20_000 }).toMatch(/"position":"73\d+"/);
      await expect
        .poll(async () => statesIn(await keptBy(page)), { timeout: 20_000 })
        .toEqual({ states: 4, hasFeeds: true });
      await dashboard.tab('Market events', 'Events');
      const events = dashboard.region('Market events, NexusGlass demo');
      await expect(events.getByRole('row').nth(1)).toBeVisible();
      await own.stop();
      await page.reload();
      await expect(page.getByRole('heading', { name: 'Vigil' })).toBeVisible();
      for (const wire of WIRES) {
        await expect(dashboard.chip(LABELS[wire])).toHaveAccessibleName(/last known/);
      }
      await expect(dashboard.region('Bars')).toContainText(/Last known, .* ago/);
      await expect(dashboard.region('Equity and drawdown')).toContainText(/Last known, .* ago/);
      const told = dashboard.feed().getByRole('option');
      await expect(told.first()).toContainText('kept');
      expect(await told.count()).toBe(await told.filter({ hasText: 'kept' }).count());
      await expect(dashboard.region('Bars').getByRole('button', { name: 'Replay' })).toBeDisabled();
      await dashboard.tab('Market events', 'Events');
      await expect(events).toContainText(/Last known, .* ago/);
      await expect(events.getByRole('row').nth(1)).toBeVisible();
      await dashboard.tab('Trade', 'Accounts');
      // It can be read, and nothing can be done.
      await expect(page.getByRole('button', { name: 'Review order' })).toBeDisabled();
      const held = page.getByRole('group', { name: /^Last known: / });
      await expect(held).not.toHaveCount(0);
      await expect(held.getByRole('button', { disabled: false })).toHaveCount(0);
      await dashboard.tab('Market events', 'Events');

      own = await startServer({ port });
      await dashboard.allLive();
      await expect(events).not.toContainText(/Last known/);
      const shown = await shownEventKeys(dashboard);
      expect(new Set(shown).size).toBe(shown.length);
      // What was heard since goes beside what was kept.
      await expect(told.filter({ hasNotText: 'kept' }).first()).toBeVisible();
    } finally {
      await context.close();
      await own.stop();
    }
  });
});

test.describe('without a service worker', () => {
  test.use({ serviceWorkers: 'block' });

  test('[RF-44][RF-64] the tab supervises itself, remembers nothing where the browser refuses, and says so', async ({
    page,
    dashboard,
    mock,
    pageErrors,
  }) => {
    pageErrors.allowOutages();
    await page.addInitScript(() => {
      indexedDB.open = () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      };
    });
    await dashboard.open();
    const details = await dashboard.details(LABELS.nexusglass);
    await expect(details).toContainText('not remembered', { timeout: 10_000 });
    await page.keyboard.press('Escape');
    await waitingFor(dashboard, mock, 'halyrd', /Reconnecting in [1-4] s/);
    await mock.clear('halyrd');
    await dashboard.isLive(LABELS.halyrd);
    await expect(await dashboard.details(LABELS.halyrd)).toContainText(BY_TAB);
  });
});

/** How many last states are kept in all, and whether feeds are. */
function statesIn(kept: string): { readonly states: number; readonly hasFeeds: boolean } {
  const feeds = kept.match(/"text":"\{\\"entries\\":/g)?.length ?? 0;
  return { states: (kept.match(/"build"/g)?.length ?? 0) - feeds, hasFeeds: feeds > 0 };
}

/** Cuts a wire, refuses it, and waits until its chip says so. */
async function waitingFor(
  dashboard: Dashboard,
  mock: Mock,
  wire: Wire,
  words: RegExp,
): Promise<void> {
  await mock.cutOff(wire);
  await expect(dashboard.chip(LABELS[wire])).toHaveAccessibleName(words, { timeout: 30_000 });
}

/** Cuts a wire and lets a dial hang until it is known which of two tabs dials for both; the next dial is answered. */
async function inDial(
  tabs: readonly [Dashboard, Dashboard],
  mock: Mock,
  wire: Wire,
): Promise<{ readonly dials: Dashboard; readonly waits: Dashboard }> {
  await mock.fault(wire, 'hang');
  await mock.fault(wire, 'kill');
  const words = () =>
    Promise.all(tabs.map((tab) => tab.chip(LABELS[wire]).getAttribute('data-state-word')));
  await expect
    .poll(async () => new Set(await words()))
    .toEqual(new Set(['Connecting', 'Reconnecting']));
  const [first, second] = tabs;
  const isFirst = (await words())[0] === 'Connecting';
  await mock.clear(wire);
  return isFirst ? { dials: first, waits: second } : { dials: second, waits: first };
}

/** As a browser ends a worker that nothing keeps busy. */
async function endWorkers(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.stopAllWorkers');
  await session.detach();
}

/** A question for what came after the kept cursor, asked by the worker. */
function isBackfill(request: Request): boolean {
  return request.serviceWorker() !== null && /since_id=\d/.test(request.url());
}

/** Shift-reload: the page comes without a controller. */
async function hardReload(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await Promise.all([
    page.waitForEvent('load'),
    session.send('Page.reload', { ignoreCache: true }),
  ]);
  await session.detach();
}

/** Runs in the page. */
async function keptPaths(): Promise<string[]> {
  const paths: string[] = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) paths.push(new URL(request.url).pathname);
  }
  return paths;
}
