import type { Locator, Page } from '@playwright/test';
import { candlesOf } from './fixtures/bars';
import { type Dashboard, LABELS } from './fixtures/dashboard';
import { holdSockets, refuseFrames, sayOn } from './fixtures/sockets';
import { expect, test } from './fixtures/test';

test.describe('the tables of accounts', () => {
  test('[F10] trades are sorted, filtered, exported as seen, without what is hidden; a thousand and more are few rows in the document', async ({
    page,
    dashboard,
    mock,
  }) => {
    await dashboard.open();
    await dashboard.tab('Trades', 'Accounts');
    const panel = sheet(dashboard, 'Trades');
    await mock.fault('hyperoru', 'burst', { rate: 700, seconds: 4 });
    const table = panel.getByRole('table', { name: 'Trades' });
    const count = async () => Number(await table.getAttribute('aria-rowcount'));
    await expect.poll(count, { timeout: 20_000 }).toBeGreaterThan(1_000);
    await mock.fault('hyperoru', 'silence');
    expect(await table.getByRole('row').count()).toBeLessThan(60);

    const header = table.getByRole('columnheader', { name: 'Size' });
    await header.getByRole('button').click();
    await expect(header).toHaveAttribute('aria-sort', 'ascending');
    const sizes = (await dashboard.csv(panel)).map(({ Size }) => Number(Size));
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    const scroller = panel.getByRole('region', { name: 'Trades, scrollable' });
    await scroller.evaluate((element) => element.scrollTo(0, element.scrollHeight / 2));
    await expect(header).toBeInViewport();
    expect(await table.getByRole('row').count()).toBeLessThan(60);

    await panel.getByRole('searchbox', { name: 'Filter Trades' }).fill('sell SOL');
    await expect(panel.getByRole('status')).toHaveText(/^[\d,]+ of [\d,]+$/);
    const rows = await dashboard.csv(panel);
    expect(rows.length).toBeGreaterThan(10);
    expect(new Set(rows.map(({ Side, Symbol: symbol }) => `${Side} ${symbol}`))).toEqual(
      new Set(['sell SOL']),
    );

    await panel.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Size', exact: true }).click();
    await page.keyboard.press('Escape');
    await expect(header).toHaveCount(0);
    expect(Object.keys((await dashboard.csv(panel))[0] ?? {})).not.toContain('Size');
  });

  test('[F10][HY11] positions keep what a richer message gave, and light up what changed for 600 ms at most', async ({
    page,
    dashboard,
    mock,
  }) => {
    await watchLights(page);
    await dashboard.open();
    await dashboard.tab('Positions', 'Accounts');
    const panel = sheet(dashboard, 'Positions');
    const table = panel.getByRole('table', { name: 'Positions' });
    await expect(table.getByRole('columnheader', { name: 'Mark age' })).toBeVisible();
    // No source tells leverage, so there is no column of dashes for it.
    await expect(table.getByRole('columnheader', { name: /Leverage|Margin/ })).toHaveCount(0);
    await expect.poll(() => lightsOf(page), { timeout: 20_000 }).not.toEqual([]);
    expect(Math.max(...(await lightsOf(page)))).toBeLessThanOrEqual(600);

    await page.emulateMedia({ reducedMotion: 'reduce' });
    const marks = () => columnOf(dashboard, panel, 'Mark');
    const before = await marks();
    const lit = (await lightsOf(page)).length;
    await expect.poll(marks, { timeout: 20_000 }).not.toEqual(before);
    expect(await lightsOf(page)).toHaveLength(lit);

    // Back from a cut the snapshots name neither entry nor mark; nothing that was known goes blank.
    await mock.fault('hyperoru', 'kill');
    await dashboard.isLive(LABELS.hyperoru, { timeout: 20_000 });
    await expect
      .poll(() => mock.count('hyperoru', { kind: 'emitted', type: 'snapshot' }), {
        timeout: 20_000,
      })
      .toBeGreaterThan(0);
    const open = (await dashboard.csv(panel)).filter(({ State }) => State === 'open');
    expect(open.length).toBeGreaterThan(0);
    for (const row of open) expect(row).toMatchObject({ Entry: /\d/, Mark: /\d/, Notional: /\d/ });
  });

  test('[F10] a result on an old mark says how old, and a position that closes says so before it leaves', async ({
    page,
    dashboard,
  }) => {
    await holdSockets(page);
    await dashboard.open();
    await dashboard.tab('Positions', 'Accounts');
    const panel = sheet(dashboard, 'Positions');
    const rowOf = (symbol: string) => panel.getByRole('row').filter({ hasText: symbol });
    await sayOn(page, 'hyperoru', positionOf('ZEC', 2, '2031-01-01T00:00:00Z'));
    await expect(rowOf('ZEC')).toContainText('open');
    await expect(rowOf('ZEC')).not.toContainText('late');
    await page.clock.install();
    await page.clock.fastForward('01:30');
    await expect(rowOf('ZEC')).toContainText(/late: 1 min \d+ s ago/);
    await expect(rowOf('ZEC')).toContainText('+3.00');
    await sayOn(page, 'hyperoru', positionOf('ZEC', 0, '2031-01-01T00:00:05Z'));
    await expect(rowOf('ZEC')).toContainText(/closed\s*leaves in \d+ s/);
    await page.clock.fastForward('01:05');
    await expect(rowOf('ZEC')).toHaveCount(0);
  });
});

