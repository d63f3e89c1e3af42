import { watchChips } from './fixtures/chip-log';
import { WIRES } from './fixtures/dashboard';
import { watchClicks } from './fixtures/clicks';
import { expect, test } from './fixtures/test';

// Long stories; a busy machine may take its time.
test.describe.configure({ timeout: 120_000 });

/** The acceptance says 100 ms, which `npm run bench` measures; here the processor is shared with other tests. */
const CLICK_ANSWERED_MS = 1_000;

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
    const slowestClickMs = await watchClicks(page);
    await mock.fault('*', 'burst', { rate: 125, seconds: 8 });
    await expect.poll(() => sent(), { intervals: [100] }).toBeGreaterThan(200);
    expect(await sent(), 'the burst goes on').toBeLessThan(3_000);
    await dashboard.inspector();
    await expect(dashboard.frames().getByRole('option').first()).toBeVisible();

    await expect.poll(() => sent(), { timeout: 20_000 }).toBeGreaterThan(3_950);
    expect(await slowestClickMs()).toBeLessThan(CLICK_ANSWERED_MS);
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
