import type { Page, WebSocketRoute } from '@playwright/test';
import { ConnectionForm } from './fixtures/connection-form';
import { LABELS } from './fixtures/dashboard';
import { expect, test } from './fixtures/test';

const LABEL = LABELS.halyrd;

test.describe('the desk of an agent', () => {
  let say: (event: string, fields: object) => void;

  test.beforeEach(async ({ page, mock, pageErrors }) => {
    pageErrors.allowFailedQuestions();
    await mock.reset({ speed: 1 });
    say = await agentSpeaks(page);
  });

  test('[F4][X2][HA-T26] a click on a refusal opens its trace, search and unknown references do as well; a signing block on paper is flagged', async ({
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

    say('snapshot', { equity: 100, phase: 'paper', dd_from_peak: 0, daily_dd_used: 0 });
    say('twak_block', { rule: 'per_trade_cap', reason: 'too large', order_ref: 'ord_odd' });
    await dashboard.region(`Blocks, ${LABEL}`).getByText('ord_odd').click();
    const signing = page.getByRole('dialog').getByRole('listitem', { name: /^Signing/ });
    await expect(signing).toContainText('Unexpected');
    await expect(signing).toContainText('nothing is signed');
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

    await dashboard.feed().getByText('Policy refused: too much (Daily drawdown)').first().click();
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

  test('[F7][F20][HA-T1][HA-T2][HA-T6][HA-T22] the board reads fractions as per cent, and a lock with and without a time; null is a dash, zero is zero, and sizes name their unit', async ({
    page,
    dashboard,
  }) => {
    // Objectives that are read after the stream's figure was said are the newer word.
    await page.route(/\/risk\/objectives/, (route) => route.fulfill({ json: [] }));
    await dashboard.open();
    const board = dashboard.region(`Agent, ${LABEL}`);
    say('snapshot', { equity: 1187.35, phase: 'paper', dd_from_peak: 0.012, daily_dd_used: 0.031 });
    await expect(board).toContainText('1,187.35 USDT');
    await expect(board).toContainText(/from all-time peak\s*1\.2 %/);
    await expect(board).toContainText('3.1 % of budget');
    say('risk_veto', { rule: 'daily_drawdown', reason: 'too much', order_ref: 'ord_f7' });
    await expect(board).toContainText('1 policy, 0 signing');
    say('trade', {
      pair: 'ETH/USDT',
      side: 'buy',
      size: 100,
      price: 3_000,
      pnl: null,
      fees: 0.1,
      phase: 'paper',
      journal_ref: 'jrn_f7',
    });
    await expect(board).toContainText(/Last trade\s*buy ETH\/USDT/);
    await expect(board).toContainText(/Last frame\s*\d+ s ago/);
    say('demotion', { rule: 'daily_drawdown', scope: 'daily', relock_until: inFuture(3_600) });
    await expect(board).toContainText(/Locked for (59|60) min/);
    say('demotion', { rule: 'max_drawdown', scope: 'max', relock_until: null });
    await expect(board).toContainText('No time lock: needs your approval');
    await expect(board).not.toContainText('Locked for');

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

  test('[HA-T3][HA-T4][HA-T13][HA-T15][HA-T16][HA-T21][HA-T24] what the stream leaves open is matched, derived or marked, never made up', async ({
    page,
    dashboard,
  }) => {
    await dashboard.open();
    await dashboard.tab('Closed trades', 'Agent');
    const closed = dashboard.region(`Closed trades, ${LABEL}`);
    await expect.poll(async () => (await dashboard.csv(closed)).length).toBe(9);
    await expect(closed.getByRole('switch', { name: 'Take fees off PnL' })).not.toBeChecked();
    await expect(closed).toContainText('Fees, not subtracted');

    const ts = `${new Date().toISOString().slice(0, 19)}Z`;
    const trade = { ts, side: 'sell', price: 10, size: 100, pnl: 6.3, fees: 0.5 };
    say('snapshot', { equity: 900, phase: 'paper', dd_from_peak: 0, daily_dd_used: 0 });
    say('trade', { ...trade, pair: 'DDD/USDT', journal_ref: 'jrn_ddd' });
    say('journal_entry', {
      ts,
      type: 'EXECUTED',
      tags: ['EXECUTED', 'DDD'],
      body: 'Sold DDD/USDT <b>at last</b>, see [why](https://example.com)',
    });
    say('journal_entry', { ts, type: 'NOTE', tags: [], body: 'second of the same second' });
    say('journal_entry', { ts: ts.slice(0, 19), type: 'NOTE', tags: [], body: 'without a zone' });
    say('journal_entry', { ts: 'at tea time', type: 'NOTE', tags: [], body: 'without a time' });

    await dashboard.tab('Fills', 'Agent');
    const fill = dashboard
      .region(`Fills, ${LABEL}`)
      .getByRole('row')
      .filter({ hasText: 'DDD/USDT' });
    await expect(fill).toContainText('paper (derived)');
    await expect(fill.getByText('matched')).toHaveAttribute('title', /inferred/);
    await dashboard.tab('Closed trades', 'Agent');
    const rows = await dashboard.csv(closed);
    expect(rows.map(({ Pair }) => Pair)).not.toContain('DDD/USDT');
    expect(rows).toHaveLength(9);

    await dashboard.tab('Journal', 'Agent');
    const journal = dashboard.region(`Journal, ${LABEL}`);
    const entry = (text: string) => journal.getByRole('article').filter({ hasText: text });
    await expect(entry('<b>at last</b>, see [why](https://example.com)')).toBeVisible();
    await expect(journal.getByRole('link')).toHaveCount(0);
    await expect(entry('without a time').getByText('received')).toBeVisible();
    await expect(entry('without a zone').getByText('received')).toHaveCount(0);
    // Newest first; what came later in the same second is the newer.
    await expect(entry('without a zone').getByRole('time')).toHaveText(
      (await entry('second of the same second').getByRole('time').textContent()) ?? '',
    );
    const texts = (await journal.getByRole('article').allTextContents()).join('\n');
    expect(texts.indexOf('second of the same second')).toBeLessThan(texts.indexOf('Sold DDD'));
    expect(texts.indexOf('without a zone')).toBeLessThan(texts.indexOf('second of the same'));
    await entry('Sold DDD')
      .getByRole('button', { name: /^trade sell DDD.*matched/ })
      .click();
    await expect(page.getByRole('dialog', { name: 'sell DDD/USDT' })).toContainText('jrn_ddd');
  });

  test('[HA-T10][HA-T11][HA-T12][HA-T14][HA-T25][HA-T28] old equity, other names of a rule, noise and new versions are told for what they are', async ({
    page,
    dashboard,
  }) => {
    const before = new Date(Date.now() - 80 * 60_000).toISOString();
    const point = { ts: before, equity: 1000, phase: 'paper', dd_from_peak: 0 };
    await page.route(/\/halyrd\/agents\/current\/equity/, (route) =>
      route.fulfill({ json: [point] }),
    );
    const agentReadsMs: number[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/halyrd/agents/current')) agentReadsMs.push(Date.now());
    });
    await dashboard.open();
    const board = dashboard.region(`Agent, ${LABEL}`);
    // Snapshots come up to an hour apart, so an old one is no sign of a broken stream.
    await expect(board).toContainText(/Old 1 h \d+ min ago/);
    await expect(board).toContainText('Stream open');

    for (let times = 0; times < 30; times += 1) {
      say('quote_rejected', {
        ts: new Date(Date.now() - times * 1_000).toISOString(),
        pair: 'EEE/USDT',
        reason: 'stale',
        detail: `quote ${times} too old`,
      });
    }
    say('risk_veto', { rule: 'streak_limit', reason: 'three losses', order_ref: 'ord_streak' });
    say('risk_veto', { rule: 'moon_phase', reason: 'waning', order_ref: 'ord_moon' });
    await dashboard.tab('Blocks', 'Agent');
    const blocks = dashboard.region(`Blocks, ${LABEL}`);
    const quotes = blocks.getByRole('row').filter({ hasText: 'EEE/USDT' });
    await expect(quotes).toHaveCount(1);
    await expect(quotes).toContainText('QUOTE_STALE');
    await expect(quotes.getByRole('cell').nth(2)).toHaveText('30');
    await expect(blocks.getByText('Losses in a row × 1')).toBeVisible();
    await expect(blocks.getByText('moon_phase × 1')).toBeVisible();
    await dashboard.tab('Risk', 'Agent');
    await expect(
      dashboard.region(`Risk, ${LABEL}`).getByRole('region', { name: 'Headroom' }),
    ).toContainText('Losses in a row');

    say('promotion', { first_tx_hash: '0x4e…9a' });
    await expect(board).toContainText('LIVE (demo)');
    await expect(board.getByRole('link')).toHaveCount(0);

    say('snapshot', { equity: 1100, phase: 'live', dd_from_peak: 0, daily_dd_used: 0 });
    say('journal_entry', { type: 'CONFIG_VERSION', tags: ['CONFIG'], body: 'version 2' });
    const equity = dashboard.region('Equity and drawdown of agents and accounts');
    await expect(equity).toContainText(/Halyrd Seed\s*1,100\.00 USDT/);
    await equity.getByRole('application').press('End');
    await expect(equity).toContainText('do not compare equity across this line');

    // The agent leaves a time lock by itself and at a moment that is not documented.
    const lockEndsMs = Date.now() + 2_000;
    const relock_until = new Date(lockEndsMs).toISOString();
    say('demotion', { rule: 'daily_drawdown', scope: 'daily', relock_until });
    await expect
      .poll(() => agentReadsMs.filter((atMs) => Math.abs(atMs - lockEndsMs - 5_000) < 2_000), {
        timeout: 15_000,
      })
      .not.toEqual([]);
    say('promotion', { ts: inFuture(15), first_tx_hash: `0x${'4e'.repeat(32)}` });
    await expect(board.getByRole('link', { name: 'first transaction' })).toBeVisible();
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
    // Several agents and accounts, each as it is or against its start.
    for (const name of ['Halyrd Seed', 'Momentum A', 'Event Scout C']) {
      await expect(equity).toContainText(name);
    }
    const ofStart = equity.getByRole('button', { name: '% of start' });
    const isOfStart = await ofStart.getAttribute('aria-pressed');
    const asChosen = await drawn();
    await ofStart.click();
    await expect(ofStart).not.toHaveAttribute('aria-pressed', isOfStart ?? '');
    await expect.poll(drawn).not.toBe(asChosen);

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
      await form.reach('demo');
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
