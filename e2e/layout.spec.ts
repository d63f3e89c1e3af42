import { fileURLToPath } from 'node:url';
import type { AxeResults, RunOptions } from 'axe-core';
import { chartOf } from './fixtures/bars';
import { LABELS, type Dashboard } from './fixtures/dashboard';
import { expect, test } from './fixtures/test';

// Long stories; a busy machine may take its time.
test.describe.configure({ timeout: 120_000 });

const AXE = fileURLToPath(new URL('../node_modules/axe-core/axe.min.js', import.meta.url));
const PHONE = { width: 390, height: 844 };

// Local time that is not UTC.
test.use({ timezoneId: 'Asia/Tokyo' });

test.describe('the layout', () => {
  test('[F18] separators move by arrow keys, keep a least size, and stay after a reload', async ({
    page,
    dashboard,
  }) => {
    await dashboard.open();
    const board = dashboard.region('Status board');
    const usual = await widthOf(dashboard);
    const grip = page.getByRole('separator', { name: 'Resize status and feed' });
    await grip.focus();
    for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('ArrowRight');
    const wider = await widthOf(dashboard);
    expect(wider).toBeGreaterThan(usual + 20);
    for (let presses = 0; presses < 40; presses += 1) await page.keyboard.press('ArrowLeft');
    const least = await widthOf(dashboard);
    expect(least).toBeLessThan(usual);
    expect(least).toBeGreaterThan(60);
    await expect(board).toBeVisible();

    await page.reload();
    await dashboard.allLive();
    await expect.poll(() => widthOf(dashboard)).toBeCloseTo(least, -1);
  });

  test('[F18] a phone gets one column with its own navigation, and nothing scrolls sideways', async ({
    page,
    dashboard,
    mock,
    pageErrors,
  }) => {
    pageErrors.allowOutages();
    await page.setViewportSize(PHONE);
    await dashboard.open();
    await expectAllChips(dashboard);
    const sections = page.getByRole('navigation', { name: 'Sections' });
    for (const [link, inside] of [
      ['Tables', page.getByRole('combobox', { name: 'Connection of the tables' })],
      ['Feed', dashboard.feed()],
      ['Equity', dashboard.region('Equity and drawdown of agents and accounts')],
      ['Status', dashboard.region('Agent, Halyrd demo')],
      ['Bars', chartOf(dashboard)],
    ] as const) {
      await sections.getByRole('link', { name: link }).click();
      await expect(inside).toBeInViewport();
      expect((await inside.boundingBox())?.x).toBeLessThan(40);
      await expectNoSidewaysScroll(dashboard);
      await expect(page.getByRole('banner'), 'the page itself stands still').toBeInViewport();
    }
    await dashboard.inspector();
    await dashboard.frames().getByRole('option').first().click();
    await expectNoSidewaysScroll(dashboard);
    await dashboard.connections();
    await expectNoSidewaysScroll(dashboard);
    await page.keyboard.press('Escape');

    await mock.fault('*', 'refuse', true);
    await mock.fault('*', 'kill');
    for (const chip of await dashboard.chips().all()) {
      await expect(chip).toHaveAttribute('data-state-word', /Reconnecting|Connecting/);
    }
    await expectAllChips(dashboard);
    await page.setViewportSize({ width: 1440, height: 900 });
    await expectAllChips(dashboard);
  });
});

