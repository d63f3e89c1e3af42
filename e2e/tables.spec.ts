import { expect, test } from './fixtures/test';

test.describe('tables', () => {
  test('[F10] sort, filter, export what is seen, and draw only the rows in sight', async ({
    page,
    dashboard,
    mock,
  }) => {
    await dashboard.open();
    await mock.fault('nexusglass', 'burst', { rate: 400, seconds: 3 });
    await dashboard.tab('Market events', 'Events');
    const panel = dashboard.region('Market events, NexusGlass demo');
    const table = panel.getByRole('table', { name: 'Market events' });
    await expect
      .poll(async () => Number(await table.getAttribute('aria-rowcount')), { timeout: 15_000 })
      .toBeGreaterThan(1_000);
    await mock.fault('nexusglass', 'silence');
    expect(await table.getByRole('row').count()).toBeLessThan(60);

    const header = table.getByRole('columnheader', { name: 'Latency' });
    await header.getByRole('button').click();
    await expect(header).toHaveAttribute('aria-sort', /ascending|descending/);
    const latencies = (await dashboard.csv(panel)).map(({ Latency }) => Number(Latency));
    const ascending = (await header.getAttribute('aria-sort')) === 'ascending';
    expect(latencies).toEqual(latencies.toSorted((a, b) => (ascending ? a - b : b - a)));

    await panel.getByRole('searchbox', { name: 'Filter Market events' }).fill('FUNDING');
    await expect(panel.getByRole('status')).toHaveText(/^[\d,]+ of [\d,]+$/);
    const rows = await dashboard.csv(panel);
    expect(rows.length).toBeGreaterThan(10);
    expect(new Set(rows.map(({ Type }) => Type))).toEqual(new Set(['FUNDING_EXTREME']));

    await panel.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Latency' }).click();
    await page.keyboard.press('Escape');
    await expect(header).toHaveCount(0);
    expect(Object.keys((await dashboard.csv(panel))[0] ?? {})).not.toContain('Latency');
  });
});
