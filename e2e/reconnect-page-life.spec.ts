import { mkdir } from 'node:fs/promises';
import type { LedgerKind } from '~/mock/ledger';
import { startBrowser } from './fixtures/browser';
import { watchChips } from './fixtures/chip-log';
import { expectNothingLost, gapsOf, outages } from './fixtures/comparison';
import { chipName, Dashboard, LABELS, rowKeys, WIRES } from './fixtures/dashboard';
import { keptBy } from './fixtures/kept';
import type { Mock } from './fixtures/mock';
import { startProxy } from './fixtures/proxy';
import { expect, test } from './fixtures/test';

const PRINTED = [/WebSocket connection to .* failed/, /Failed to load resource/];

test.describe.configure({ timeout: 120_000 });

test.describe('the life of a page', () => {
  test.beforeEach(async ({ dashboard, pageErrors }) => {
    pageErrors.allow(...PRINTED);
    await dashboard.open();
  });

  test('[RF-48] a frozen tab is live again after it resumed, and the hole is filled', async ({
    page,
    dashboard,
    mock,
  }) => {
    const session = await page.context().newCDPSession(page);
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    await expect
      .poll(async () => (await mock.state()).worldNowMs, { timeout: 20_000 })
      .toBeGreaterThan((await mock.state()).worldNowMs + 5 * 60_000);
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    for (const wire of WIRES) await dashboard.isLive(LABELS[wire], { timeout: 5_000 });
    await expectNothingLost(dashboard, mock);
  });

  test('[RF-53] a browser that says it is offline ends nothing on a backend of this machine', async ({
    page,
    dashboard,
    mock,
  }) => {
    const changes = await watchChips(page);
    // The flag alone, as a machine without a network has it: the emulation would stall the loopback as well.
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'onLine', { value: false, configurable: true });
      window.dispatchEvent(new Event('offline'));
    });
    const before = (await mock.state()).worldNowMs;
    await expect
      .poll(async () => (await mock.state()).worldNowMs - before, { timeout: 20_000 })
      .toBeGreaterThan(5 * 60_000);
    await page.evaluate(() => {
      Reflect.deleteProperty(navigator, 'onLine');
      window.dispatchEvent(new Event('online'));
    });
    expect(await changes()).toEqual([]);
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
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  pageErrors.watch(context);
  pageErrors.allow(...PRINTED);
  try {
    const page = await context.newPage();
    const dashboard = new Dashboard(page);
    await page.goto(server.baseURL);
    await dashboard.allLive();
    // A worker that takes a page over after it was put aside makes the browser drop it.
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.evaluate(() => {
      window.addEventListener('pageshow', ({ persisted }) => {
        document.documentElement.dataset['cameBack'] = String(persisted);
      });
    });
    await page.goto(`${server.baseURL}/mock/__control/state`);
    const { worldNowMs } = await mock.state();
    await expect
      .poll(async () => (await mock.state()).worldNowMs, { timeout: 20_000 })
      .toBeGreaterThan(worldNowMs + 3 * 60_000);
    // It is the same document, which no navigation of the driver ever finishes loading.
    await page.evaluate(() => setTimeout(() => history.back()));
    await expect(page.locator('html')).toHaveAttribute('data-came-back', 'true');
    for (const wire of WIRES) await dashboard.isLive(LABELS[wire], { timeout: 5_000 });
    await expect.poll(async () => outages(await gapsOf(dashboard)).length).toBe(WIRES.length);
    await expectNothingLost(dashboard, mock);
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
  pageErrors.allow(...PRINTED);
  try {
    const page = await context.newPage();
    const dashboard = new Dashboard(page);
    await page.goto(proxy.baseURL);
    await dashboard.allLive();
    await mock.fault('quimeria', 'refuse', 503);
    await mock.fault('quimeria', 'kill');
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
    await expect(chip).toHaveAccessibleName(chipName(LABELS.quimeria, 'Live'), { timeout: 17_500 });
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
        await after.tab('Market events', 'Events');
        const keys = await rowKeys(after.region('Market events, scrollable'));
        const shown = keys.map((key) => Number(key.split(':').at(-1)));
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

/** Ids of events, of one kind of entry or of all, ascending. */
async function eventIds(mock: Mock, kind?: LedgerKind): Promise<readonly number[]> {
  const entries = await mock.ledger('nexusglass');
  const told = entries.filter((entry) => entry.type === 'EVENT' && (!kind || entry.kind === kind));
  return [...new Set(told.map(({ key }) => Number(key)))].sort((a, b) => a - b);
}
