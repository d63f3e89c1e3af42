import { candlesOf, pushedTimes } from './fixtures/bars';
import { LABELS } from './fixtures/dashboard';
import type { Mock } from './fixtures/mock';
import { expect, test } from './fixtures/test';

test.describe('odd frames of the market wires', () => {
  test('[QU-T1][F5] bars with NaN are candles like any other, and none is lost', async ({
    dashboard,
    mock,
    pageErrors,
  }) => {
    pageErrors.allowBrokenSockets();
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

  test('[QU-T7][QU-T16][QU-T17][QU-T27] another symbol, a clock set back and sensors that come and go are told, not mixed', async ({
    page,
    dashboard,
    mock,
  }) => {
    await dashboard.open();
    const kernel = dashboard.region(`Kernel, ${LABELS.quimeria}`);
    const series = page.getByRole('combobox', { name: 'Series of bars' });

    await dashboard.tab('Sensors', 'Bars');
    const sensors = dashboard.region(`Sensors, ${LABELS.quimeria}`);
    const all = await dashboard.csv(sensors);
    expect(
      all.map(({ 'Raw score': score }) => Number(score)).filter((score) => score > 1),
    ).not.toEqual([]);
    expect(all.filter(({ Level }) => Number(Level) < 0 || Number(Level) > 1)).toEqual([]);
    await dashboard.tab('Kernel setup', 'Bars');
    const setup = dashboard.region(`Kernel setup, ${LABELS.quimeria}`);
    const plugins = setup.getByRole('group', { name: 'Plugins' });
    await expect(plugins.getByRole('checkbox')).toHaveCount(7);
    const boxes = await plugins.getByRole('checkbox').all();
    for (const box of boxes) await box.uncheck();
    await expect(plugins.getByText(/ignores a list without a plugin/)).toBeVisible();
    await expect(plugins.getByRole('button', { name: 'Apply plugins…' })).toBeDisabled();
    await plugins.getByRole('checkbox', { name: 'MarketRhythm' }).check();
    await plugins.getByRole('button', { name: 'Apply plugins…' }).click();
    await page.getByRole('button', { name: 'Switch for everybody' }).click();
    await expect(plugins.getByRole('checkbox', { checked: true })).toHaveCount(1);
    await dashboard.tab('Sensors', 'Bars');
    await expect
      .poll(async () => (await dashboard.csv(sensors)).length, { timeout: 15_000 })
      .toBe(all.length - 3);

    // Somebody starts another symbol without stopping the first.
    await startFeed(mock, 'ETHUSDT');
    await expect(page.getByRole('region', { name: 'Candles of ETHUSDT' })).toBeVisible({
      timeout: 15_000,
    });
    await expect(kernel).toContainText('Feed changed from BTCUSDT to ETHUSDT without a stop');

    await mock.fault('quimeria', 'clockSkew', 600);
    await expect.poll(() => mock.count('quimeria', {})).toBeGreaterThan(0);
    await expect(page.getByRole('status').filter({ hasText: 'Clock of' })).toContainText(
      LABELS.quimeria,
      { timeout: 20_000 },
    );
    await mock.fault('quimeria', 'clockSkew', false);
    await expect(kernel).toContainText('Time of ETHUSDT went backwards', { timeout: 20_000 });
    await expect(series.locator('option')).toHaveCount(3);
    for (const option of await series.locator('option').all()) {
      await series.selectOption((await option.getAttribute('value')) ?? '');
      const times = (await candlesOf(dashboard)).map(({ timeSec }) => timeSec);
      expect(times).toEqual([...new Set(times)].sort((a, b) => b - a));
    }
  });

  test('[F5][QU8] five missed candles that come in a burst are five candles, each once', async ({
    dashboard,
    mock,
    pageErrors,
  }) => {
    pageErrors.allowBrokenSockets();
    await dashboard.open();
    await expect.poll(() => bars(mock)).toBeGreaterThan(2);
    await mock.fault('quimeria', 'refuse');
    await mock.fault('quimeria', 'kill');
    const before = await bars(mock);
    await mock.speed(120);
    await expect(dashboard.chip(LABELS.quimeria)).toHaveAccessibleName(/Reconnecting/);
    await mock.clear('quimeria');
    await dashboard.isLive(LABELS.quimeria, { timeout: 40_000 });
    // The server keeps the last five for whoever comes first.
    await expect.poll(() => bars(mock), { timeout: 20_000 }).toBeGreaterThanOrEqual(before + 5);
    await mock.fault('quimeria', 'silence');
    await expect(async () => {
      const pushed = pushedTimes(await mock.ledger('quimeria'));
      const held = (await candlesOf(dashboard)).map(({ timeSec }) => timeSec);
      expect(pushed.filter((timeSec) => !held.includes(timeSec))).toEqual([]);
      expect(new Set(held).size).toBe(held.length);
    }).toPass({ timeout: 15_000 });
  });

  test('[NX-T28][F8] unknown types and events without a symbol are rows like any other, and can be filtered by', async ({
    page,
    dashboard,
    mock,
  }) => {
    await dashboard.open();
    await mock.fault('nexusglass', 'burst', { rate: 60, seconds: 2 });
    await dashboard.tab('Market events', 'Events');
    const events = dashboard.region(`Market events, ${LABELS.nexusglass}`);
    const unknown = async () =>
      (await dashboard.csv(events)).filter(({ Type }) => Type === 'VOLATILITY_REGIME_TILT');
    await expect.poll(async () => (await unknown()).length, { timeout: 20_000 }).toBeGreaterThan(0);
    const feed = dashboard.region('Event feed');
    const [event] = await unknown();
    expect(event?.['Symbol']).toBe('');
    expect(event?.['Facts']).toMatch(/Tilt/);

    await feed.getByRole('button', { name: /^Type/ }).click();
    await page.getByRole('menuitemcheckbox', { name: 'VOLATILITY_REGIME_TILT' }).click();
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL(/[?&]type=VOLATILITY_REGIME_TILT/);
    const rows = dashboard.feed().getByRole('option');
    await expect(rows.first()).toContainText('Volatility regime tilt');
    await expect(rows.filter({ hasNotText: 'Volatility regime tilt' })).toHaveCount(0);
    await page.reload();
    await expect(feed.getByRole('button', { name: 'Type: 1' })).toBeVisible();
    await expect(rows.first()).toContainText('Volatility regime tilt', { timeout: 20_000 });
  });
});

function bars(mock: Mock): Promise<number> {
  return mock.count('quimeria', { type: 'bar', kind: 'emitted' });
}

async function startFeed(mock: Mock, symbol: string): Promise<void> {
  const answer = await fetch(`${mock.baseURL}/mock/quimeria/api/live/start`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ symbol, granularity: '1m' }),
  });
  expect(answer.status).toBe(200);
}