test.describe('times', () => {
  test('[F20] are UTC until local time is chosen, everywhere at once', async ({
    page,
    dashboard,
    mock,
  }) => {
    await dashboard.open();
    await mock.fault('*', 'silence');
    const clock = page.getByRole('banner').getByRole('time');
    await expect(clock).toHaveText(/UTC$/);
    const event = dashboard.feed().getByRole('time').first();
    const bar = chartOf(dashboard)
      .getByText(/^\d\d:\d\d$/)
      .first();
    await expect(bar).toBeVisible();
    const utc = { event: hourOf(await event.textContent()), bar: hourOf(await bar.textContent()) };

    await choose(dashboard, 'Times in UTC');
    await expect(clock).toHaveText(/local$/);
    expect(hourOf(await event.textContent())).toBe((utc.event + 9) % 24);
    expect(hourOf(await bar.textContent())).toBe((utc.bar + 9) % 24);
    await expect(event).toHaveAttribute('title', /^\d{4}-\d\d-\d\dT.*Z$/);
    // What is said to be some seconds ago grows older by itself.
    const board = dashboard.region('Agent, Halyrd demo');
    await expect(board).toContainText(/Backend answered [3-9] s ago/, { timeout: 15_000 });
    await page.reload();
    await expect(clock).toHaveText(/local$/);
  });
});

for (const theme of ['Dark', 'Light']) {
  test(`[F21][F23] ${theme}: axe finds nothing serious on any view`, async ({
    page,
    dashboard,
  }) => {
    // Before the page: its policy takes no foreign script.
    await page.addInitScript({ path: AXE });
    await dashboard.open();
    await choose(dashboard, theme);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme.toLowerCase());
    await expect(dashboard.feed().getByRole('option').first()).toBeVisible();
    await expectAccessible(dashboard, 'dashboard');
    const desks = page.getByRole('combobox', { name: 'Connection of the tables' });
    for (const desk of await desks.locator('option').all()) {
      await desks.selectOption((await desk.getAttribute('value')) ?? '');
      for (const tab of await page.getByRole('tab').all()) {
        await tab.click();
        await expectAccessible(dashboard, (await tab.textContent()) ?? '', '[role="tabpanel"]');
      }
    }
    await dashboard.tab('Market events', 'Events');
    await dashboard.region('Market events, NexusGlass demo').getByRole('row').nth(1).click();
    await expectAccessible(dashboard, 'an event in detail', '[role="tabpanel"]');

    await dashboard.details(LABELS.halyrd);
    await expectAccessible(dashboard, 'details of a connection');
    await page.keyboard.press('Escape');

    await dashboard.inspector();
    await dashboard.frames().getByRole('option').first().click();
    await expectAccessible(dashboard, 'inspector');

    const connections = await dashboard.connections();
    await expectAccessible(dashboard, 'connections');
    await connections.getByRole('button', { name: `Edit ${LABELS.nexusglass}` }).click();
    await expectAccessible(dashboard, 'a connection’s form');
    await page.keyboard.press('Escape');

    await dashboard.button('Demo').click();
    await expect(page.getByRole('button', { name: 'Do it: Cut the wire' })).toBeVisible();
    await expectAccessible(dashboard, 'demo menu');
  });
}

async function widthOf(dashboard: Dashboard): Promise<number> {
  return (await dashboard.region('Status board').boundingBox())?.width ?? 0;
}

async function expectNoSidewaysScroll({ page }: Dashboard): Promise<void> {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(PHONE.width);
}

async function expectAllChips(dashboard: Dashboard): Promise<void> {
  await expect(dashboard.chips()).toHaveCount(4);
  for (const chip of await dashboard.chips().all()) await expect(chip).toBeInViewport({ ratio: 1 });
}

/** Ticks an entry of the View menu. */
async function choose({ page }: Dashboard, entry: string): Promise<void> {
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: entry, exact: true }).click();
  await page.keyboard.press('Escape');
}

function hourOf(text: string | null): number {
  return Number(text?.slice(0, 2));
}

async function expectAccessible({ page }: Dashboard, view: string, within = 'html'): Promise<void> {
  const { violations } = await page.evaluate(
    ([part, options]) => (window as unknown as { axe: AxeApi }).axe.run(part, options),
    [within, { resultTypes: ['violations'] } satisfies RunOptions] as const,
  );
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => ({
      id,
      where: nodes.map(({ html, failureSummary }) => [html, failureSummary]),
    }));
  expect(grave, view).toEqual([]);
}

interface AxeApi {
  run(within: string, options: RunOptions): Promise<AxeResults>;
}
