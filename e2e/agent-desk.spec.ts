import type { Page, WebSocketRoute } from '@playwright/test';
import { ConnectionForm } from './fixtures/connection-form';
import { LABELS } from './fixtures/dashboard';
import { expect, test } from './fixtures/test';

const LABEL = LABELS.halyrd;

test.describe('the desk of an agent', () => {
  let say: (event: string, fields: object) => void;

  test.beforeEach(async ({ page, mock, pageErrors }) => {
    pageErrors.allow(/Failed to load resource/);
    await mock.reset({ speed: 1 });
    say = await agentSpeaks(page);
  });

  test('[F4][X2] a click on a refusal opens its trace; address, search and unknown references do as well', async ({
    page,
    dashboard,
  }) => {
    await dashboard.open();
    say('risk_veto', { rule: 'daily_drawdown', reason: 'too much of it', order_ref: 'ord_xyz789' });
    say('journal_entry', {
      type: 'RISK_VETO',
      tags: ['RISK_VETO', 'ETH'],
      body: 'ord_xyz789 refused by daily_drawdown: too much of it',
    });
    await dashboard.tab('Blocks', 'Agent');
    await dashboard.region(`Blocks, ${LABEL}`).getByText('ord_xyz789').first().click();
    const trace = page.getByRole('dialog', { name: 'Trace of ord_xyz789' });
    await expect(
      trace.getByRole('listitem', { name: 'Policy (risk engine): refused' }),
    ).toContainText('exact: same order_ref');
    await expect(
      trace.getByRole('listitem', { name: 'Signing (TWAK): not reached' }),
    ).toBeVisible();
    await expect(trace.getByRole('listitem', { name: 'Journal: written' })).toContainText(
      /inferred: .*both mention ord_xyz789, daily_drawdown/,
    );
    await expect(page).toHaveURL(/[?&]trace=ord_xyz789/);

    await trace.getByLabel('Order ref').fill('ord_nowhere');
    await trace.getByRole('button', { name: 'Trace', exact: true }).click();
    await expect(page.getByRole('dialog', { name: 'Trace of ord_nowhere' })).toContainText(
      'No refused order ord_nowhere is known of this agent.',
    );
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page).not.toHaveURL(/trace=/);
  });

  test('[F4][F17][X2] a trace opens from the feed and by the palette, over any view, and leads to its candle', async ({
    page,
    dashboard,
  }) => {
    await dashboard.open();
    const bars = dashboard.region('Bars');
    await expect(bars.getByRole('region', { name: 'Candles of BTCUSDT' })).toBeVisible();
    const at = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 10 * 60_000 + 7_000);
    const ts = at.toISOString();
    say('risk_veto', { ts, rule: 'daily_drawdown', reason: 'too much', order_ref: 'ord_candle' });
    say('journal_entry', { ts, type: 'RISK_VETO', tags: ['BTC'], body: 'ord_candle refused' });

    await dashboard.feed().getByText('Risk engine refused: Daily drawdown').first().click();
    await page.getByRole('button', { name: 'Trace order' }).click();
    const trace = page.getByRole('dialog', { name: 'Trace of ord_candle' });
    await expect(trace).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(trace).toHaveCount(0);

    await dashboard.inspector();
    await page.keyboard.press('Control+k');
    const field = page.getByRole('dialog', { name: 'Find' }).getByRole('combobox');
    await field.fill('ord_can');
    await expect(page.getByRole('option', { selected: true })).toContainText(/^ord_candle.*Veto/);
    await field.press('Enter');
    const candle = trace.getByRole('listitem', { name: /^Candle, BTCUSDT, QUIMERIA.*: found$/ });
    await expect(candle).toContainText('inferred: 7 s earlier, both mention BTC');
    await candle.getByRole('button', { name: 'Show candle' }).click();
    await expect(trace).toHaveCount(0);
    await expect(bars.getByText(ts.slice(11, 16), { exact: true }).first()).toBeVisible();

    await page.getByRole('heading', { name: 'Vigil' }).click();
    await page.keyboard.press('Control+k');
    await field.fill('journal');
    await field.press('Enter');
    await expect(dashboard.region(`Journal, ${LABEL}`)).toBeVisible();
  });

  test('[F4] a trace can be sent as an address', async ({ page, dashboard }) => {
    await page.goto('/?trace=ord_sent');
    await expect(page.getByRole('dialog')).toContainText('No refused order ord_sent is known');
    say('risk_veto', { rule: 'max_drawdown', reason: 'late', order_ref: 'ord_sent' });
    await expect(
      page.getByRole('dialog').getByRole('listitem', { name: 'Policy (risk engine): refused' }),
    ).toBeVisible();
    await page.keyboard.press('Escape');
    await dashboard.allLive();
  });

  test('[F4][HA-T26] a signing block on paper is flagged as unexpected', async ({
    page,
    dashboard,
  }) => {
    await dashboard.open();
    say('snapshot', { equity: 100, phase: 'paper', dd_from_peak: 0, daily_dd_used: 0 });
    say('twak_block', { rule: 'per_trade_cap', reason: 'too large', order_ref: 'ord_odd' });
    await dashboard.tab('Blocks', 'Agent');
    await dashboard.region(`Blocks, ${LABEL}`).getByText('ord_odd').click();
    const stage = page.getByRole('dialog').getByRole('listitem', { name: /^Signing/ });
    await expect(stage).toContainText('Unexpected');
    await expect(stage).toContainText('nothing is signed');
  });

  test('[F7][HA-T6][HA-T22] the board reads fractions as per cent, and a lock with and without a time', async ({
    dashboard,
  }) => {
    await dashboard.open();
    const board = dashboard.region(`Agent, ${LABEL}`);
    say('snapshot', { equity: 1187.35, phase: 'paper', dd_from_peak: 0.012, daily_dd_used: 0.031 });
    await expect(board).toContainText('1,187.35 USDT');
    await expect(board).toContainText(/from all-time peak\s*1\.2 %/);
    await expect(board).toContainText('3.1 % of budget');
    say('demotion', { rule: 'daily_drawdown', scope: 'daily', relock_until: inFuture(3_600) });
    await expect(board).toContainText(/Locked for (59|60) min/);
    say('demotion', { rule: 'max_drawdown', scope: 'max', relock_until: null });
    await expect(board).toContainText('No time lock: needs your approval');
    await expect(board).not.toContainText('Locked for');
  });

  test('[F20][HA-T1][HA-T2] null is a dash, zero is zero, small is not zero, and sizes name their unit', async ({
    dashboard,
  }) => {
    await dashboard.open();
    await dashboard.tab('Fills', 'Agent');
    const fills = dashboard.region(`Fills, ${LABEL}`);
    const trade = { size: 300, fees: 0, phase: 'paper' };
    say('trade', {
      ...trade,
      pair: 'AAA/USDT',
      side: 'buy',
      price: 1.09155,
      pnl: null,
      journal_ref: 'j1',
    });
    say('trade', {
      ...trade,
      pair: 'BBB/USDT',
      side: 'sell',
      price: 0.00001234,
      pnl: 0,
      journal_ref: 'j2',
    });
    say('trade', {
      ...trade,
      pair: 'CCC/USDT',
      side: 'sell',
      price: 2,
      pnl: -1.5,
      journal_ref: 'j3',
    });
    await expect(fills.getByRole('columnheader', { name: 'Size (USDT)' })).toBeVisible();
    const row = (pair: string) => fills.getByRole('row').filter({ hasText: pair });
    await expect(row('AAA/USDT')).toContainText('1.09155');
    await expect(row('AAA/USDT').getByRole('cell').nth(6)).toHaveText('—');
    await expect(row('BBB/USDT')).toContainText('0.00001234');
    await expect(row('BBB/USDT').getByRole('cell').nth(6)).toHaveText('0.00');
    await expect(row('CCC/USDT').getByRole('cell').nth(6)).toHaveText('\u22121.50');
  });

  test('[F14][HA25] equity zero is drawn and read as zero; what is older than a month is asked for once', async ({
    page,
    dashboard,
  }) => {
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/equity?to=')) asked.push(request.url());
    });
    await dashboard.open();
    const equity = dashboard.region('Equity and drawdown of agents and accounts');
    say('snapshot', { equity: 0, phase: 'paper', dd_from_peak: 1, daily_dd_used: 1 });
    await expect(equity).toContainText(/Halyrd Seed\s*0\.00 USDT/);
    await expect(dashboard.region(`Agent, ${LABEL}`)).toContainText(/Equity\s*0\.00 USDT/);
    const drawn = async () => {
      await page.mouse.move(0, 0);
      return (await equity.locator('canvas').first().screenshot()).toString('base64');
    };
    const choose = async (range: string) => {
      await equity.getByRole('button', { name: 'Range' }).click();
      await page.getByRole('menuitem', { name: range, exact: true }).click();
      await expect(page.getByRole('menu')).toHaveCount(0);
    };
    const first = await drawn();
    await choose('Last day');
    await expect.poll(drawn).not.toBe(first);
    await choose('All');
    await expect(equity).toContainText(`${LABEL}: no older points on the server`);
    await choose('Last 7 days');
    await choose('All');
    expect(asked).toHaveLength(1);
    await equity.getByRole('button', { name: 'Table' }).click();
    const table = page.getByRole('table', { name: /^Equity and drawdown/ });
    await expect(table.getByRole('row').filter({ hasText: 'Halyrd Seed' }).first()).toBeVisible();
  });

  test('[F7][F13] three agents fit one screen, each by itself', async ({ page, dashboard }) => {
    await dashboard.open();
    const dialog = await dashboard.connections();
    const form = new ConnectionForm(dialog);
    for (const name of ['Second agent', 'Third agent']) {
      await form.add('Halyrd');
      await form.enter({ Name: name });
      await form.save();
    }
    for (const label of [LABELS.hyperoru, LABELS.nexusglass, LABELS.quimeria]) {
      await dialog.getByRole('switch', { name: `Connect ${label}` }).click();
    }
    await page.keyboard.press('Escape');
    for (const label of [LABEL, 'Second agent', 'Third agent']) {
      await dashboard.isLive(label);
      const board = dashboard.region(`Agent, ${label}`);
      await expect(board).toContainText(/Equity\s*[\d,.]+ USDT/);
      await expect(board).toBeInViewport({ ratio: 0.99 });
    }
    // Each is told apart wherever it is named.
    for (const label of ['Second agent', 'Third agent']) {
      await expect(dashboard.chip(label).getByText(label)).toBeVisible();
    }
    await dashboard.tab('Journal', 'Third agent');
    await expect(dashboard.region('Journal, Third agent')).toBeVisible();
    await dashboard.tab('Risk', 'Second agent');
    await expect(dashboard.region('Risk, Second agent')).toBeVisible();
    expect(await page.getByRole('tab').count()).toBeLessThan(10);

    // Each has a socket of its own; what only the first is told, the others do not show.
    say('snapshot', { equity: 4242.42, phase: 'paper', dd_from_peak: 0, daily_dd_used: 0 });
    const withFigure = page
      .getByRole('region', { name: /^Agent, / })
      .filter({ hasText: '4,242.42' });
    await expect(withFigure).toHaveCount(1);
  });
});

/**
 * Lets a test add words to the agent's first socket, behind what the mock says. Gives the function that says them, with
 * the time of now.
 */
async function agentSpeaks(page: Page): Promise<(event: string, fields: object) => void> {
  const sockets: WebSocketRoute[] = [];
  await page.routeWebSocket(/\/halyrd\/ws\//, (socket) => {
    socket.connectToServer();
    sockets.push(socket);
  });
  return (event, fields) => {
    const ts = new Date().toISOString();
    sockets[0]!.send(JSON.stringify({ event, ts, ...fields }));
  };
}

function inFuture(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString();
}
