import { watchChips } from './fixtures/chip-log';
import { expectNothingLost } from './fixtures/comparison';
import { LABELS, type Dashboard } from './fixtures/dashboard';
import { expect, test } from './fixtures/test';

const WATCH_MS = 4_000;
/** What an account's socket tells; other figures of its card come over REST at their own times. */
const EQUITY = /^Equity\s*[\d,.]+ USD$/;

test.describe('connection truth', () => {
  test.beforeEach(async ({ dashboard, pageErrors }) => {
    pageErrors.allowBrokenSockets();
    await dashboard.open();
  });

  test('[F1][RF-1][RF-3] a cut wire changes its chip within 1 s and no other; a restart is named as such', async ({
    page,
    dashboard,
    mock,
  }) => {
    const changes = await watchChips(page);
    const cutAtMs = Date.now();
    await mock.fault('nexusglass', 'kill');
    await expect
      .poll(async () => (await changes()).map(({ word }) => word))
      .toContain('Reconnecting');
    await dashboard.isLive(LABELS.nexusglass);
    const log = await changes();
    expect(log[0]).toMatchObject({ connectionId: 'demo-nexusglass', word: 'Reconnecting' });
    expect(log[0]!.atMs - cutAtMs).toBeLessThan(1_000);
    expect(new Set(log.map(({ connectionId }) => connectionId))).toEqual(
      new Set(['demo-nexusglass']),
    );
    const details = await dashboard.details(LABELS.nexusglass);
    await expect(details).toContainText(/Sockets opened\s*2, last close 1006/);
    await page.keyboard.press('Escape');

    const restarted = await dashboard.details(LABELS.halyrd);
    await mock.fault('halyrd', 'restart');
    // The first wait lasts less than a second.
    await expect
      .poll(() => restarted.textContent(), { intervals: [50] })
      .toMatch(/Server restart \(1012\).*retry 1\./);
    await dashboard.isLive(LABELS.halyrd);
  });

  test('[F1][RF-10] a refused wire counts down and up, and Retry now dials at once', async ({
    page,
    dashboard,
    mock,
  }) => {
    await mock.cutOff('quimeria');
    const label = LABELS.quimeria;
    const details = await dashboard.details(label);
    await expect(details).toContainText(/retry 4\./, { timeout: 20_000 });
    const changes = await watchChips(page);
    await expect(dashboard.chip(label)).toHaveAccessibleName(/Reconnecting in [5-8] s$/);
    await mock.clear('quimeria');
    await details.getByRole('button', { name: 'Retry now' }).click();
    await dashboard.isLive(label, { timeout: 3_000 });
    const touched = (await changes()).map(({ connectionId }) => connectionId);
    expect(new Set(touched)).toEqual(new Set(['demo-quimeria']));
  });

  test('[F1] silence within its budget is Live, and panels keep their values', async ({
    page,
    dashboard,
    mock,
  }) => {
    await expect(dashboard.region('Accounts, Hyperoru demo')).toContainText(/Equity\s*[\d,.]+/);
    await mock.fault('*', 'silence');
    const before = await settled(() => figures(dashboard));
    const changes = await watchChips(page);
    await page.waitForTimeout(WATCH_MS); // That nothing happens is what is tested.
    expect(await changes()).toEqual([]);
    expect(await figures(dashboard)).toEqual(before);
  });

  test('[F1] a panel whose wire is down says so and keeps its last values', async ({
    dashboard,
    mock,
  }) => {
    const accounts = dashboard.region('Accounts, Hyperoru demo');
    const equities = accounts.getByText(EQUITY);
    await expect.poll(() => equities.count()).toBeGreaterThan(2);
    await mock.fault('hyperoru', 'silence');
    const before = await settled(() => equities.allTextContents());

    await mock.cutOff('hyperoru');
    await expect(accounts).toContainText(/(Reconnecting|Connecting): as of \d\d:\d\d:\d\d/);
    await dashboard.tab('Positions', 'Accounts');
    await expect(dashboard.region('Positions, Hyperoru demo')).toContainText(
      /: as of \d\d:\d\d:\d\d/,
    );
    expect(await equities.allTextContents()).toEqual(before);
    const equity = dashboard.region('Equity and drawdown');
    await expect(equity).toContainText(/Hyperoru demo: .+: as of \d\d:\d\d:\d\d/);
    // Its neighbours are as fresh as they were.
    await expect(dashboard.region('Kernel, QUIMERIA-HYPERION demo')).not.toContainText('as of');

    await mock.clear('hyperoru');
    await dashboard.isLive(LABELS.hyperoru);
    await expect(accounts).not.toContainText('as of');
    await expect(equity).not.toContainText('as of');
  });
});

test('[F1][RF-7] a rejected key is Refused with the reason, and not dialled again until asked', async ({
  sides,
  mock,
  pageErrors,
}) => {
  pageErrors.allowBrokenSockets();
  await sides.open();
  const label = LABELS.nexusglass;
  await mock.fault('nexusglass', 'authFail');
  await mock.fault('nexusglass', 'kill');
  const details = await sides.each(async ({ dashboard }) => {
    await dashboard.says(label, 'Refused');
    const told = await dashboard.details(label);
    await expect(told).toContainText(/Invalid or expired API key \(AUTH_FAILED\)\. Not retried/);
    return told;
  });
  await sides.all[0].page.waitForTimeout(WATCH_MS); // No further dial is what is tested.
  // Each dial with a wrong key costs the server one ERROR.
  expect(await mock.count('nexusglass', { type: 'ERROR' })).toBe(sides.all.length);

  await mock.clear('nexusglass');
  for (const told of details) await told.getByRole('button', { name: 'Retry now' }).click();
  await sides.each(async ({ page, dashboard }) => {
    await dashboard.isLive(label);
    await page.keyboard.press('Escape');
    await expectNothingLost(dashboard, mock);
  });
});

/** What is read once it reads the same twice: what was on its way has come. */
async function settled<Value>(read: () => Promise<Value>): Promise<Value> {
  let last = await read();
  const isSame = async () => {
    const before = JSON.stringify(last);
    last = await read();
    return JSON.stringify(last) === before;
  };
  await expect.poll(isSame, { intervals: [1_000] }).toBe(true);
  return last;
}

/** What the four wires last said, without the ages that tick. */
async function figures(dashboard: Dashboard): Promise<unknown> {
  const texts = (name: string, pattern: RegExp) =>
    dashboard.region(name).getByText(pattern).allTextContents();
  return {
    accounts: await texts('Accounts, Hyperoru demo', EQUITY),
    agent: await texts('Agent, Halyrd demo', /^[\d,.]+ USDT$/),
    bars: await texts('Kernel, QUIMERIA-HYPERION demo', /^[\d,.]+$/),
    // How many are still within their lifetime falls by itself.
    events: (await texts('Feed status, NexusGlass demo', /^\d+ of \d+$/)).map((text) =>
      text.replace(/^\d+ of /, ''),
    ),
  };
}
