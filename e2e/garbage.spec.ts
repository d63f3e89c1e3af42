import type { Verdict } from '~/session/wire';
import { watchChips } from './fixtures/chip-log';
import { expectNothingLost } from './fixtures/comparison';
import { LABELS, WIRES, type ExportedFrame } from './fixtures/dashboard';
import { expect, test } from './fixtures/test';

// Long stories; a busy machine may take its time.
test.describe.configure({ timeout: 120_000 });

/** A real message with other values may still be one: a PONG has nothing that could be wrong. */
const MAY_PASS = 'wrong types';
test.describe('what no server should send', () => {
  test('[F9][RF-25][RF-26] garbage on every wire: panels go on, each bad frame is counted and listed', async ({
    page,
    dashboard,
    mock,
  }) => {
    await dashboard.open();
    const changes = await watchChips(page);
    await mock.fault('*', 'garbage', 0.6);
    await page.waitForTimeout(10_000);
    await mock.fault('*', 'silence');
    expect(await changes()).toEqual([]);

    await expect(async () => {
      for (const wire of WIRES) {
        const ledger = await mock.ledger(wire);
        const injected = ledger.filter(({ kind }) => kind === 'injected');
        const sent = ledger.filter(({ kind }) => kind === 'emitted');
        const frames = await dashboard.exported(`wire:${wire} dir:in source:socket`);
        expect(frames).toHaveLength(injected.length + sent.length);
        expect(injected.length, wire).toBeGreaterThan(1);
        const bad = injected.filter(({ type }) => type !== MAY_PASS).map(({ text }) => text);
        const told = frames.filter(isTold).map(({ text }) => text);
        expect(told, wire).toEqual(expect.arrayContaining(bad));
        // And nothing that was sound is called bad.
        const sound = new Set(sent.map(({ text }) => text));
        for (const text of told) expect(sound.has(text) && !bad.includes(text)).toBe(false);
      }
    }).toPass({ timeout: 15_000 });

    await dashboard.filterFrames('verdict:error');
    const rows = dashboard.frames().getByRole('option');
    await expect(rows.first()).toContainText(/not JSON|schema error/);
    await dashboard.filterFrames('verdict:unknown type:mystery_update');
    await expect(rows.first()).toContainText('unknown type');
    await rows.first().click();
    await expect(dashboard.region('Verdict')).toContainText(
      /No schema knows the type “mystery_update”/,
    );
    for (const wire of WIRES) {
      await expect(
        dashboard.page.getByRole('listitem').filter({ hasText: LABELS[wire] }),
      ).toContainText(/[1-9]\d* errors/);
    }
    expect(await page.evaluate(() => 'polluted' in {})).toBe(false);
    await dashboard.leaveInspector();
    await dashboard.allLive();
  });
});

test('[RF-27][RF-28] what is too large is dropped unread and counted, compressed or not, and the wires stay live', async ({
  sides,
  mock,
  pageErrors,
}) => {
  pageErrors.allowBrokenSockets();
  await sides.open();
  await mock.fault('nexusglass', 'huge', 5);
  await mock.fault('halyrd', 'deflateBomb', 20);
  await mock.fault('halyrd', 'kill');
  for (const [wire, type] of [
    ['nexusglass', 'huge'],
    ['halyrd', 'deflate bomb'],
  ] as const) {
    await expect.poll(() => mock.count(wire, { type })).toBe(sides.all.length);
    await sides.each(async ({ dashboard }) => {
      await dashboard.filterFrames(`wire:${wire} verdict:oversize`);
      await expect(dashboard.frames().getByRole('option')).toHaveCount(1);
    });
  }
  await mock.clear();
  await sides.each(async ({ dashboard }) => {
    await dashboard.leaveInspector();
    await dashboard.allLive();
    await expectNothingLost(dashboard, mock);
  });
});

const TOLD: readonly Verdict['kind'][] = ['not-json', 'schema', 'unknown', 'oversize'];

/** Whether the inspector says that something is wrong with a frame. */
function isTold({ verdict }: ExportedFrame): boolean {
  return TOLD.includes(verdict.kind);
}
