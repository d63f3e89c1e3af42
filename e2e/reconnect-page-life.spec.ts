import { watchChips } from './fixtures/chip-log';
import { expectNothingLost, gapsOf, outages } from './fixtures/comparison';
import { chipName, Dashboard, LABELS, WIRES } from './fixtures/dashboard';
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

  test('[RF-51] a page that comes back from the cache dials at once, and the hole is filled', async ({
    page,
    dashboard,
    mock,
  }) => {
    await mock.fault('nexusglass', 'refuse', 503);
    await mock.fault('nexusglass', 'kill');
    await expect(dashboard.chip(LABELS.nexusglass)).toHaveAccessibleName(
      /Reconnecting in ([5-9]|1\d) s$/,
      { timeout: 30_000 },
    );
    await mock.clear('nexusglass');
    // What the browser tells a page that it kept; its sockets are as dead as here.
    await page.evaluate(() =>
      window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
    );
    await dashboard.isLive(LABELS.nexusglass, { timeout: 3_000 });
    await expectNothingLost(dashboard, mock);
  });
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
