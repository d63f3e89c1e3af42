import { watchChips } from './fixtures/chip-log';
import { expectNothingLost } from './fixtures/comparison';
import { LABELS } from './fixtures/dashboard';
import { expect, test } from './fixtures/test';

/** A fault takes its time, and the machine may be busy. */
test.describe.configure({ timeout: 120_000 });

/** Each fault strikes two pages: one supervised by the service worker, and one whose workers are blocked. */
test.describe('faults, with the service worker and without', () => {
  test.beforeEach(async ({ sides, pageErrors }) => {
    pageErrors.allowOutages();
    await sides.open();
  });

  test('[RF-5] a busy server is left alone for 6 s at least', async ({ sides, mock }) => {
    const logs = await sides.each(({ page }) => watchChips(page));
    await mock.fault('halyrd', 'close', { code: 1013, reason: '' });
    await sides.each(async ({ by, dashboard }) => {
      const changes = logs[by === 'the tab alone' ? 1 : 0];
      await expect
        .poll(async () => (await changes()).map(({ word }) => word), { timeout: 20_000 })
        .toContain('Connecting');
      const log = await changes();
      const timeOf = (word: string) => log.find((change) => change.word === word)!.atMs;
      expect(timeOf('Connecting') - timeOf('Reconnecting')).toBeGreaterThan(5_900);
      await dashboard.isLive(LABELS.halyrd);
      await expectNothingLost(dashboard, mock);
    });
  });

  test('[RF-6] close 1008, 4001 and 4003 are refusals that only a person lifts', async ({
    sides,
    mock,
  }) => {
    const refused = [
      ['quimeria', 1008],
      ['halyrd', 4001],
      ['hyperoru', 4003],
    ] as const;
    for (const [wire, code] of refused) await mock.fault(wire, 'close', { code, reason: 'no' });
    await sides.each(async ({ page, dashboard }) => {
      const expectRefused = async () => {
        for (const [wire] of refused) await dashboard.says(LABELS[wire], 'Refused');
      };
      await expectRefused();
      await page.waitForTimeout(3_000); // That nothing is dialled is what is tested.
      await expectRefused();
      for (const [wire] of refused) {
        await dashboard.retryNow(LABELS[wire]);
        await dashboard.isLive(LABELS[wire]);
      }
      await expectNothingLost(dashboard, mock);
    });
  });

  test('[RF-9][RF-11] an upgrade refused with 401 or 404 is a refusal after at most 3 dials, because REST says so', async ({
    sides,
    mock,
  }) => {
    const refused = [
      ['nexusglass', 401, 'Key rejected'],
      ['halyrd', 404, 'not found'],
    ] as const;
    for (const [wire, status] of refused) {
      await mock.fault(wire, 'refuse', status);
      await mock.fault(wire, 'restFail', status);
      await mock.fault(wire, 'kill');
    }
    await sides.each(async ({ page, dashboard }) => {
      for (const [wire, , words] of refused) {
        await dashboard.says(LABELS[wire], 'Refused', { timeout: 20_000 });
        const details = await dashboard.details(LABELS[wire]);
        await expect(details).toContainText(words);
        await expect(details).toContainText(/Sockets opened\s*[34],/);
        await page.keyboard.press('Escape');
      }
    });
    await mock.clear();
    await sides.each(async ({ dashboard }) => {
      for (const [wire] of refused) {
        await dashboard.retryNow(LABELS[wire]);
        await dashboard.isLive(LABELS[wire]);
      }
      await expectNothingLost(dashboard, mock);
    });
  });

  test('[RF-12][RF-58] a handshake that is never answered is given up after 10 s, so that its neighbours can dial', async ({
    sides,
    mock,
  }) => {
    await mock.fault('halyrd', 'hang');
    await mock.fault('halyrd', 'kill');
    await sides.each(({ dashboard }) => dashboard.says(LABELS.halyrd, 'Connecting'));
    // A browser dials one socket at a time per address: this one waits behind the one that hangs.
    await mock.fault('quimeria', 'kill');
    await sides.each(async ({ dashboard }) => {
      const details = await dashboard.details(LABELS.halyrd);
      await expect(details).toContainText('No answer within 10 s', { timeout: 20_000 });
      await dashboard.isLive(LABELS.quimeria, { timeout: 30_000 });
    });
    await mock.clear('halyrd');
    await sides.each(async ({ page, dashboard }) => {
      await dashboard.isLive(LABELS.halyrd, { timeout: 30_000 });
      await page.keyboard.press('Escape');
      await expectNothingLost(dashboard, mock);
    });
  });
});
