import { watchChips } from './fixtures/chip-log';
import { WIRES } from './fixtures/dashboard';
import { watchSmoothness } from './fixtures/smoothness';
import { expect, test } from './fixtures/test';

/** The acceptance says 100 and 200 ms, which `npm run bench` measures; here the processor is shared with other tests. */
const CLICK_ANSWERED_MS = 500;
const LONGEST_TASK_MS = 500;

// Recording a trace costs more than the page itself.
test.use({ trace: 'off' });

test.describe('under load', () => {
  test('[F25] 500 messages a second for 8 s: the page answers, and no message is lost', async ({
    page,
    dashboard,
    mock,
  }) => {
    await dashboard.open();
    const changes = await watchChips(page);
    const smoothness = await watchSmoothness(page);
    await mock.fault('*', 'burst', { rate: 125, seconds: 8 });
    await expect.poll(() => sent(), { intervals: [100] }).toBeGreaterThan(200);
    await dashboard.inspector();
    await expect(dashboard.frames().getByRole('option').first()).toBeVisible();
    expect(await sent(), 'while the burst went on').toBeLessThan(3_800);

    await expect.poll(() => sent(), { timeout: 20_000 }).toBeGreaterThan(3_950);
    const { slowestClickMs, longestTaskMs } = await smoothness();
    expect(slowestClickMs).toBeLessThan(CLICK_ANSWERED_MS);
    expect(longestTaskMs).toBeLessThan(LONGEST_TASK_MS);
    await mock.fault('*', 'silence');
    await expect(async () => {
      for (const wire of WIRES) {
        const emitted = (await mock.ledger(wire)).filter(({ kind }) => kind === 'emitted');
        const frames = await dashboard.exported(`wire:${wire} dir:in source:socket`);
        expect(frames.map(({ text }) => text)).toEqual(emitted.map(({ text }) => text));
        expect(frames.filter(({ verdict }) => verdict.kind !== 'ok')).toEqual([]);
      }
    }).toPass({ timeout: 15_000 });
    expect(await changes()).toEqual([]);

    async function sent(): Promise<number> {
      const { wires } = await mock.state();
      return wires.reduce((sum, { emitted }) => sum + emitted, 0);
    }
  });
});
