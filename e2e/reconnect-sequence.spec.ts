import { watchChips } from './fixtures/chip-log';
import { expectNothingLost, gapsOf, outages, type GapRow } from './fixtures/comparison';
import { LABELS, WIRES, type Dashboard } from './fixtures/dashboard';
import type { Mock, Wire } from './fixtures/mock';
import { expect, forBothSupervisors, test } from './fixtures/test';
import type { FaultName } from '~/mock/faults';

/** One fault for each wire, all at once: they share a browser and a worker, and nothing else. */
type Round = Readonly<Record<Wire, readonly [name: FaultName, value: unknown, cause: RegExp]>>;

const LOST = /connection lost \(1006\)|\(1002\)|\(1007\)|\(1009\)/;

const ROUNDS: readonly Round[] = [
  {
    nexusglass: ['kill', true, LOST],
    halyrd: ['raw', 'cut', LOST],
    hyperoru: ['raw', 'bad UTF-8', LOST],
    quimeria: ['raw', 'garbage bytes', LOST],
  },
  {
    nexusglass: ['raw', 'masked', LOST],
    halyrd: ['kill', 'reset', LOST],
    hyperoru: ['close', { code: 1000, reason: '' }, /closed the connection \(1000\)/],
    quimeria: ['idReset', true, LOST],
  },
  {
    nexusglass: ['close', { code: 1012, reason: '' }, /server restart \(1012\)/],
    halyrd: ['close', { code: 1001, reason: '' }, /server is going away \(1001\)/],
    hyperoru: ['kill', true, LOST],
    quimeria: ['close', { code: 1011, reason: '' }, /\(1011\)/],
  },
];

test.describe.configure({ timeout: 120_000 });

forBothSupervisors('supervised', (by) => {
  test.beforeEach(async ({ dashboard, pageErrors }) => {
    pageErrors.allowOutages();
    await dashboard.open();
  });

  test(`[RF-1][RF-2][RF-3][RF-4][RF-23][RF-24][RF-25][RF-26][X4] every way a socket can end, amid garbage: all wires come back, nothing is lost, each end is a gap (${by})`, async ({
    page,
    dashboard,
    mock,
  }) => {
    await mock.fault('*', 'garbage', 0.2);
    for (const [place, round] of ROUNDS.entries()) {
      for (const wire of WIRES) await mock.fault(wire, round[wire][0], round[wire][1]);
      for (const wire of WIRES) await isBack(dashboard, mock, wire, place + 1);
    }
    await mock.fault('*', 'garbage', false);
    await expectNothingLost(dashboard, mock);
    const gaps = await gapsOf(dashboard);
    for (const wire of WIRES) {
      const told = outages(gaps.filter((row) => row['Wire'] === LABELS[wire]));
      const causes = told.map(({ Cause = '' }) => Cause);
      expect(causes, wire).toHaveLength(ROUNDS.length);
      for (const round of ROUNDS) {
        expect(
          causes.some((cause) => round[wire][2].test(cause)),
          causes.join(),
        ).toBe(true);
      }
      expect(told.every(hasEnded), wire).toBe(true);
    }
    expect(await page.evaluate(() => 'polluted' in {})).toBe(false);
  });

  test(`[RF-10][RF-14][RF-31][RF-33][RF-34][RF-35] a backfill that fails, is late, pages and overlaps fills the hole in the end (${by})`, async ({
    page,
    dashboard,
    mock,
  }) => {
    await mock.fault('nexusglass', 'hold', 5);
    await mock.fault('nexusglass', 'burst', { rate: 20, seconds: 1 });
    await mock.fault('nexusglass', 'restFail', 500);
    await mock.cutOff('nexusglass');
    // Sixty and more events while nobody listens.
    await mock.fault('nexusglass', 'burst', { rate: 60, seconds: 1 });
    await expect.poll(() => mock.count('nexusglass', { reason: 'no client' })).toBeGreaterThan(60);
    const changes = await watchChips(page);
    await mock.fault('nexusglass', 'hold', false);
    await mock.fault('nexusglass', 'refuse', false);
    await dashboard.isLive(LABELS.nexusglass, { timeout: 15_000 });

    const feed = dashboard.region('Feed status, NexusGlass demo');
    await expect(feed).toContainText(/500.*asking again/i, { timeout: 15_000 });
    const gap = async () => outages(await gapsOf(dashboard, 'nexusglass'))[0] ?? {};
    expect((await gap())['How we know']).toMatch(/500.*asking again/);
    expect((await gap())['Lost'] || null).toBeNull();
    // Live events are not held back by what is missing.
    const heard = () => mock.count('nexusglass', { kind: 'emitted', type: 'EVENT' });
    const before = await heard();
    await expect.poll(heard).toBeGreaterThan(before);

    for (const [fault, value] of [
      ['restFail', false],
      ['restDelay', 800],
      ['restPage', 7],
      ['restOverlap', 3],
    ] as const) {
      await mock.fault('nexusglass', fault, value);
    }
    await expect
      .poll(async () => (await gap())['Lost'], { timeout: 45_000, intervals: [2_000] })
      .toBe('0');
    expect((await changes()).map(({ word }) => word)).not.toContain('Refused');
    await expectNothingLost(dashboard, mock);
  });
});

/** Live on a socket of its own, so many ends later. */
async function isBack(dashboard: Dashboard, mock: Mock, wire: Wire, ends: number): Promise<void> {
  const timeout = 20_000;
  await expect.poll(async () => (await mock.wire(wire)).sockets, { timeout }).toBe(1);
  await dashboard.isLive(LABELS[wire], { timeout });
  await expect
    .poll(async () => outages(await gapsOf(dashboard, wire)).filter(hasEnded).length)
    .toBe(ends);
}

function hasEnded({ To = '' }: GapRow): boolean {
  return To !== '' && To !== 'still open';
}
