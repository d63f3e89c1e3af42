import { clickTenTimes, ordersReceived, Ticket } from './fixtures/ticket';
import { LABELS } from './fixtures/dashboard';
import { cutAndClickFocused, holdSockets } from './fixtures/sockets';
import { expect, test } from './fixtures/test';

test.describe('the order ticket', () => {
  test('[F3][F13] names what is at stake, ten clicks in 300 ms are one order, and a limit of the person is kept', async ({
    page,
    ticket,
    mock,
  }) => {
    await ticket.open();
    await expect(ticket.form().getByText('DEMO', { exact: true })).toBeVisible();
    // The whole ticket is seen at once, without scrolling.
    for (const part of [ticket.form().getByLabel('Account'), ticket.review()]) {
      await expect(part).toBeInViewport({ ratio: 1 });
    }
    const yes = await ticket.ask('0.0123');
    for (const word of ['Account', 'Environment', 'DEMO', 'buy 0.0123 BTC', 'market', 'Notional']) {
      await expect(ticket.question()).toContainText(word);
    }
    await clickTenTimes(yes);
    await expect(ticket.rows()).toHaveCount(1);
    await expect(ticket.rows()).toContainText('Filled');
    expect(await ordersReceived(mock)).toBe(1);

    await ticket.fill('0.01');
    await page.getByLabel('USD per order').fill('5');
    await expect(ticket.form().getByRole('status')).toContainText('limit of 5.00 USD per order');
    await expect(ticket.review()).toBeDisabled();
    expect(await ordersReceived(mock)).toBe(1);
  });

  test('[F3][HY-T5] Enter held down places no order by itself, and one at most', async ({
    page,
    ticket,
    mock,
  }) => {
    await ticket.open();
    await ticket.fill('0.0124');
    await ticket.review().focus();
    for (let index = 0; index < 20; index += 1) await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
    expect(await ordersReceived(mock)).toBe(0);
    if (await ticket.question().isVisible()) await page.keyboard.press('Escape');

    const yes = await ticket.ask('0.0124');
    await yes.focus();
    for (let index = 0; index < 20; index += 1) await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
    await expect(ticket.rows()).toHaveCount(1);
    expect(await ordersReceived(mock)).toBe(1);
  });

  test('[F3][HY-T7] two tabs that ask the same question and hear yes at once send one order', async ({
    page,
    context,
    mock,
  }) => {
    await mock.fault('hyperoru', 'orderNoReply', 'to-all');
    const first = new Ticket(page);
    const second = new Ticket(await context.newPage());
    await first.open();
    await second.open();
    const yes = await first.ask('0.0125');
    const otherYes = await second.ask('0.0125');
    await expect(yes).toBeEnabled();
    await expect(otherYes).toBeEnabled();
    // A tab in the background draws nothing, so a click that waits for it to stand still would come late.
    await Promise.all([yes.dispatchEvent('click'), otherYes.dispatchEvent('click')]);
    const rows = async () => [
      ...(await first.rows().allTextContents()),
      ...(await second.rows().allTextContents()),
    ];
    await expect
      .poll(async () => (await rows()).filter((row) => row.startsWith('Filled')))
      .toHaveLength(1);
    expect(await ordersReceived(mock)).toBe(1);
    // The reply reached the other tab as well; there it is nobody's order, or one that was not sent.
    const others = (await rows()).filter((row) => !row.startsWith('Filled'));
    expect(others.filter((row) => !row.startsWith('Not sent'))).toEqual([]);
  });

  test('[F3] a reload while the question is open sends nothing, one in the moment of the yes one order at most, which stays in the log', async ({
    page,
    ticket,
    mock,
  }) => {
    await ticket.open();
    await ticket.ask('0.0126');
    await page.reload();
    await ticket.dashboard.allLive();
    await ticket.show();
    await expect(ticket.question()).toHaveCount(0);
    await expect(ticket.rows()).toHaveCount(0);
    expect(await ordersReceived(mock)).toBe(0);

    const yes = await ticket.ask('0.0132');
    await Promise.all([
      page.waitForEvent('load'),
      yes.evaluate((button: HTMLElement) => {
        button.click();
        location.reload();
      }),
    ]);
    await ticket.dashboard.allLive();
    await ticket.show();
    await expect(ticket.rows()).toHaveCount(1);
    await expect(ticket.rows()).toContainText(/Outcome unknown|matched, inferred|Filled/);
    await expect(page.getByText('Failed')).toHaveCount(0);
    expect(await ordersReceived(mock)).toBeLessThanOrEqual(1);
  });

  test('[F3][RF-63] a socket that goes between click and send takes nothing, now or later', async ({
    sides,
    mock,
  }) => {
    await sides.each(({ page }) => holdSockets(page));
    await sides.open();
    await sides.each(async ({ page, dashboard }) => {
      const ticket = new Ticket(page);
      await ticket.show();
      await (await ticket.ask('0.0133')).focus();
      await cutAndClickFocused(page, 'hyperoru');
      await expect(ticket.rows()).toContainText('Not sent');
      await dashboard.isLive(LABELS.hyperoru, { timeout: 20_000 });
      await expect(ticket.form().getByRole('status')).toHaveCount(0);
      await expect(ticket.rows()).toContainText('Not sent');
    });
    expect(await ordersReceived(mock)).toBe(0);
  });

  test('[F3][RF-63] a wire that ends between question and yes sends nothing, and says why', async ({
    sides,
    mock,
    pageErrors,
  }) => {
    pageErrors.allowBrokenSockets();
    await sides.open();
    const tickets = await sides.each(async ({ page }) => {
      const ticket = new Ticket(page);
      await ticket.show();
      await ticket.ask('0.0127');
      return ticket;
    });
    await mock.cutOff('hyperoru');
    for (const ticket of tickets) {
      await expect(ticket.question().getByRole('alert')).toContainText('not live');
      await expect(ticket.yes()).toBeDisabled();
      await ticket.page.keyboard.press('Escape');
      await expect(ticket.form().getByRole('status')).toContainText('not live');
      await expect(ticket.review()).toBeDisabled();
    }
    expect(await ordersReceived(mock)).toBe(0);
  });
});

