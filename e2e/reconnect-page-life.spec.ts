import { mkdir } from 'node:fs/promises';
import type { CDPSession } from '@playwright/test';
import type { LedgerKind } from '~/mock/ledger';
import { startBrowser } from './fixtures/browser';
import { watchChips } from './fixtures/chip-log';
import { expectNothingLost, gapsOf, outages } from './fixtures/comparison';
import { Dashboard, LABELS, WIRES } from './fixtures/dashboard';
import { eventIdOf, eventIdsIn, shownEventKeys } from './fixtures/events';
import { keptBy } from './fixtures/kept';
import type { Mock } from './fixtures/mock';
import { startProxy } from './fixtures/proxy';
import { expect, test } from './fixtures/test';

const MINUTE_MS = 60_000;

test.describe.configure({ timeout: 120_000 });

test('[RF-53] a browser that says it is offline ends nothing on a backend of this machine', async ({
  sides,
  mock,
  pageErrors,
}) => {
  pageErrors.allowOutages();
  await sides.open();
  // The flag alone, as a machine without a network has it: the emulation would stall the loopback as well.
  const logs = await sides.each(async ({ page }) => {
    const changes = await watchChips(page);
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'onLine', { value: false, configurable: true });
      window.dispatchEvent(new Event('offline'));
    });
    return changes;
  });
  await pass(mock, 5 * MINUTE_MS);
  await sides.each(({ page }) =>
    page.evaluate(() => {
      Reflect.deleteProperty(navigator, 'onLine');
      window.dispatchEvent(new Event('online'));
    }),
  );
  for (const changes of logs) expect(await changes()).toEqual([]);
  await sides.each(async ({ dashboard }) => {
    expect(outages(await gapsOf(dashboard))).toEqual([]);
    await expectNothingLost(dashboard, mock);
  });
});

test('[RF-51] a page that comes back from the browser’s cache dials at once, and the hole is filled', async ({
  playwright,
  server,
  mock,
  pageErrors,
}) => {
  // Tests usually forbid this cache.
  const ignoreDefaultArgs = ['--disable-back-forward-cache'];
  const browser = await playwright.chromium.launch({ ignoreDefaultArgs });
  pageErrors.allowOutages();
  const viewport = { width: 1440, height: 900 };
  const opened = (['allow', 'block'] as const).map(async (serviceWorkers) => {
    const context = await browser.newContext({ viewport, serviceWorkers });
    pageErrors.watch(context);
    const page = await context.newPage();
    const dashboard = new Dashboard(page);
    await page.goto(server.baseURL);
    await dashboard.allLive();
    if (serviceWorkers === 'allow') {
      // A worker that takes a page over after it was put aside makes the browser drop it.
      await dashboard.isSupervised();
    }
    await page.evaluate(() => {
      window.addEventListener('pageshow', ({ persisted }) => {
        document.documentElement.dataset['cameBack'] = String(persisted);
      });
    });
    await page.goto(`${server.baseURL}/mock/__control/state`);
    return dashboard;
  });
  try {
    const dashboards = await Promise.all(opened);
    await pass(mock, 3 * MINUTE_MS);
    await Promise.all(
      dashboards.map(async (dashboard) => {
        const { page } = dashboard;
        // It is the same document, which no navigation of the driver ever finishes loading.
        await page.evaluate(() => setTimeout(() => history.back()));
        await expect(page.locator('html')).toHaveAttribute('data-came-back', 'true');
        for (const wire of WIRES) await dashboard.isLive(LABELS[wire], { timeout: 5_000 });
        await expect.poll(async () => outages(await gapsOf(dashboard)).length).toBe(WIRES.length);
        await expectNothingLost(dashboard, mock);
      }),
    );
  } finally {
    await browser.close();
  }
});

test('[RF-42] a worker that is updated in the middle of a wait: the wait goes on, and the wire comes back', async ({
  browser,
  server,
  mock,
  pageErrors,
}) => {
  const proxy = await startProxy(server.baseURL);
  const context = await browser.newContext();
  pageErrors.watch(context);
  pageErrors.allowOutages();
  try {
    const page = await context.newPage();
    const dashboard = new Dashboard(page);
    await page.goto(proxy.baseURL);
    await dashboard.allLive();
    await mock.cutOff('quimeria');
    const chip = dashboard.chip(LABELS.quimeria);
    await expect(chip).toHaveAccessibleName(/Reconnecting in [5-8] s$/, { timeout: 30_000 });
    proxy.append('/sw.js', '\n// another build\n');
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      await registration?.update();
    });
    await page.getByRole('button', { name: /^Update/ }).click();
    await expect
      .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state))
      .toBe('activated');
    await mock.clear('quimeria');
    await dashboard.isLive(LABELS.quimeria, { timeout: 17_500 });
    const attempts = outages(await gapsOf(dashboard, 'quimeria'));
    expect(attempts).toHaveLength(1);
  } finally {
    await context.close();
    await proxy.stop();
  }
});