test.describe('the model chat', () => {
  const LONG = `${'Because of momentum, funding and the book. '.repeat(30)}The very end.`;
  const MARKUP =
    '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script><a href="javascript:alert(1)">click</a> zecs';

  test('[F11][HY-T29] shows reasoning as text, and what came of each decision: trade, veto of another wire, or no action', async ({
    page,
    dashboard,
  }) => {
    await holdSockets(page);
    await dashboard.open();
    await dashboard.tab('Model chat', 'Accounts');
    const panel = sheet(dashboard, 'Model chat');
    const startMs = Date.now() - 8_000_000;
    const at = (second: number) => new Date(startMs + second * 1_000).toISOString();
    await sayOn(
      page,
      'hyperoru',
      decisionOf('z1', 'ZEC', 'buy', MARKUP, at(0)),
      tradeOf(990_001, 'ZEC', at(20)),
      decisionOf('z2', 'DASH', 'sell', LONG, at(0)),
      decisionOf('z3', 'KAVA', 'buy', 'Nothing follows.', at(0)),
      // Of now: the time for something to follow is over.
      decisionOf('z4', 'IOTA', 'hold', 'Wait.', at(8_000)),
    );
    await sayOn(page, 'halyrd', {
      event: 'quote_rejected',
      ts: at(45),
      pair: 'DASH/USDT',
      reason: 'divergence',
      detail: '1.9 % between router and reference, limit 1 %',
    });
    const find = panel.getByRole('searchbox', { name: 'Find in Model chat' });
    const card = panel.getByRole('article');

    await find.fill('zecs');
    await expect(card).toHaveCount(1);
    await expect(card).toContainText(MARKUP);
    await expect(card.locator('img, script, a')).toHaveCount(0);
    await expect(page).toHaveTitle(/DEMO/);
    await expect(card).toContainText('Trade 990001');
    await expect(card).toContainText('inferred: same account, symbol and direction, 20 s later');

    await find.fill('DASH');
    await expect(card).toHaveCount(1);
    await expect(card).not.toContainText('The very end.');
    await card.getByRole('button', { name: 'Show more' }).click();
    await expect(card).toContainText('The very end.');
    await expect(card).toContainText('told by halyrd');
    await expect(card).toContainText('inferred: 45 s later, both mention DASH');
    const within = panel.getByLabel('Time in which something may follow');
    await within.selectOption('within 60 min');
    await expect(card).toContainText('told by halyrd');

    await find.fill('KAVA');
    await expect(card).toContainText('no action observed within 60 min');
    await within.selectOption('within 1 min');
    await expect(card).toContainText('no action observed within 1 min');
    await find.fill('');
    await panel.getByLabel('What came of them').selectOption('Veto');
    await expect(card.filter({ hasText: 'DASH' })).toHaveCount(1);
    await expect(card.filter({ hasText: 'KAVA' })).toHaveCount(0);
    await panel.getByLabel('What came of them').selectOption('Whatever came of it');
    await panel.getByRole('button', { name: 'hold', exact: true }).click();
    await find.fill('IOTA');
    await expect(card).toContainText('nothing was to be done');
  });
});