test.describe('an order that rests', () => {
  test('[F3][F10] shows how much of it is filled, in one row, until all of it is', async ({
    ticket,
    mock,
  }) => {
    await ticket.open();
    // Bars some seconds apart: with the first that crosses half is filled, with the next the rest.
    await mock.speed(8);
    await ticket.limit('0.01', '200000');
    await expect(ticket.form()).toContainText('fills at once');
    await ticket.review().click();
    await expect(ticket.yes()).toBeDisabled();
    await ticket.sayOffMarket();
    await ticket.yes().click();
    await expect(ticket.rows()).toContainText(/0\.005 of 0\.01 BTC/, { timeout: 25_000 });
    await expect(ticket.rows()).toContainText('Filled', { timeout: 25_000 });
    await expect(ticket.rows()).toContainText('0.01 of 0.01 BTC', { timeout: 25_000 });
    await expect(ticket.rows()).toHaveCount(1);
    expect(await ordersReceived(mock)).toBe(1);
  });

  test('[F10] is on the list of orders, and is cancelled from there after a yes', async ({
    page,
    ticket,
    dashboard,
    mock,
  }) => {
    await ticket.open();
    await ticket.limit('1', '2');
    await ticket.review().click();
    await ticket.yes().click();
    await expect(ticket.rows()).toContainText('Accepted');
    await dashboard.tab('Orders', 'Accounts');
    const orders = dashboard.region(`Orders, ${LABELS.hyperoru}`);
    const row = orders.getByRole('row').filter({ hasText: 'limit' });
    await expect(row).toHaveCount(1);
    const [listed] = await dashboard.csv(orders);
    expect(listed).toMatchObject({
      Symbol: 'BTC',
      Side: 'buy',
      Type: 'limit',
      Size: '1',
      Price: '2',
    });
    await row.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel order' }).click();
    await expect(orders.getByText('No active orders')).toBeVisible();
    await expect(orders.getByText(/^Order \d+ cancelled, 0 of 1 BTC filled\.$/)).toBeVisible();
    await ticket.show();
    await expect(ticket.rows()).toContainText('Cancelled');
    expect(await ordersReceived(mock)).toBe(1);
  });
});

test.describe('an order whose answer is lost', () => {
  test('[F3][X3][HY-T4] is unknown, never failed, survives a reload, and is found as the same row', async ({
    page,
    ticket,
    mock,
  }) => {
    await mock.fault('hyperoru', 'orderNoReply');
    await mock.fault('hyperoru', 'orderLateFill', 25);
    await ticket.open();
    await (await ticket.ask('0.0128')).click();
    await expect(ticket.rows()).toContainText('Sent, waiting');
    await page.reload();
    await ticket.dashboard.allLive();
    await ticket.show();
    await expect(ticket.rows()).toContainText(/Outcome unknown|Accepted · matched, inferred/);
    await expect(ticket.rows()).toContainText('Filled · matched, inferred', { timeout: 45_000 });
    await expect(ticket.rows()).toHaveCount(1);
    await expect(page.getByText('Failed')).toHaveCount(0);
    expect(await ordersReceived(mock)).toBe(1);
  });

  test('[F3][X3][RF-62] whose socket ends right after it was sent is looked for, not sent again', async ({
    sides,
    mock,
  }) => {
    await sides.open();
    const orders = await sides.each(async ({ page, by }) => {
      const ticket = new Ticket(page);
      await ticket.show();
      return { ticket, yes: await ticket.ask(by === 'the tab alone' ? '0.0129' : '0.0134') };
    });
    await mock.fault('hyperoru', 'orderNoReply');
    await mock.fault('hyperoru', 'silence');
    for (const { yes } of orders) await yes.click();
    await expect.poll(() => ordersReceived(mock)).toBe(orders.length);
    await mock.fault('hyperoru', 'kill');
    for (const { ticket } of orders) {
      await expect(ticket.rows()).toContainText('Outcome unknown');
      const name = 'Trade Accounts 1 order whose outcome is unknown';
      await expect(ticket.page.getByRole('tab', { name, exact: true })).toBeVisible();
    }
    await mock.clear('hyperoru');
    for (const { ticket } of orders) {
      await expect(ticket.rows()).toContainText('Filled · matched, inferred', { timeout: 30_000 });
      await expect(ticket.rows()).toHaveCount(1);
    }
    expect(await ordersReceived(mock)).toBe(orders.length);
  });

  test('[F3] can be sent again only by typing, and both tries are linked', async ({
    ticket,
    mock,
  }) => {
    await mock.fault('hyperoru', 'orderNoReply');
    await mock.fault('hyperoru', 'orderReject');
    await ticket.open();
    await (await ticket.ask('0.0131')).click();
    await expect(ticket.rows()).toContainText('no trace found', { timeout: 30_000 });
    await mock.clear('hyperoru');
    await ticket.rows().getByRole('button', { name: 'Send again' }).click();
    await expect(ticket.yes()).toBeDisabled();
    await ticket.question().getByLabel('Type SEND AGAIN to confirm').fill('SEND AGAIN');
    await ticket.yes().click();
    await expect(ticket.rows()).toHaveCount(2);
    await expect(ticket.rows().first()).toContainText('Another try of request');
    await expect(ticket.rows().first()).toContainText('Filled');
    expect(await ordersReceived(mock)).toBe(2);
  });
});
