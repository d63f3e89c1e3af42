import { expect, test } from './fixtures/test';
import { freePort } from './fixtures/server';
import { LABELS } from './fixtures/dashboard';
import { ConnectionForm } from './fixtures/connection-form';
import { DIRECT, onlyHyperoru } from './fixtures/hyperoru';

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
    page,
    dashboard,
    server,
    pageErrors,
  }) => {
    pageErrors.allow(/Content Security Policy/, /Failed to fetch/);
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

test.describe('a page that came over https', () => {
  test.use({ serviceWorkers: 'block' });

  test('[RF-57] dials no ws:// of another machine, because the browser forbids it, and says what to do', async ({
    page,
    dashboard,
    server,
    pageErrors,
  }) => {
    pageErrors.allow(/Mixed Content/, /Failed to (fetch|load resource)/);
    const secure = 'https://vigil.example';
    // Only the page's own files and the demo's answers come; nothing leaves this machine.
    await page.route(`${secure}/**`, async (route) => {
      const { pathname } = new URL(route.request().url());
      await route.fulfill({ response: await route.fetch({ url: `${server.baseURL}${pathname}` }) });
    });
    await onlyHyperoru(page, 'http://203.0.113.7:8000', '', {});
    await page.goto(secure);
    await expect(dashboard.chip(DIRECT)).toHaveAccessibleName(/Refused/);
    await expect(await dashboard.details(DIRECT)).toContainText(/mixed content.*use wss:/);
  });
});