test.describe('the charts of accounts', () => {
  test('[HY-T10][F14] a server that takes a bucket for a range still gives the curves', async ({
    page,
    dashboard,
    mock,
  }) => {
    await refuseFrames(page, '"7d"', 'Unsupported timeframe');
    await dashboard.open();
    const asked = async () =>
      (await mock.ledger('hyperoru')).map(({ text, type }) => `${type} ${text}`).join('\n');
    // First the bucket on the socket, which this server does not know either, then over REST.
    await expect.poll(asked).toMatch(/"timeframe":"1h"/);
    await expect.poll(asked).toMatch(/GET \/api\/account\/asset-curve/);
    expect(await asked()).not.toContain('"7d"');
    await expectCurves(page, dashboard);
  });

  test('[F14][F11] equity of all accounts is drawn, and fills and decisions are marked on their klines', async ({
    page,
    dashboard,
    ticket,
    mock,
  }) => {
    test.setTimeout(180_000);
    await ticket.open();
    await expectCurves(page, dashboard);

    // A fill of our own in a symbol whose klines are then loaded.
    await (await ticket.ask('0.0137')).click();
    await expect(ticket.rows()).toContainText('Filled');
    await page.getByRole('combobox', { name: 'Connection of the bars' }).selectOption({
      label: LABELS.hyperoru,
    });
    const marks = async () => {
      // Each return to the wire loads the klines anew.
      await mock.fault('hyperoru', 'kill');
      await dashboard.isLive(LABELS.hyperoru, { timeout: 20_000 });
      await chooseSeries(page, 'BTC');
      return (await candlesOf(dashboard)).map((candle) => candle.marks).join('\n');
    };
    const patience = { timeout: 60_000, intervals: [4_000] };
    await expect.poll(marks, patience).toMatch(/buy 0\.0137 BTC/);
    await expect.poll(marks, patience).toMatch(/wants: (buy|sell|close)/);
  });
});

/** Each account on the board has its curve in the shared equity view. */
async function expectCurves(page: Page, dashboard: Dashboard): Promise<void> {
  const cards = page.getByRole('list', { name: 'Accounts' }).first().getByRole('listitem');
  await expect(cards).not.toHaveCount(0);
  const names = await cards.evaluateAll((all) =>
    all.map((card) => card.getAttribute('aria-label') ?? ''),
  );
  const equity = dashboard.region('Equity and drawdown of agents and accounts');
  await equity.getByRole('button', { name: 'Table', exact: true }).click();
  for (const name of names) {
    await expect
      .poll(async () => {
        const rows = await dashboard.csv(equity);
        return rows.filter((row) => Object.values(row).includes(name)).length;
      })
      .toBeGreaterThan(5);
  }
}

function sheet(dashboard: Dashboard, title: string): Locator {
  return dashboard.region(`${title}, ${LABELS.hyperoru}`);
}

async function columnOf(dashboard: Dashboard, panel: Locator, name: string): Promise<string> {
  return (await dashboard.csv(panel)).map((row) => row[name] ?? '').join();
}

async function chooseSeries(page: Page, symbol: string): Promise<void> {
  const choice = page.getByRole('combobox', { name: 'Series of bars' });
  if (await choice.isVisible()) await choice.selectOption({ label: symbol });
}

interface Lit {
  lights?: number[];
}

/** Notes how long each table cell is lit up for. */
async function watchLights(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const lights: number[] = [];
    (window as Lit).lights = lights;
    const animate = Element.prototype.animate;
    Element.prototype.animate = function (this: Element, frames, options) {
      if (this.tagName === 'TD' && typeof options === 'object')
        lights.push(Number(options.duration));
      return animate.call(this, frames, options);
    };
  });
}

function lightsOf(page: Page): Promise<number[]> {
  return page.evaluate(() => (window as Lit).lights ?? []);
}

function positionOf(symbol: string, size: number, timestamp: string) {
  // An account of its own, which no snapshot of the demo speaks of.
  const data = { account_id: 77, symbol, side: 'long', size, entry_price: 30, mark_price: 31.5 };
  return { type: 'position_update', data: { ...data, unrealized_pnl: 3, timestamp } };
}

function decisionOf(
  decision_id: string,
  symbol: string,
  decision: string,
  reasoning: string,
  timestamp: string,
) {
  const data = { decision_id, account_id: 1, symbol, decision, reasoning, timestamp };
  return { type: 'model_chat_update', data };
}

function tradeOf(trade_id: number, symbol: string, timestamp: string) {
  const data = { trade_id, account_id: 1, symbol, side: 'buy', status: 'filled', price: 31 };
  return { type: 'trade_update', data: { ...data, size: 2, pnl: null, timestamp } };
}
