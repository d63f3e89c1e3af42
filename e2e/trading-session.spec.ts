import type { Mock } from './fixtures/mock';
import { DIRECT, mockAccounts, onlyHyperoru } from './fixtures/hyperoru';
import { keptBy } from './fixtures/kept';
import { ordersReceived } from './fixtures/ticket';
import { expect, test } from './fixtures/test';

const TOKEN = 'tok_7Qm-0f3a9c';
const PASSWORD = 'correct horse 4711';
/** What the mock gives for a password. */
const MOCK_TOKEN = 'tok_mock_0123456789abcdef';

test.describe('trading in the upstream dialect', () => {
  test.beforeEach(({ pageErrors }) => {
    // This dialect tells nothing of margin, which is asked about all the same.
    pageErrors.allowFailedQuestions();
  });

  test('[F3][HY-T7][HY-T9][HY-T17][HY-T18] an order in capitals is filled, known by its terms, and goes to the bound account alone', async ({
    page,
    dashboard,
    ticket,
    mock,
    baseURL,
  }) => {
    const [first, second] = await mockAccounts(baseURL!);
    await onlyHyperoru(page, baseURL!, '/mock/hyperoru/upstream', { dialect: 'upstream' });
    await page.goto('/');
    await dashboard.isLive(DIRECT);
    await ticket.show();

    const yes = await ticket.ask('0.0141');
    await expect(ticket.question()).toContainText('PAPER (paper)');
    await yes.click();
    await expect(ticket.rows()).toContainText('Filled · matched, inferred');
    const [order] = (await received(mock)).filter(({ type }) => type === 'place_order');
    expect(order).toEqual({
      type: 'place_order',
      symbol: 'BTC',
      name: 'BTC',
      side: 'BUY',
      order_type: 'MARKET',
      quantity: 0.0141,
    });

    await ticket.form().getByLabel('Account').selectOption({ label: second!.name });
    await ticket.form().getByLabel('Amount', { exact: true }).fill('0.0142');
    await expect(ticket.form().getByRole('status')).toContainText(
      `bound to account ${first!.id}, where any order of it goes`,
    );
    await expect(ticket.review()).toBeDisabled();
    expect(await ordersReceived(mock)).toBe(1);

    // The list of positions is whole: the bought one is there.
    await dashboard.tab('Positions', 'Accounts');
    await expect(page.getByRole('row', { name: /BTC/ }).first()).toBeVisible();
  });

  test('[F10][HY-T16][HY-T17] another account, or another user, is another binding, and another connection has its own', async ({
    page,
    dashboard,
    mock,
    baseURL,
  }) => {
    const [, second, third] = await mockAccounts(baseURL!);
    await onlyHyperoru(page, baseURL!, '/mock/hyperoru/upstream', { dialect: 'upstream' });
    await page.goto('/');
    await dashboard.isLive(DIRECT);
    await dashboard.tab('Session', 'Accounts');
    const row = (name: string) =>
      page.getByRole('list', { name: 'Accounts to follow' }).getByRole('listitem', { name });
    await row(second!.name).getByRole('button', { name: 'Follow' }).click();
    await expect(row(second!.name)).toContainText('followed');
    expect(await lastGreeting(mock)).toEqual([
      { type: 'bootstrap', username: 'default', trading_mode: 'paper' },
      { type: 'switch_account', account_id: second!.id },
    ]);

    await page.getByLabel('User name').fill('carol');
    await page.getByRole('button', { name: 'Switch user' }).click();
    // A name that the server does not know yet becomes its second user, who has the second account.
    await expect(page.getByText('The session is for user carol.')).toBeVisible();
    await dashboard.isLive(DIRECT);
    expect(await lastGreeting(mock)).toEqual([
      { type: 'bootstrap', username: 'carol', trading_mode: 'paper' },
    ]);
    await expect(row(second!.name)).toContainText('followed');

    await row(third!.name).getByRole('button', { name: 'Open' }).click();
    await dashboard.isLive(`${third!.name} · Hyperoru`);
    await dashboard.isLive(DIRECT);
    expect(await lastGreeting(mock)).toContainEqual({
      type: 'switch_account',
      account_id: third!.id,
    });
  });
});

