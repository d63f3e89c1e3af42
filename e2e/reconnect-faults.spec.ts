import type { LedgerEntry } from '~/mock/ledger';
import { watchChips } from './fixtures/chip-log';
import { chipName, LABELS, rowKeys, type Dashboard } from './fixtures/dashboard';
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

    test(`[RF-1][RF-10][RF-14][X4] an outage of NexusGlass: every event is there once, and the gap is admitted (${by})`, async ({
      page,
      dashboard,
      mock,
    }) => {
      await page.waitForTimeout(2_000); // Some events before the cut.
      await mock.fault('nexusglass', 'refuse', 503);
      await mock.fault('nexusglass', 'kill');
      await page.waitForTimeout(5_000); // What happens meanwhile is missed.
      await mock.clear('nexusglass');
      await live(dashboard, 'nexusglass', 15_000);
      await page.waitForTimeout(2_000);
      await mock.fault('nexusglass', 'silence');
      await expect(async () => {
        const sent = eventIds(await mock.ledger('nexusglass'));
        expect(sent.length).toBeGreaterThan(3);
        await dashboard.tab('Market events', 'Events');
        const keys = await rowKeys(dashboard.region('Market events, scrollable'));
        const shown = keys.map((key) => Number(key.split(':')[1]));
        expect(shown.filter((id, place) => shown.indexOf(id) !== place)).toEqual([]);
        expect(shown).toEqual([...shown].sort((a, b) => b - a));
        expect(sent.filter((id) => !shown.includes(id))).toEqual([]);
      }).toPass({ timeout: 25_000, intervals: [500, 1_000, 2_000] });
      const gaps = await gapsOf(dashboard);
      expect(gaps.filter(({ Wire }) => Wire === LABELS.nexusglass)).toHaveLength(1);
      expect(gaps[0]).toMatchObject({ Cause: 'connection lost (1006)' });
    });

    for (const [rows, code, words] of [
      ['[RF-4]', 1000, 'server closed the connection (1000)'],
      ['[RF-3]', 1001, 'server is going away (1001)'],
      ['[RF-3]', 1012, 'server restart (1012)'],
    ] as const) {
      test(`${rows} close ${code} is dialled again and noted as a gap (${by})`, async ({
        dashboard,
        mock,
      }) => {
        await mock.fault('halyrd', 'close', { code, reason: '' });
        await dashboard.page.getByRole('tab', { name: /^Gaps/ }).click();
        await expect(dashboard.region('Gaps, all wires')).toContainText(words);
        await live(dashboard, 'halyrd', 10_000);
      });
    }

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

    for (const code of [1008, 4001, 4003]) {
      test(`[RF-6] close ${code} is a refusal that only a person lifts (${by})`, async ({
        page,
        dashboard,
        mock,
      }) => {
        await mock.fault('quimeria', 'close', { code, reason: 'no' });
        const chip = dashboard.chip(LABELS.quimeria);
        await expect(chip).toHaveAccessibleName(chipName(LABELS.quimeria, 'Refused'));
        await page.waitForTimeout(3_000); // That nothing is dialled is what is tested.
        await expect(chip).toHaveAccessibleName(chipName(LABELS.quimeria, 'Refused'));
        const details = await dashboard.details(LABELS.quimeria);
        await details.getByRole('button', { name: 'Retry now' }).click();
        await live(dashboard, 'quimeria', 5_000);
      });
    }

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

    test(`[RF-12] a handshake that is never answered is given up after 10 s, and others are not starved (${by})`, async ({
      dashboard,
      mock,
    }) => {
      await mock.fault('halyrd', 'hang');
      await mock.fault('halyrd', 'kill');
      const details = await dashboard.details(LABELS.halyrd);
      await expect(details).toContainText('No answer within 10 s', { timeout: 20_000 });
      await live(dashboard, 'quimeria', 1_000);
      await mock.clear('halyrd');
      await live(dashboard, 'halyrd', 20_000);
    });

    test(`[RF-24][RF-25][RF-26] garbage between frames ends nothing (${by})`, async ({
      page,
      dashboard,
      mock,
    }) => {
      await mock.fault('*', 'garbage', 0.5);
      await page.waitForTimeout(5_000); // The observation itself.
      await mock.clear();
      await dashboard.allLive();
      expect(await gapsOf(dashboard)).toEqual([]);
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

/** Ids of all events that the mock has sent, or would have sent had anybody been there. */
function eventIds(entries: readonly LedgerEntry[]): number[] {
  const told = entries.filter(({ type, kind, reason }) => {
    return (
      type === 'EVENT' && (kind === 'emitted' || (kind === 'withheld' && reason !== 'silence'))
    );
  });
  return [
    ...new Set(
      told.map(({ text }) => (JSON.parse(text) as { payload: { id: number } }).payload.id),
    ),
  ];
}

/** The list of gaps as its export has it. */
async function gapsOf(dashboard: Dashboard): Promise<Readonly<Record<string, string>>[]> {
  await dashboard.page.getByRole('tab', { name: /^Gaps/ }).click();
  const sheet = dashboard.region('Gaps, all wires');
  if (await sheet.getByText('No gaps', { exact: true }).isVisible()) return [];
  return dashboard.csv(sheet);
}