test.describe('a browser of its own', () => {
  let profile = '';

  test.beforeEach(async ({}, testInfo) => {
    profile = testInfo.outputPath('profile');
    await mkdir(profile, { recursive: true });
  });

  test('[RF-47][RF-48] a tab that is frozen while it is the next to dial holds nobody up; resumed, it is live again and the hole is filled', async ({
    server,
    mock,
    pageErrors,
  }) => {
    const browser = await startBrowser(profile, { hidesTabs: true });
    try {
      pageErrors.watch(browser.context);
      pageErrors.allowOutages();
      const open = async (address: string, hasWorker: boolean) => {
        const page = await browser.context.newPage();
        // Another name is another origin, with storage and a worker of its own; this one is given none.
        if (!hasWorker) await page.addInitScript(forbidWorkers);
        const dashboard = new Dashboard(page);
        await page.goto(address);
        await dashboard.allLive();
        if (hasWorker) {
          await dashboard.isSupervised();
        }
        return dashboard;
      };
      const alone = await open(server.baseURL.replace('127.0.0.1', 'localhost'), false);
      const [first, second] = [await open(server.baseURL, true), await open(server.baseURL, true)];

      const sleepers: CDPSession[] = [];
      const freeze = async ({ page }: Dashboard) => {
        const session = await browser.context.newCDPSession(page);
        await session.send('Page.setWebLifecycleState', { state: 'frozen' });
        sleepers.push(session);
      };
      // The tab that is seen dials for all.
      expect(await second.page.evaluate(() => document.visibilityState)).toBe('visible');
      await mock.cutOff('halyrd');
      await expect(first.chip(LABELS.halyrd)).toHaveAccessibleName(/Reconnecting in [3-5] s/, {
        timeout: 20_000,
      });
      await freeze(second);
      await mock.clear('halyrd');
      await first.isLive(LABELS.halyrd, { timeout: 8_000 });
      await freeze(alone);
      await pass(mock, 5 * MINUTE_MS);
      for (const session of sleepers) {
        await session.send('Page.setWebLifecycleState', { state: 'active' });
      }
      await Promise.all(
        [second, alone].map(async (dashboard) => {
          for (const wire of WIRES) await dashboard.isLive(LABELS[wire]);
          await dashboard.page.evaluate(() => (window.name = 'slept'));
        }),
      );
      let compared = 0;
      for (const page of (await browser.attach()).pages()) {
        if ((await page.evaluate(() => window.name)) !== 'slept') continue;
        // Nothing is drawn in a tab behind another.
        await page.bringToFront();
        await expectNothingLost(new Dashboard(page), mock);
        compared += 1;
      }
      expect(compared).toBe(2);
    } finally {
      await browser.kill();
    }
  });

  test('[RF-65] a browser that was killed asks, when it is back, for what came after the position it had kept', async ({
    server,
    mock,
    pageErrors,
  }) => {
    const killed = await startBrowser(profile);
    const before = new Dashboard(await killed.context.newPage());
    await before.page.goto(server.baseURL);
    await before.allLive();
    await expect.poll(async () => (await eventIds(mock, 'emitted')).length).toBeGreaterThan(0);
    await mock.fault('nexusglass', 'silence');
    const position = String((await eventIds(mock, 'emitted')).at(-1));
    await expect
      .poll(() => keptBy(before.page), { timeout: 20_000 })
      .toContain(`"position":"${position}"`);
    await killed.kill();
    await mock.clear();
    const missed = async () => (await eventIds(mock)).filter((id) => id > Number(position));
    await mock.fault('nexusglass', 'burst', { rate: 60, seconds: 1 });
    await expect.poll(async () => (await missed()).length).toBeGreaterThan(50);

    const again = await startBrowser(profile);
    try {
      pageErrors.watch(again.context);
      const asked = again.context.waitForEvent('request', (request) =>
        /since_id=\d/.test(request.url()),
      );
      const after = new Dashboard(await again.context.newPage());
      await after.page.goto(server.baseURL);
      expect(new URL((await asked).url()).searchParams.get('since_id')).toBe(position);
      await after.allLive();
      await mock.speed(1);
      await expect(async () => {
        const shown = (await shownEventKeys(after)).map(eventIdOf);
        expect(new Set(shown).size).toBe(shown.length);
        expect((await missed()).filter((id) => !shown.includes(id))).toEqual([]);
      }).toPass({ timeout: 15_000 });
      const [gap] = outages(await gapsOf(after, 'nexusglass'));
      expect(gap).toMatchObject({ Cause: 'this page was not open', Lost: '0' });
    } finally {
      await again.kill();
    }
  });
});

/** Runs in the page, as the driver does it where workers are blocked. */
function forbidWorkers(): void {
  navigator.serviceWorker.register = () => Promise.reject(new Error('There are none.'));
}

/** Lets so much time of the servers pass. */
async function pass(mock: Mock, worldMs: number): Promise<void> {
  const { worldNowMs } = await mock.state();
  await expect
    .poll(async () => (await mock.state()).worldNowMs, { timeout: 20_000 })
    .toBeGreaterThan(worldNowMs + worldMs);
}

/** Ids of events, of one kind of entry or of all, ascending. */
async function eventIds(mock: Mock, kind?: LedgerKind): Promise<readonly number[]> {
  const entries = await mock.ledger('nexusglass');
  return eventIdsIn(entries.filter((entry) => !kind || entry.kind === kind));
}
