import type { Locator } from '@playwright/test';
import type { Dashboard } from './fixtures/dashboard';
import { DIRECT } from './fixtures/hyperoru';
import { keptBy } from './fixtures/kept';
import { type Asked, OddHyperoru } from './fixtures/odd-hyperoru';
import { Ticket } from './fixtures/ticket';
import { expect, test } from './fixtures/test';

// Long stories; a busy machine may take its time.
test.describe.configure({ timeout: 120_000 });

/** Nothing states how long a reply may take; a page that does not know its answer for one waits 10 s. */
const SOONER_THAN_GIVING_UP = { timeout: 8_000 };

/**
 * Traps that need a server which no mock should be: each story plays its own. What a browser cannot meet stays with the unit
 * tests: of HY-T12 the fractions (`win_rate`, upstream's `total_return`), which no view shows; of HY-T26 that a 500 comes
 * without CORS headers, which a page cannot tell from no network (both are the one unreadable answer here).
 */
test.describe('what this server leaves open', () => {
  let server: OddHyperoru;

  // The page's clock is moved in one story; a worker would not share it. A time without a zone is UTC for a reader anywhere.
  test.use({ serviceWorkers: 'block', timezoneId: 'America/New_York' });

  test.beforeEach(async ({ page, baseURL, pageErrors }) => {
    pageErrors.allowFailedQuestions();
    server = new OddHyperoru();
    await server.serve(page, baseURL!);
  });

  test('[HY-T3][HY-T6][HY-T13][HY-T19][HY-T21][HY-T30] unknown commands, answers without an id, bare pongs, normal closes and dates of tokens', async ({
    page,
    dashboard,
  }) => {
    const board = dashboard.region(`Accounts, ${DIRECT}`);
    const card = (name: string) => board.getByRole('listitem', { name });
    const greeting = () => server.heardNow(...GREETING).map(({ type }) => type);
    server.answers['connect'] = ({ request_id }) => ({
      type: 'error',
      request_id,
      message: 'Unknown message type: connect',
    });
    server.answers['switch_user'] = ({ request_id }) => ({
      type: 'error',
      request_id,
      data: { error: 'Unknown message type: switch_user', code: 'UNKNOWN_TYPE' },
    });
    server.answers['bootstrap'] = () => bootstrapOf([ALPHA, BETA]);
    server.answers['get_asset_curve'] = () => ({ type: 'asset_curve', points: [] });
    server.answers['ping'] = () => ({ type: 'pong', served_by: 7 });
    server.rest['users/login'] = {
      body: { session_token: 'tok_odd_4711', expires_at: '2031-05-20T12:00:00Z' },
    };
    await page.clock.install();
    await page.goto('/');
    await dashboard.isLive(DIRECT);

    await test.step('[HY-T21] the date that the server gives is told, not one from a page', async () => {
      await dashboard.tab('Session', 'Accounts');
      const login = page.getByRole('form', { name: 'Log in' });
      await login.getByLabel('User name or e-mail').fill('carol');
      await login.getByLabel('Password').fill('correct horse');
      await login.getByRole('button', { name: 'Log in' }).click();
      await expect(page.getByText('It ends on 20 May, 12:00:00.')).toBeVisible();
    });

    await test.step('[HY-T3][HY-T30] what is not known is said once, also after a close with 1000', async () => {
      await expect.poll(greeting).toEqual(['connect', 'bootstrap', 'subscribe']);
      await dashboard.isLive(DIRECT);
      await page.getByLabel('User id').fill('7');
      await page.getByRole('button', { name: 'Switch user' }).click();
      await expect(page.getByText('that it cannot switch users')).toBeVisible();
      expect(server.heardNow('switch_user').map(({ data }) => data)).toEqual([{ user_id: 7 }]);
      await dashboard.isLive(DIRECT);
      const before = server.sockets;
      await server.close(1000);
      await expect.poll(() => server.sockets).toBe(before + 1);
      await expect.poll(greeting).toEqual(['bootstrap', 'subscribe']);
      await dashboard.isLive(DIRECT);
    });

    await test.step('[HY-T6] one request of a kind is in flight; an answer without an id is that of its kind', async () => {
      await expect
        .poll(() => server.heardNow(...QUESTIONS).map(({ type }) => type))
        .toEqual(['get_snapshot']);
      // By then the lists that are asked for at the same time have been answered.
      await expect.poll(() => server.asked.at(-1)).toBe('GET arena/model-chat');
      expect(server.heardNow(...QUESTIONS)).toHaveLength(1);
      server.answers['get_snapshot'] = () => snapshotOf(111.11);
      server.say(snapshotOf(111.11));
      await expect
        .poll(() => server.heardNow(...QUESTIONS).map(accountAsked), SOONER_THAN_GIVING_UP)
        .toEqual(['get_snapshot 1', 'get_asset_curve 1', 'get_snapshot 2', 'get_asset_curve 2']);
    });

    await test.step('[HY-T19] a snapshot is shown where its request says whose it is, and nowhere else', async () => {
      await expect(board).toContainText('did not say which account a snapshot belongs to');
      await expect(card('Beta Two')).toContainText(/Equity\s*—/);
      await expect(board).not.toContainText('111.11');
      server.answers['get_snapshot'] = ({ request_id, data }) => ({
        ...snapshotOf(Number(data?.['account_id']) * 1_001),
        request_id,
      });
      // The next round is due 30 s after the first one has ended, which nothing tells.
      await expect(async () => {
        await page.clock.fastForward(31_000);
        await expect(card('Alpha One')).toContainText('1,001.00 USD', { timeout: 3_000 });
      }).toPass({ timeout: 30_000 });
      await expect(card('Beta Two')).toContainText('2,002.00 USD');
    });

    await test.step('[HY-T13] a pong without an id is life, and so is any frame; nothing at all is not', async () => {
      const socket = server.sockets;
      // A snapshot would be life as well.
      server.answers['get_snapshot'] = () => null;
      const pings = () => server.heard.filter(({ type }) => type === 'ping').length;
      const ask = async () => {
        const before = pings();
        await page.clock.fastForward(31_000);
        await expect.poll(pings).toBeGreaterThan(before);
        await page.clock.fastForward(11_000);
      };
      await ask();
      server.answers['ping'] = () => tradeOf({ trade_id: 1, symbol: 'LIFE' });
      await ask();
      server.answers['ping'] = () => ({ type: 'pong', request_id: 'of somebody else' });
      await ask();
      expect(server.sockets).toBe(socket);
      await dashboard.isLive(DIRECT);
      server.answers['ping'] = () => null;
      await ask();
      await page.clock.fastForward(2_000);
      await expect.poll(() => server.sockets).toBe(socket + 1);
      await dashboard.isLive(DIRECT);
    });

    await test.step('[HY-T21] a token that ends before its date is known by the refusal', async () => {
      server.say({
        type: 'error',
        data: { error: 'Session token expired', code: 'TOKEN_EXPIRED' },
      });
      await dashboard.says(DIRECT, 'Refused');
      const details = await dashboard.details(DIRECT);
      await expect(details).toContainText('Session token expired');
    });
  });

  test('[HY-T11][HY-T12][HY-T14][HY-T15][HY-T22][HY-T23][HY-T24][HY-T28] shapes, units, ids, times and noise that no page settles', async ({
    page,
    dashboard,
  }) => {
    const noonMs = Math.floor(Date.now() / 1_000) * 1_000 - 600_000;
    const iso = (second: number) => new Date(noonMs + second * 1_000).toISOString();
    server.answers['bootstrap'] = ({ request_id }) => ({
      ...bootstrapOf([ALPHA, BETA, GAMMA, DELTA]),
      request_id,
    });
    const ofMs = { timestamp: noonMs, total_assets: 1_300.25 };
    const curves: Readonly<Record<string, object>> = {
      1: { type: 'get_asset_curve', data: [{ timestamp: iso(0), equity: 1_100.25 }] },
      2: { type: 'asset_curve', data: { points: [{ time: noonMs / 1_000, equity: 1_200.25 }] } },
      3: { type: 'asset_curve_data', curve: [ofMs, { timestamp: iso(60), equity: null }] },
      4: { type: 'asset_curve', history: [{ timestamp: iso(0).slice(0, 19), equity: 1_400.25 }] },
    };
    server.answers['get_snapshot'] = ({ request_id }) => ({
      type: 'error',
      request_id,
      error: 'not now',
    });
    server.answers['get_asset_curve'] = ({ request_id, data }) => ({
      ...curves[String(data?.['account_id'])],
      request_id,
    });
    await page.goto('/');
    await dashboard.isLive(DIRECT);
    const board = dashboard.region(`Accounts, ${DIRECT}`);
    const alpha = board.getByRole('listitem', { name: 'Alpha One' });

    await test.step('[HY-T11] a curve is read in any of its shapes, without a point that has no value', async () => {
      const equity = dashboard.region('Equity and drawdown of agents and accounts');
      await equity.getByRole('button', { name: 'Table', exact: true }).click();
      const points = async () =>
        (await dashboard.csv(equity)).map(({ Time, Equity, ...row }) =>
          [row['Account or agent'], Time, Equity].join(' '),
        );
      await expect
        .poll(async () => (await points()).toSorted())
        .toEqual(
          ['Alpha One', 'Beta Two', 'Delta Four', 'Gamma Three'].map(
            (name) => `${name} ${iso(0)} ${VALUES[name]}`,
          ),
        );
    });

    await test.step('[HY-T12] a return that is per cent is shown as it came', async () => {
      const sample = { account_id: 1, timestamp: iso(60), equity: 10_075, daily_pnl: 75 };
      server.say({ type: 'asset_curve_update', data: { ...sample, daily_return_pct: 0.75 } });
      await expect(alpha).toContainText('+75.00 USD (+0.75 %)');
      await expect(alpha).toContainText('10,075.00 USD');
    });

    await dashboard.tab('Positions', 'Accounts');
    const positions = dashboard.region(`Positions, ${DIRECT}`);
    const row = (symbol: string) => positions.getByRole('row').filter({ hasText: symbol });

    await test.step('[HY-T15][HY-T22] one position per account and symbol, however its ids are written; the newest time wins', async () => {
      server.say(
        positionOf('FLP', 1, iso(5), { entry_price: 50, mark_price: 51, unrealized_pnl: 1 }),
        positionOf('FLP', 9, iso(3), { entry_price: 40, mark_price: 41, unrealized_pnl: 9 }),
      );
      await expect(row('FLP')).toContainText('long');
      expect(await of(dashboard, positions, 'FLP')).toMatchObject([
        { Account: 'Alpha One', Side: 'long', Size: '1', Entry: '50' },
      ]);
      server.say(positionOf('FLP', 2, iso(6), { account_id: '1', side: 'short', mark_price: 52 }));
      await expect(row('FLP')).toContainText('short');
      server.say(positionOf('FLP', 9, iso(5), { entry_price: 41, mark_price: 42 }));
      // Somebody's word behind it, so that it has been heard.
      server.say(
        positionOf('ALL', 3, iso(7), { entry_price: 10, mark_price: 11, unrealized_pnl: 0 }),
      );
      await expect(row('ALL')).toBeVisible();
      expect(await of(dashboard, positions, 'FLP')).toMatchObject([
        { Account: 'Alpha One', Side: 'short', Size: '2', Entry: '', Mark: '52' },
      ]);
      await expect(board.getByRole('listitem')).toHaveCount(4);
    });

    await test.step('[HY-T24] what is not known is a dash and no part of a sum, zero is zero', async () => {
      server.say(positionOf('NIL', 4, iso(8), { entry_price: null, unrealized_pnl: null }));
      await expect(await cell(row('NIL'), positions, 'Entry')).toHaveText('—');
      await expect(await cell(row('NIL'), positions, 'Mark')).toHaveText('—');
      await expect(await cell(row('NIL'), positions, 'Unrealised')).toHaveText('—');
      await expect(await cell(row('ALL'), positions, 'Unrealised')).toHaveText('0.00');
      await expect(alpha).toContainText(/Unrealised\s*0\.00 USD without 2 not told/);
    });

    await test.step('[HY-T14] size 0 closes, and so does a full list that names no such position; no list closes nothing', async () => {
      server.say(positionOf('ALL', 0, iso(9)));
      await expect(row('ALL')).toContainText(/closed\s*leaves in \d+ s/);
      server.say({ type: 'bootstrap', data: { accounts: [ALPHA] } });
      server.say(positionOf('NEW', 1, iso(10)));
      await expect(row('NEW')).toContainText('open');
      await expect(row('NIL')).toContainText('open');
      const kept = positionOf('FLP', 2, iso(11), { side: 'short' }).data;
      server.say({ type: 'bootstrap', data: { accounts: [ALPHA], positions: [kept] } });
      await expect(row('NIL')).toContainText(/gone\s*leaves in \d+ s/);
      await expect(row('NEW')).toContainText('gone');
      await expect(row('FLP')).toContainText('open');
      await expect(row('ALL')).toContainText('closed');
    });

    await test.step('[HY-T22][HY-T23][HY-T24] times and ids in all spellings, a price that is not known yet', async () => {
      const spellings = [
        iso(0),
        iso(0).slice(0, 19),
        iso(0).slice(0, 19).replace('T', ' '),
        noonMs / 1_000,
        noonMs / 1_000 + 0.25,
      ];
      const trades = spellings.map((timestamp, index) =>
        tradeOf({ trade_id: 900 + index, symbol: 'TIM', timestamp, pnl: index === 0 ? null : 0 }),
      );
      server.say(
        ...trades,
        tradeOf({ trade_id: '900', symbol: 'TIM', timestamp: iso(0), price: 3 }),
      );
      server.say(tradeOf({ trade_id: 'b1c2-77', symbol: 'TIM', timestamp: iso(0), price: null }));
      await dashboard.tab('Trades', 'Accounts');
      const sheet = dashboard.region(`Trades, ${DIRECT}`);
      const trade = (id: string) => sheet.getByRole('row').filter({ hasText: id });
      await expect(trade('b1c2-77')).toBeVisible();
      const times = await sheet
        .getByRole('time')
        .evaluateAll((all) => all.map((time) => time.getAttribute('datetime')));
      expect(times).toHaveLength(6);
      expect(new Set(times.map((time) => time?.slice(0, 19)))).toEqual(
        new Set([iso(0).slice(0, 19)]),
      );
      await expect(await cell(trade('b1c2-77'), sheet, 'Price')).toHaveText('—');
      await expect(await cell(trade('900'), sheet, 'Price')).toHaveText('3.00');
      await expect(await cell(trade('900'), sheet, 'Realised')).toHaveText('—');
      await expect(await cell(trade('901'), sheet, 'Realised')).toHaveText('0.00');

      const decision = { account_id: '1', symbol: 'TIM', decision: 'hold', timestamp: iso(0) };
      server.say(
        decisionOf({ ...decision, decision_id: 77, reasoning: 'first words' }),
        decisionOf({ ...decision, decision_id: '77', reasoning: 'second words' }),
        decisionOf({ ...decision, decision_id: 'dec-9f2a-77', reasoning: 'third words' }),
      );
      await dashboard.tab('Model chat', 'Accounts');
      const cards = dashboard.region(`Model chat, ${DIRECT}`).getByRole('article');
      await expect(cards.filter({ hasText: 'third words' })).toBeVisible();
      await expect(cards).toHaveCount(2);
      await expect(cards.filter({ hasText: 'second words' })).toContainText('Alpha One');
    });

    await test.step('[HY-T28] what is no message is counted and kept, and the session carries on', async () => {
      const noise = ['{"type":', '[1,2]', '"hello"', '42', 'null', '{"data":{}}'];
      const mystery = '{"type":"mystery_update","data":{"account_id":1}}';
      const broken = '{"type":"trade_update","data":{"symbol":"TIM"}}';
      server.say(...noise, mystery, broken, positionOf('END', 1, iso(20)));
      await dashboard.tab('Positions', 'Accounts');
      await expect(row('END')).toBeVisible();
      const told = (await dashboard.exported('wire:hyperoru dir:in source:socket'))
        .filter(({ verdict }) => verdict.kind !== 'ok')
        .map(({ text, verdict }) => `${verdict.kind} ${text}`);
      expect(told).toHaveLength(noise.length + 2);
      expect(told).toEqual(
        expect.arrayContaining([`not-json ${noise[0]}`, `unknown ${mystery}`, `schema ${broken}`]),
      );
      await expect(page.getByRole('listitem').filter({ hasText: DIRECT })).toContainText(
        /[1-9]\d* errors/,
      );
      await dashboard.leaveInspector();
      await dashboard.isLive(DIRECT);
      expect(server.sockets).toBe(1);
    });
  });

  test('[HY-T8][HY-T25][HY-T26][HY-T27][HY-T31] an order list that fails, sizes of two names, leaked keys, and what moves money', async ({
    page,
    dashboard,
  }) => {
    const KEY = 'sk-live-leaked-4711';
    const ADDRESS = 'https://llm.example.test/private-4711';
    const leaky = { ...ALPHA, api_key: KEY, base_url: ADDRESS };
    const resting = { id: 501, account_id: 1, symbol: 'BTC', side: 'buy', order_type: 'limit' };
    const list = [{ ...resting, price: 100, quantity: 0.75, status: 'pending', name: 'BTC' }];
    server.answers['bootstrap'] = ({ request_id }) => ({
      ...bootstrapOf([leaky], {
        positions: [positionOf('BTC', 1, new Date().toISOString(), { mark_price: 50_000 }).data],
        active_orders: [{ ...resting, price: 100, size: 0.5, status: 'pending' }],
      }),
      request_id,
    });
    server.rest['account/list'] = {
      body: [{ ...leaky, model: 'model-of-alpha', hyperliquid_environment: 'testnet' }],
    };
    server.rest['orders/pending'] = { status: 500, text: 'Internal Server Error' };
    await page.goto('/');
    await dashboard.isLive(DIRECT);
    await dashboard.tab('Orders', 'Accounts');
    const orders = dashboard.region(`Orders, ${DIRECT}`);

    await test.step('[HY-T31][HY-T26] the socket’s orders stay, and the note says why the list is partial', async () => {
      const row = orders.getByRole('row').filter({ hasText: '501' });
      await expect(orders.getByRole('status').first()).toContainText('Partial');
      await expect(orders).toContainText('could not be read over REST (HTTP 500)');
      await expect(await cell(row, orders, 'Size')).toHaveText('0.50');
      server.rest['orders/pending'] = 'unreadable';
      await orders.getByRole('button', { name: 'Reload orders' }).click();
      await expect(orders).toContainText('(no readable answer (network or CORS))');
      await expect(await cell(row, orders, 'Size')).toHaveText('0.50');
      // On the socket the same thing is called size.
      server.rest['orders/pending'] = { body: list };
      await orders.getByRole('button', { name: 'Reload orders' }).click();
      await expect(await cell(row, orders, 'Size')).toHaveText('0.75');
      await expect(orders).not.toContainText('Partial');
    });

    await test.step('[HY-T26] a way over the same origin is on offer', async () => {
      const dialog = await dashboard.connections();
      await dialog.getByRole('button', { name: /^Edit/ }).click();
      const ways = dialog.getByLabel('Reached', { exact: true }).locator('option');
      await expect(ways.filter({ hasText: /relay/i })).toHaveCount(1);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
    });

    await test.step('[HY-T8] an order leaves with a size, in small letters', async () => {
      server.answers['place_order'] = ({ request_id }) => ({
        type: 'place_order',
        request_id,
        data: { order_id: 777, status: 'filled', size: 0.01 },
      });
      const ticket = new Ticket(page);
      await ticket.show();
      await (await ticket.ask('0.01')).click();
      await expect(ticket.rows()).toContainText('Filled');
      const [order, ...others] = server.heardNow('place_order');
      expect(order?.data).toEqual({
        account_id: 1,
        symbol: 'BTC',
        side: 'buy',
        size: 0.01,
        order_type: 'market',
      });
      expect(others).toEqual([]);
    });

    await test.step('[HY-T27] nothing is wired to what executes or processes orders', async () => {
      const program = await page.evaluate(async () => {
        const files = performance
          .getEntriesByType('resource')
          .map(({ name }) => name)
          .filter((name) => new URL(name).pathname.endsWith('.js'));
        const texts = await Promise.all(files.map(async (file) => (await fetch(file)).text()));
        return texts.join('\n');
      });
      // Not the whole program in the report of a failure.
      const named = program.match(/\/api\/orders\/(cancel|execute|process)|process-all/g);
      expect(new Set(named)).toEqual(new Set(['/api/orders/cancel']));
      await dashboard.tab('Orders', 'Accounts');
      await expect(orders.getByRole('button', { name: 'Cancel 501' })).toBeVisible();
      await expect(orders.getByRole('button', { name: /execute|process/i })).toHaveCount(0);
      expect(server.asked.filter((asked) => !asked.startsWith('GET '))).toEqual([]);
    });

    await test.step('[HY-T25] a key that comes with an account is nowhere', async () => {
      await dashboard.tab('Account list', 'Accounts');
      await expect(dashboard.region(`Account list, ${DIRECT}`)).toContainText('model-of-alpha');
      const content = await page.content();
      const frames = await dashboard.exported('api_key');
      const texts = frames.map(({ text }) => text).join('\n');
      expect(texts).toContain('"api_key":"•••","base_url":"•••"');
      const kept = await keptBy(page);
      for (const leaked of [KEY, ADDRESS]) {
        for (const place of [content, texts, kept]) expect(place).not.toContain(leaked);
      }
    });
  });
});

