import { gzipSync } from 'node:zlib';
import { expect, test } from './fixtures/test';
import { chartOf } from './fixtures/bars';
import { LABELS, WIRES } from './fixtures/dashboard';

test.describe('a first visit where the demo backend is served', () => {
  test('[F19][F1][F13] has all four wires Live without a click, says DEMO everywhere with the ways to break it, and is remembered', async ({
    page,
    dashboard,
    mock,
  }) => {
    await dashboard.open();
    await expect(dashboard.chips()).toHaveCount(4);
    for (const wire of WIRES) await expect(dashboard.chip(LABELS[wire])).toContainText('Live');
    const { wires } = await mock.state();
    expect(wires.map(({ id, sockets }) => `${id} ${sockets}`).sort()).toEqual(
      WIRES.map((wire) => `${wire} 1`).sort(),
    );
    await expect(page.getByRole('alert')).toHaveCount(0);

    await expect(page.getByRole('banner').getByText('DEMO', { exact: true })).toBeVisible();
    await expect(page).toHaveTitle(/DEMO/);
    await expect(page.getByText(/Invented data from the bundled demo backend/)).toBeVisible();
    await dashboard.button('Demo').click();
    const menu = page.getByRole('dialog', { name: 'Demo backend' });
    await expect(menu.getByText(/60× real time/).first()).toBeAttached();
    await expect(menu.getByRole('button', { name: 'Do it: Cut the wire' })).toBeVisible();
    await expect(menu.getByRole('switch', { name: 'Mix in garbage' })).not.toBeChecked();

    await page.reload();
    await dashboard.allLive();
    await expect(dashboard.chips()).toHaveCount(4);
  });

  test('asks for at most 310 kB of scripts, compressed, ahead of its first candle', async ({
    request,
  }) => {
    const html = await (await request.get('/')).text();
    const tags = Array.from(html.matchAll(/<(?:script|link) [^>]*>/g), ([tag]) => tag);
    const early = tags
      .filter((tag) => !tag.includes('fetchpriority="low"'))
      .flatMap((tag) => /(?:src|href)="([^"]+\.js)"/.exec(tag)?.[1] ?? []);
    expect(early.join()).toMatch(/start-.*bars-.*wide-/);
    const sizes = await Promise.all(
      early.map(async (path) => gzipSync(await (await request.get(path)).body()).length),
    );
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(310_000);
  });

  test('[F19] shows life: candles advance, equity moves, vetoes and events appear', async ({
    dashboard,
  }) => {
    await dashboard.open();
    const candles = chartOf(dashboard);
    const equity = dashboard.region('Equity and drawdown of agents and accounts');
    const first = {
      bar: await candles
        .getByText(/\d\d:\d\d/)
        .first()
        .textContent(),
      equity: await equity.getByRole('button', { name: /USD/ }).allTextContents(),
    };
    await expect(candles.getByText(/\d\d:\d\d/).first()).not.toHaveText(first.bar ?? '');
    await expect
      .poll(() => equity.getByRole('button', { name: /USD/ }).allTextContents())
      .not.toEqual(first.equity);
    await expect(
      dashboard
        .feed()
        .getByRole('option', { name: /NexusGlass demo Event/ })
        .first(),
    ).toBeVisible();
    await expect(
      dashboard
        .feed()
        .getByRole('option', { name: / Veto / })
        .first(),
    ).toBeVisible({
      timeout: 30_000,
    });
  });
});
