import { LABELS } from './fixtures/dashboard';
import { expect, test } from './fixtures/test';

test.describe('odd frames of the market wires', () => {
  test('[QU-T1][F5] bars with NaN are candles like any other, and none is lost', async ({
    dashboard,
    mock,
    pageErrors,
  }) => {
    pageErrors.allow(/WebSocket connection .* failed/);
    await dashboard.open();
    // After a restart the server's indicators are not warm, which it writes as bare NaN.
    await mock.fault('quimeria', 'restart');
    await dashboard.isLive(LABELS.quimeria);
    await expect
      .poll(
        async () => {
          const frames = await dashboard.exported('wire:quimeria type:bar');
          return frames.filter(({ verdict }) => verdict.kind === 'ok' && verdict.repaired > 0)
            .length;
        },
        { timeout: 30_000, intervals: [3_000] },
      )
      .toBeGreaterThan(0);
    const frames = await dashboard.exported('wire:quimeria type:bar');
    expect(frames.filter(({ verdict }) => verdict.kind !== 'ok')).toEqual([]);
    const times = frames.map(({ text }) => Number(/"time":\s*(\d+)/.exec(text)?.[1]));
    await dashboard.leaveInspector();
    await dashboard.tab('Bars', 'Bars');
    const rows = await dashboard.csv(dashboard.region(`Bars, ${LABELS.quimeria}`));
    const held = rows.map(({ Opened }) => Number(Opened));
    expect(times.filter((time) => !held.includes(time))).toEqual([]);
    expect(new Set(held).size).toBe(held.length);
  });

  test('[NX-T28][F8] events without a symbol are rows like any other', async ({ dashboard }) => {
    await dashboard.open();
    await dashboard.tab('Market events', 'Events');
    const events = dashboard.region(`Market events, ${LABELS.nexusglass}`);
    await expect
      .poll(
        async () => (await dashboard.csv(events)).filter(({ Symbol }) => Symbol === '').length,
        {
          timeout: 40_000,
        },
      )
      .toBeGreaterThan(0);
  });
});