const ALPHA = { id: 1, name: 'Alpha One' };
const BETA = { id: 2, name: 'Beta Two' };
const GAMMA = { id: '3', name: 'Gamma Three' };
const DELTA = { id: 4, name: 'Delta Four' };

const VALUES: Readonly<Record<string, number>> = {
  'Alpha One': 1_100.25,
  'Beta Two': 1_200.25,
  'Gamma Three': 1_300.25,
  'Delta Four': 1_400.25,
};

const GREETING = ['connect', 'switch_user', 'bootstrap', 'subscribe'];
const QUESTIONS = ['get_snapshot', 'get_asset_curve'];

function accountAsked({ type, data }: Asked): string {
  return `${type} ${String(data?.['account_id'])}`;
}

function bootstrapOf(accounts: readonly object[], lists: object = {}) {
  return { type: 'bootstrap', data: { accounts, positions: [], active_orders: [], ...lists } };
}

/** As thin as the documented one: it names neither account nor request. */
function snapshotOf(equity: number) {
  return { type: 'snapshot', data: { equity, positions: [] } };
}

function positionOf(symbol: string, size: number, timestamp: string, more: object = {}) {
  const data = { account_id: 1, symbol, side: 'long', size, timestamp, ...more };
  return { type: 'position_update', data };
}

function tradeOf(more: object) {
  const data = { account_id: 1, side: 'buy', status: 'filled', price: 2, size: 1, pnl: null };
  return { type: 'trade_update', data: { ...data, ...more } };
}

function decisionOf(data: object) {
  return { type: 'model_chat_update', data };
}

/** The rows of a table whose symbol is that one, as its CSV has them. */
async function of(dashboard: Dashboard, panel: Locator, symbol: string) {
  return (await dashboard.csv(panel)).filter((row) => row['Symbol'] === symbol);
}

/** The cell of a row under that header. */
async function cell(row: Locator, panel: Locator, header: string): Promise<Locator> {
  await expect(row).toBeVisible();
  const headers = await panel.getByRole('columnheader').allTextContents();
  const index = headers.findIndex((text) => text.replace(/[▲▼]/, '').trim() === header);
  if (index < 0) throw new Error(`No column ${header} among ${headers.join(', ')}.`);
  return row.getByRole('cell').nth(index);
}
