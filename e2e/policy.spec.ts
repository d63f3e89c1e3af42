import { expect, test } from './fixtures/test';
import { freePort } from './fixtures/server';
import { LABELS } from './fixtures/dashboard';

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
});
