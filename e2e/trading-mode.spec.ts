import type { BrowserContext, Page } from '@playwright/test';
import { storeConnections } from './fixtures/stored';
import { ordersReceived } from './fixtures/ticket';
import { expect, test } from './fixtures/test';

test.describe('the mode', () => {
  test('[F13] DEMO is in header, title, banner and ticket, and no dial leaves for another host', async ({
    page,
    ticket,
    context,
    mock,
    baseURL,
  }) => {
    const dialled = watchDials(context, page);
    await ticket.open();
    await expectMode(page, 'DEMO');
    await expect(ticket.form().getByText('DEMO', { exact: true })).toBeVisible();
    // All that a desk does: an order, its lists, a cut and what follows it.
    await (await ticket.ask('0.0134')).click();
    await expect(ticket.rows()).toContainText('Filled');
    await mock.fault('*', 'kill');
    await expect
      .poll(() => dialled.filter((url) => url.startsWith('ws')).length, { timeout: 20_000 })
      .toBeGreaterThanOrEqual(8);
    await ticket.dashboard.allLive();
    const own = new URL(baseURL ?? '').host;
    expect(dialled.filter((url) => new URL(url).host !== own)).toEqual([]);
    const sockets = dialled.filter((url) => url.startsWith('ws'));
    expect(sockets.filter((url) => !new URL(url).pathname.startsWith('/mock/'))).toEqual([]);
  });

  test('[F13] DEMO beside a real backend: not one frame reaches it until the demo is left', async ({
    page,
    context,
    dashboard,
    mock,
    baseURL,
  }) => {
    const dialled = watchDials(context, page);
    await storeConnections(page, [
      { wire: 'nexusglass', via: 'demo', label: 'News' },
      { wire: 'hyperoru', via: 'direct', label: 'Real', restUrl: `${baseURL}/mock/hyperoru` },
    ]);
    await page.goto('/');
    await dashboard.isLive('News');
    await expectMode(page, 'DEMO');
    await expect(page.getByText('Not connected while the demo is on: “Real”.')).toBeVisible();
    expect(dialled.filter((url) => url.includes('/mock/hyperoru'))).toEqual([]);
    expect(await ordersReceived(mock)).toBe(0);

    await dashboard.button('Leave the demo').click();
    await dashboard.isLive('Real');
    await expect(page.getByText('DEMO', { exact: true })).toHaveCount(0);
    await expect(dashboard.chips()).toHaveCount(1);
  });

  test('[F13] REPLAY is in header, title, banner and ticket, and no order leaves', async ({
    page,
    ticket,
    dashboard,
    mock,
    baseURL,
  }) => {
    await storeConnections(page, [
      {
        wire: 'quimeria',
        via: 'direct',
        label: 'Past',
        restUrl: `${baseURL}/mock/quimeria`,
        options: { mode: 'replay' },
      },
      { wire: 'hyperoru', via: 'direct', label: 'Real', restUrl: `${baseURL}/mock/hyperoru` },
    ]);
    await page.goto('/');
    await dashboard.isLive('Real');
    await expectMode(page, 'REPLAY');
    await ticket.show();
    await expect(ticket.form().getByText('REPLAY', { exact: true })).toBeVisible();
    await ticket.form().getByLabel('Symbol').fill('BTC');
    await ticket.form().getByLabel('Amount', { exact: true }).fill('0.01');
    await expect(ticket.form().getByRole('status')).toContainText('The page is in REPLAY mode');
    await expect(ticket.review()).toBeDisabled();
    expect(await ordersReceived(mock)).toBe(0);
  });

  test('[F13][F3] PAPER asks once, LIVE asks a second time and by typing', async ({
    page,
    ticket,
    context,
    dashboard,
    mock,
    baseURL,
  }) => {
    await storeConnections(page, [
      { wire: 'hyperoru', via: 'direct', label: 'Desk', restUrl: `${baseURL}/mock/hyperoru` },
    ]);
    await page.goto('/');
    await dashboard.isLive('Desk');
    await expectMode(page, 'PAPER', false);
    await ticket.show();
    await expect(ticket.form().getByText('PAPER', { exact: true })).toBeVisible();
    await ticket.fill('0.0135');
    await ticket.review().click();
    await expect(ticket.question()).toContainText('PAPER (testnet)');
    await ticket.yes().click();
    await expect(ticket.rows()).toHaveCount(1);
    await expect.poll(() => ordersReceived(mock)).toBe(1);

    // The same accounts with real money, as their list says.
    await context.route('**/api/account/list', async (route) => {
      const answer = await route.fetch();
      const text = (await answer.text()).replaceAll('testnet', 'mainnet');
      await route.fulfill({ response: answer, body: text });
    });
    await page.reload();
    await dashboard.isLive('Desk');
    await expectMode(page, 'LIVE', false);
    await ticket.show();
    await expect(ticket.form().getByText('LIVE', { exact: true })).toBeVisible();
    await ticket.fill('0.0136');
    await ticket.review().click();
    await expect(ticket.question()).toContainText('LIVE (mainnet)');
    await ticket.question().getByRole('button', { name: 'Continue' }).click();
    const last = ticket.question().getByRole('button', { name: 'Place LIVE order' });
    await expect(last).toBeDisabled();
    expect(await ordersReceived(mock)).toBe(1);
    await ticket.question().getByLabel('Type LIVE to confirm').fill('LIVE');
    await last.click();
    await expect(ticket.rows()).toHaveCount(2);
    await expect.poll(() => ordersReceived(mock)).toBe(2);
  });
});

async function expectMode(page: Page, word: string, isBannered = true): Promise<void> {
  const header = page.getByRole('banner');
  await expect(header.getByText(word, { exact: true })).toBeVisible({ timeout: 20_000 });
  await expect(page).toHaveTitle(new RegExp(`^(\\(\\d+\\) )?${word} · Vigil$`));
  const banner = page.locator('p').filter({ has: page.locator(`strong:text-is("${word}")`) });
  if (isBannered) await expect(banner).toBeVisible();
}

/** Every address that page and service worker turn to: sockets and requests. */
function watchDials(context: BrowserContext, page: Page): string[] {
  const dialled: string[] = [];
  page.on('websocket', (socket) => dialled.push(socket.url()));
  context.on('request', (request) => {
    if (/^https?:/.test(request.url())) dialled.push(request.url());
  });
  return dialled;
}
