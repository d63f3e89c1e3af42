import { ConnectionForm } from './fixtures/connection-form';
import { Dashboard } from './fixtures/dashboard';
import { keptBy } from './fixtures/kept';
import { startServer, type Server } from './fixtures/server';
import { expect, test } from './fixtures/test';

const KEY = 'nxg_only-the-relay-knows';

/** A server without the demo. Its backends are the mock of another server, as they would be on another machine. */
test.describe('where the demo backend is not served', () => {
  let plain: Server;

  test.beforeAll(async ({ server }) => {
    plain = await startServer({
      env: {
        VIGIL_MOCK: 'off',
        VIGIL_RELAY_NEXUSGLASS_TARGET: `${server.baseURL}/mock/nexusglass`,
        VIGIL_RELAY_NEXUSGLASS_HEADERS: JSON.stringify({ 'X-API-Key': KEY }),
        VIGIL_RELAY_NEXUSGLASS_QUERY: JSON.stringify({ token: KEY }),
      },
    });
  });

  test.afterAll(async () => {
    await plain.stop();
  });

  test('[F19] the first screen asks for connections, tests one, and it goes Live', async ({
    page,
    server,
    mock,
  }) => {
    await page.goto(plain.baseURL);
    await expect(page.getByRole('heading', { name: 'What shall Vigil watch?' })).toBeVisible();
    await expect(page.getByRole('banner')).toContainText('NO CONNECTION');
    await expect(page.getByRole('button', { name: 'Start the demo' })).toHaveCount(0);

    const form = new ConnectionForm(page.getByRole('main'));
    await form.add('Halyrd');
    await expect(page.getByLabel('WebSocket address')).toHaveValue('ws://localhost:8000');
    await form.direct(`${server.baseURL}/mock/halyrd`);
    await form.enter({ Name: 'My agent' });
    await expect(await form.test()).toContainText('✓ Halyrd answers, socket and REST.');
    await form.save();
    const dashboard = new Dashboard(page);
    await dashboard.isLive('My agent');
    await expect(page.getByText('DEMO')).toHaveCount(0);
    await expect(dashboard.region('Agent, My agent')).toContainText(/Equity\s*[\d,.]+ USDT/);
    expect((await mock.wire('halyrd')).sockets).toBe(1);
  });

  test('[F22] a relay adds the key on the server; the browser never has it', async ({ page }) => {
    const asked: string[] = [];
    page.on('websocket', (socket) => asked.push(socket.url()));
    page.on('request', (request) =>
      asked.push(`${request.url()} ${JSON.stringify(request.headers())}`),
    );
    await page.goto(plain.baseURL);
    const form = new ConnectionForm(page.getByRole('main'));
    await form.add('NexusGlass');
    await form.reach('relay');
    await expect(page.getByLabel('API key')).toHaveCount(0);
    await form.enter({ Name: 'Relayed', Relay: 'nexusglass' });
    await expect(await form.test()).toContainText('✓ NexusGlass answers, socket and REST.');
    await form.save();
    const dashboard = new Dashboard(page);
    await dashboard.isLive('Relayed');
    await dashboard.tab('Market events', 'Events');
    await expect(dashboard.region('Market events, Relayed').getByRole('row').nth(1)).toBeVisible();

    expect(asked.some((url) => url.includes('/relay/nexusglass/ws/fastfeed'))).toBe(true);
    expect(asked.join('\n')).not.toContain(KEY);
    expect(await page.content()).not.toContain(KEY);
    expect(JSON.stringify(await dashboard.exported('conn:Relayed'))).not.toContain(KEY);
    expect(await keptBy(page)).not.toContain(KEY);
  });
});
