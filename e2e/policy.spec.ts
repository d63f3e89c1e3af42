import { expect, test } from './fixtures/test';
import { freePort } from './fixtures/server';
import { LABELS } from './fixtures/dashboard';
import { ConnectionForm } from './fixtures/connection-form';
import { DIRECT, onlyHyperoru } from './fixtures/hyperoru';
import { startProxy } from './fixtures/proxy';

test.describe('the security policy of the build', () => {
  test('forbids markup from text and foreign frames; every other test shows that the app keeps to it', async ({
    page,
    dashboard,
    pageErrors,
    request,
  }) => {
    pageErrors.allow(/TrustedHTML/);
    await dashboard.open();
    const outcome = await page.evaluate(() => {
      try {
        document.createElement('div').innerHTML = '<b>text of a server</b>';
        return 'became markup';
      } catch (error) {
        return String(error);
      }
    });
    expect(outcome).toContain('TypeError');
    const headers = (await request.get('/')).headers();
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['x-frame-options']).toBe('DENY');
    expect((await request.get('/sw.js')).headers()['content-security-policy']).not.toContain('ws:');
    // What a window of its own needs to be offered by the browser is let through too.
    const devtools = await page.context().newCDPSession(page);
    const manifest = await devtools.send('Page.getAppManifest');
    expect(manifest.url).toContain('/vigil.webmanifest');
    expect(manifest.errors).toEqual([]);
  });

  test('leaves only the saved addresses when a person wants that, and says so of another', async ({
    page,
    dashboard,
    pageErrors,
  }) => {
    pageErrors.allow(/Content Security Policy/, /Failed to fetch/);
    await dashboard.open();
    const dialog = await dashboard.connections();
    await dialog.getByRole('switch', { name: /saved addresses only/ }).click();
    await expect(dialog.getByRole('status')).toContainText('Reload the page to put this in force');
    await page.reload();
    await dashboard.allLive();
    const foreign = `127.0.0.1:${await freePort()}`;
    const blocked = page.evaluate(
      (host) =>
        new Promise<string>((resolve) => {
          document.addEventListener('securitypolicyviolation', ({ blockedURI }) =>
            resolve(blockedURI),
          );
          void fetch(`http://${host}/`).catch(() => undefined);
        }),
      foreign,
    );
    expect(await blocked).toContain(foreign);
    await dashboard.isLive(LABELS.halyrd);
  });

  test('[RF-56] a backend that its own list does not name is refused by the browser, and the chip says so', async ({
    sides,
    server,
    pageErrors,
  }) => {
    pageErrors.allow(/Content Security Policy/, /Failed to fetch/);
    await sides.each(async ({ page, dashboard }) => {
      await onlyHyperoru(page, server.baseURL, '/mock/hyperoru', {});
      await page.addInitScript(() => localStorage.setItem('vigil.only-saved-addresses', 'yes'));
      await page.goto('/');
      await dashboard.isLive(DIRECT);
      const dialog = await dashboard.connections();
      const form = new ConnectionForm(dialog);
      await form.add('Halyrd');
      await form.direct(`${server.baseURL.replace('127.0.0.1', 'localhost')}/mock/halyrd`);
      await form.enter({ Name: 'Not on the list' });
      await form.save();
      await page.keyboard.press('Escape');
      await expect(dashboard.chip('Not on the list')).toHaveAccessibleName(/Refused/);
      await expect(await dashboard.details('Not on the list')).toContainText(
        /Blocked by this page’s security policy .*Not retried by itself/,
      );
      await dashboard.isLive(DIRECT);
    });
  });
});

const SECURE = 'https://vigil.example';

test.describe('a page that came over https', () => {
  test.use({ serviceWorkers: 'block' });

  test.beforeEach(async ({ page, server }) => {
    // Only the page's own files and the demo's answers come; nothing leaves this machine.
    await page.route(`${SECURE}/**`, async (route) => {
      const { pathname } = new URL(route.request().url());
      await route.fulfill({ response: await route.fetch({ url: `${server.baseURL}${pathname}` }) });
    });
  });

  test('[RF-57] dials no ws:// of another machine, because the browser forbids it, and says what to do', async ({
    page,
    dashboard,
    pageErrors,
  }) => {
    pageErrors.allowFailedQuestions();
    pageErrors.allow(/Mixed Content/, /Failed to fetch/);
    await onlyHyperoru(page, 'http://203.0.113.7:8000', '', {});
    await page.goto(SECURE);
    await expect(dashboard.chip(DIRECT)).toHaveAccessibleName(/Refused/);
    await expect(await dashboard.details(DIRECT)).toContainText(/mixed content.*use wss:/);
  });

  test('[RF-55] reaches this machine only with leave: unasked it keeps trying and says so, denied it says what to do, granted it is live', async ({
    page,
    context,
    dashboard,
    server,
    pageErrors,
  }) => {
    pageErrors.allowOutages();
    pageErrors.allow(/Failed to fetch/, /CORS/);
    // The demo answers only pages of this machine.
    const backend = await startProxy(server.baseURL, { without: ['origin'] });
    try {
      await onlyHyperoru(page, backend.baseURL, '/mock/hyperoru', {});
      const chip = dashboard.chip(DIRECT);
      // Without a window nobody is asked, and the browser refuses at once.
      await page.goto(SECURE);
      await expect(chip).toHaveAccessibleName(/Reconnecting in/);
      // What is granted is all that is: the rest is denied.
      await context.grantPermissions([], { origin: SECURE });
      await expect(chip).toHaveAccessibleName(/Refused/);
      const details = await dashboard.details(DIRECT);
      await expect(details).toContainText(
        /told to keep this page out of the local network.*allow it in the settings of this site.*Not retried by itself/,
      );
      await context.grantPermissions(['local-network-access'], { origin: SECURE });
      await details.getByRole('button', { name: 'Retry now' }).click();
      await dashboard.isLive(DIRECT);
    } finally {
      await backend.stop();
    }
  });
});
