import { watchChips } from './fixtures/chip-log';
import { chipName, LABELS, type Dashboard } from './fixtures/dashboard';
import type { Wire } from './fixtures/mock';
import { expect, test } from './fixtures/test';

/** The browser itself prints each refused dial, and each question that is refused. */
const PRINTED = [/WebSocket connection to .* failed/, /Failed to load resource/];

/** A fault takes its time, and the machine may be busy. */
test.describe.configure({ timeout: 120_000 });

/** Every fault twice: supervised by the service worker, and with workers blocked. */
for (const serviceWorkers of ['allow', 'block'] as const) {
  const by = serviceWorkers === 'allow' ? 'the service worker' : 'the tab alone';

  test.describe(`faults, supervised by ${by}`, () => {
    test.use({ serviceWorkers });

    test.beforeEach(async ({ dashboard, pageErrors }) => {
      pageErrors.allow(...PRINTED);
      await dashboard.open();
    });

    test(`[RF-5] a busy server is left alone for 6 s at least (${by})`, async ({
      page,
      dashboard,
      mock,
    }) => {
      const changes = await watchChips(page);
      await mock.fault('halyrd', 'close', { code: 1013, reason: '' });
      await expect
        .poll(async () => (await changes()).map(({ word }) => word), { timeout: 20_000 })
        .toContain('Connecting');
      const log = await changes();
      const timeOf = (word: string) => log.find((change) => change.word === word)!.atMs;
      expect(timeOf('Connecting') - timeOf('Reconnecting')).toBeGreaterThan(5_900);
      await live(dashboard, 'halyrd', 10_000);
    });

    test(`[RF-6] close 1008, 4001 and 4003 are refusals that only a person lifts (${by})`, async ({
      page,
      dashboard,
      mock,
    }) => {
      const refused = [
        ['quimeria', 1008],
        ['halyrd', 4001],
        ['hyperoru', 4003],
      ] as const;
      const expectRefused = async () => {
        for (const [wire] of refused) {
          await expect(dashboard.chip(LABELS[wire])).toHaveAccessibleName(
            chipName(LABELS[wire], 'Refused'),
          );
        }
      };
      for (const [wire, code] of refused) await mock.fault(wire, 'close', { code, reason: 'no' });
      await expectRefused();
      await page.waitForTimeout(3_000); // That nothing is dialled is what is tested.
      await expectRefused();
      for (const [wire] of refused) {
        const details = await dashboard.details(LABELS[wire]);
        await details.getByRole('button', { name: 'Retry now' }).click();
        await page.keyboard.press('Escape');
        await live(dashboard, wire, 10_000);
      }
    });

    for (const [row, status, words] of [
      ['[RF-9]', 401, 'Key rejected'],
      ['[RF-11]', 404, 'Wrong address'],
    ] as const) {
      test(`${row} an upgrade refused with ${status} is a refusal after at most 3 dials, because REST says so (${by})`, async ({
        dashboard,
        mock,
      }) => {
        await mock.fault('nexusglass', 'refuse', status);
        await mock.fault('nexusglass', 'restFail', status);
        await mock.fault('nexusglass', 'kill');
        await expect(dashboard.chip(LABELS.nexusglass)).toHaveAccessibleName(
          chipName(LABELS.nexusglass, 'Refused'),
          { timeout: 20_000 },
        );
        const details = await dashboard.details(LABELS.nexusglass);
        await expect(details).toContainText(words);
        await expect(details).toContainText(/Sockets opened\s*[34],/);
      });
    }

    test(`[RF-12][RF-58] a handshake that is never answered is given up after 10 s, so that its neighbours can dial (${by})`, async ({
      dashboard,
      mock,
    }) => {
      await mock.fault('halyrd', 'hang');
      await mock.fault('halyrd', 'kill');
      await expect(dashboard.chip(LABELS.halyrd)).toHaveAccessibleName(
        chipName(LABELS.halyrd, 'Connecting'),
      );
      // A browser dials one socket at a time per address: this one waits behind the one that hangs.
      await mock.fault('quimeria', 'kill');
      const details = await dashboard.details(LABELS.halyrd);
      await expect(details).toContainText('No answer within 10 s', { timeout: 20_000 });
      await live(dashboard, 'quimeria', 30_000);
      await mock.clear('halyrd');
      await live(dashboard, 'halyrd', 30_000);
    });
  });
}

test('[RF-16] a half-open NexusGlass is found by its missing PONG and left within 45 s', async ({
  dashboard,
  mock,
  pageErrors,
}) => {
  pageErrors.allow(...PRINTED);
  await dashboard.open();
  await mock.fault('nexusglass', 'silence');
  const details = await dashboard.details(LABELS.nexusglass);
  await expect(details).toContainText('Heartbeat not answered', { timeout: 45_000 });
  await mock.clear('nexusglass');
  await live(dashboard, 'nexusglass', 40_000);
});

async function live(dashboard: Dashboard, wire: Wire, timeout: number): Promise<void> {
  await expect(dashboard.chip(LABELS[wire])).toHaveAccessibleName(chipName(LABELS[wire], 'Live'), {
    timeout,
  });
}