test.describe('signing in', () => {
  test('[F1][HY-T1][HY-T2][HY-T20] a token is given on the Session tab or had for a password, refused with cause and next step, and kept nowhere', async ({
    page,
    dashboard,
    mock,
    baseURL,
    pageErrors,
  }) => {
    // The browser itself complains about an upgrade that is refused, and about REST's 401.
    pageErrors.allow(/WebSocket connection to/, /401/);
    await onlyHyperoru(page, baseURL!, '/mock/hyperoru', { authMode: 'message' });
    await page.goto('/');
    await dashboard.isLive(DIRECT);
    await dashboard.tab('Session', 'Accounts');
    const form = page.getByRole('form', { name: 'Sign in' });
    const signIn = async (token: string, way = 'message') => {
      await form.getByLabel('Session token').fill(token);
      await form.getByLabel('Way of signing in').selectOption(way);
      await form.getByRole('button', { name: 'Sign in' }).click();
    };
    const panel = page.getByRole('status').filter({ hasText: 'Documented dialect' });

    await signIn('refused');
    await dashboard.says(DIRECT, 'Refused');
    await expect(panel).toContainText('Invalid session token. The token was given as a message');
    await expect(panel).toContainText('Change it on the Session tab');

    await signIn(TOKEN);
    await dashboard.isLive(DIRECT);
    expect((await received(mock)).filter(({ type }) => type === 'connect').at(-1)).toMatchObject({
      data: { session_token: TOKEN },
    });
    await expect(form.getByText('A session token is set.')).toBeVisible();
    expect(await page.content()).not.toContain(TOKEN);
    expect(await keptBy(page)).not.toContain(TOKEN);
    expect(page.url()).not.toContain(TOKEN);
    expect(JSON.stringify(await dashboard.exported(''))).not.toContain(TOKEN);
    await dashboard.leaveInspector();

    await dashboard.tab('Session', 'Accounts');
    await signIn('refused', 'query');
    await dashboard.says(DIRECT, 'Refused', { timeout: 20_000 });
    await expect(panel).toContainText('does not take the session token (401)');
    await expect(panel).toContainText('this server wants the sign-in "message"');
    await signIn(TOKEN, 'query');
    await dashboard.isLive(DIRECT);
    expect((await lastGreeting(mock)).map(({ type }) => type)).toEqual(['bootstrap', 'subscribe']);

    await page.getByLabel('User id').fill('2');
    await page.getByRole('button', { name: 'Switch user' }).click();
    await expect(page.getByText('The session is for user 2.')).toBeVisible();
    await dashboard.isLive(DIRECT);
    expect((await lastGreeting(mock)).map(({ type }) => type)).toEqual([
      'switch_user',
      'bootstrap',
      'subscribe',
    ]);

    // A reload forgets the token and keeps the user.
    await page.reload();
    await dashboard.isLive(DIRECT);
    await dashboard.tab('Session', 'Accounts');
    await expect(form.getByText('No session token is set.')).toBeVisible();
    await expect(page.getByText('The session is for user 2.')).toBeVisible();

    const logIn = async (password: string) => {
      const login = page.getByRole('form', { name: 'Log in' });
      await login.getByLabel('User name or e-mail').fill('carol@example.test');
      await login.getByLabel('Password').fill(password);
      await login.getByRole('button', { name: 'Log in' }).click();
    };
    await logIn('wrong');
    await expect(page.getByText('does not take this name and password (401)')).toBeVisible();
    const asked = (await dashboard.exported('')).filter(({ text }) =>
      text.startsWith('POST /api/users/login'),
    );
    expect(asked.map(({ text }) => text)).toEqual([
      'POST /api/users/login {"email":"•••","password":"•••"}',
    ]);
    await dashboard.leaveInspector();
    await dashboard.tab('Session', 'Accounts');
    await logIn(PASSWORD);
    await expect(form.getByText('A session token is set.')).toBeVisible();
    await dashboard.isLive(DIRECT);
    expect(page.url()).not.toContain(PASSWORD);
    for (const secret of [PASSWORD, MOCK_TOKEN]) {
      expect(await page.content()).not.toContain(secret);
      expect(await keptBy(page)).not.toContain(secret);
    }
    await form.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByText('Signed out: the session token is forgotten.')).toBeVisible();
    await expect(form.getByText('No session token is set.')).toBeVisible();
  });
});

type ClientFrame = Readonly<Record<string, unknown>> & { readonly type: string };

async function received(mock: Mock): Promise<readonly ClientFrame[]> {
  const entries = await mock.ledger('hyperoru');
  return entries
    .filter(({ kind }) => kind === 'received')
    .map(({ text }) => JSON.parse(text) as ClientFrame);
}

/** What the newest socket said first. */
async function lastGreeting(mock: Mock): Promise<readonly ClientFrame[]> {
  const entries = (await mock.ledger('hyperoru')).filter(({ kind }) => kind === 'received');
  const newest = Math.max(...entries.map(({ socket }) => socket ?? 0));
  const greeting = ['connect', 'switch_user', 'bootstrap', 'subscribe', 'switch_account'];
  return entries
    .filter(({ socket }) => socket === newest)
    .map(({ text }) => JSON.parse(text) as ClientFrame)
    .filter(({ type }) => greeting.includes(type));
}
