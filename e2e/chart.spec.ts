import { candlesOf, chartOf, deliveredTimes, drawingOf, pushedTimes } from './fixtures/bars';
import { expect, test } from './fixtures/test';

test.describe('the candlestick chart', () => {
  test.beforeEach(async ({ dashboard }) => {
    await dashboard.open();
  });

  test('[F2][F5][QU8] takes late, doubled and older bars again without an error, one candle for each time', async ({
    dashboard,
    mock,
  }) => {
    await mock.fault('quimeria', 'reorder');
    await mock.fault('quimeria', 'dup');
    // A burst sends bars of the past anew, oldest first: every one lies behind the newest candle.
    await mock.fault('quimeria', 'burst', { rate: 60, seconds: 3 });
    await expect.poll(() => mock.count('quimeria', {}), { timeout: 20_000 }).toBeGreaterThan(300);
    await mock.fault('quimeria', 'silence');

    await expect(async () => {
      const ledger = await mock.ledger('quimeria');
      const times = pushedTimes(ledger);
      const backward = times.filter((time, index) => time < (times[index - 1] ?? 0));
      expect(backward.length).toBeGreaterThan(1);
      expect(times.length).toBeGreaterThan(2 * new Set(times).size - 1);
      const candles = (await candlesOf(dashboard)).map(({ timeSec }) => timeSec);
      expect(candles).toEqual(deliveredTimes(ledger));
    }).toPass({ timeout: 15_000 });
    await chartOf(dashboard).getByRole('button', { name: 'Chart', exact: true }).click();
    await expect(drawingOf(dashboard)).toBeVisible();
  });

  test('[F23][F5] is read bar by bar with the arrow keys, in a live region', async ({
    dashboard,
    mock,
  }) => {
    const legend = chartOf(dashboard).getByText(/next close/);
    await expect(legend).toBeVisible();
    await expect.poll(() => mock.count('quimeria', {})).toBeGreaterThan(6);
    await mock.fault('quimeria', 'silence');
    const spoken = chartOf(dashboard).locator('[aria-live="polite"]');
    await expect(spoken).toBeEmpty();
    await drawingOf(dashboard).focus();

    await drawingOf(dashboard).press('End');
    await expect(spoken).toHaveText(/^\d\d:\d\d O [\d,.]+ H [\d,.]+ L [\d,.]+ C [\d,.]+ Vol/);
    const newest = await spoken.textContent();
    await drawingOf(dashboard).press('ArrowLeft');
    await expect(spoken).not.toHaveText(newest ?? '');
    await drawingOf(dashboard).press('ArrowRight');
    await expect(spoken).toHaveText(newest ?? '');
    await drawingOf(dashboard).press('Escape');
    await expect(spoken).toBeEmpty();
  });

  test('[F5] layers are switched one by one, and the choice outlives a reload', async ({
    page,
    dashboard,
  }) => {
    const layers = [/^Vetoes/, /^Decisions/, /^Trades/, /^Events/, /^Regimes/, /^Phases/, /^Gaps/];
    const legend = chartOf(dashboard).locator('[aria-label="Legend of the bands"]');
    await expect(legend).toBeVisible();
    const layer = (name: RegExp) => page.getByRole('menuitemcheckbox', { name });
    await chartOf(dashboard).getByRole('button', { name: 'Layers' }).click();
    for (const [place, name] of layers.entries()) {
      await layer(name).click();
      await expect(layer(name)).not.toBeChecked();
      for (const other of layers.slice(place + 1)) await expect(layer(other)).toBeChecked();
    }
    // The legend of what is not drawn goes with it.
    await expect(legend).toHaveCount(0);
    await layer(/^Regimes/).click();
    await page.reload();
    await dashboard.allLive();
    await chartOf(dashboard).getByRole('button', { name: 'Layers' }).click();
    for (const name of layers)
      await expect(layer(name)).toBeChecked({ checked: /Regi/.test(name.source) });
  });

  test('[F5] a vetoed bar has its mark, and says decision and reasons when it is read', async ({
    dashboard,
    mock,
  }) => {
    const veto = dashboard
      .feed()
      .getByRole('option', { name: / Veto / })
      .filter({ hasText: 'QUIMERIA' })
      .first();
    await expect(veto).toBeVisible({ timeout: 30_000 });
    await expect
      .poll(async () => (await candlesOf(dashboard)).map(({ marks }) => marks).join('\n'), {
        timeout: 10_000,
      })
      .toMatch(/(Halt|Veto): \w+/);
    // The row leads to its bar, which is read out.
    await chartOf(dashboard).getByRole('button', { name: 'Chart', exact: true }).click();
    await mock.fault('*', 'silence');
    await veto.click();
    await expect(drawingOf(dashboard)).toBeVisible();
    await expect(chartOf(dashboard).locator('[aria-live="polite"]')).toHaveText(
      /^\d\d:\d\d O .*(Halt|Veto): \w+/,
    );
  });
});
