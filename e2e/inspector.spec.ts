import { expect, test } from './fixtures/test';
import { LABELS } from './fixtures/dashboard';

test.describe('the inspector', () => {
  test.beforeEach(async ({ dashboard }) => {
    await dashboard.open();
  });

  test('[F9] has the frames that came while it was closed, from the first on', async ({
    dashboard,
    mock,
  }) => {
    await expect.poll(() => mock.count('quimeria', {})).toBeGreaterThan(8);
    const before = await mock.ledger('nexusglass');
    await dashboard.filterFrames('wire:nexusglass source:socket');
    const rows = dashboard.frames().getByRole('option');
    await expect(rows.last()).toContainText(/HANDSHAKE/);
    const [first] = await dashboard.exported('wire:nexusglass source:socket');
    expect(first?.text).toBe(before.find(({ kind }) => kind === 'emitted')?.text);
    expect(first?.atMs).toBeLessThanOrEqual(before.at(-1)?.atMs ?? 0);
  });

  test('[F9] filters by wire, direction, type, verdict, field and text, by hand and by the quick choices', async ({
    page,
    dashboard,
  }) => {
    const rows = dashboard.frames().getByRole('option');
    await dashboard.filterFrames('wire:hyperoru dir:out source:socket');
    await expect(rows.last()).toContainText(/↑ out.*bootstrap.*sent/);
    await dashboard.filterFrames('wire:hyperoru dir:in type:bootstrap*');
    await expect(rows.first()).toContainText(/↓ in.*bootstrap.*ok/);

    await dashboard.filterFrames('type:bar');
    await expect.poll(() => rows.allTextContents()).not.toEqual([]);
    for (const text of await rows.allTextContents()) expect(text).toContain('bar');

    await dashboard.filterFrames('wire:nexusglass priority:P2');
    await expect(rows.first()).toContainText('EVENT');
    const found = await dashboard.exported('wire:nexusglass priority:P2');
    expect(found.length).toBeGreaterThan(0);
    for (const { text } of found) expect(text).toContain('"priority":"P2"');

    const named = await dashboard.exported('"asset_curve_update" -wire:halyrd');
    expect(named.length).toBeGreaterThan(0);
    for (const { text, wire } of named) {
      expect(text).toContain('asset_curve_update');
      expect(wire).not.toBe('halyrd');
    }

    await dashboard.filter().fill('');
    await page.getByRole('combobox', { name: 'Wire' }).selectOption({ label: 'Halyrd' });
    await page.getByRole('combobox', { name: 'Verdict' }).selectOption({ label: 'ok' });
    await expect(dashboard.filter()).toHaveValue('verdict:ok wire:halyrd');
    await expect(rows.first()).toContainText(LABELS.halyrd);
    await dashboard.filter().fill('"unclosed');
    await expect(page.getByRole('alert')).toContainText('Unclosed quote');
  });

  test('[F9] shows a frame as tree and raw, and copies it as it was on the wire', async ({
    page,
    context,
    dashboard,
    mock,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await dashboard.filterFrames('type:HANDSHAKE');
    await dashboard.frames().getByRole('option').first().click();
    const frame = page.getByRole('article', { name: 'Selected frame' });
    await expect(frame).toContainText('Understood as “HANDSHAKE”');
    const raw = frame.getByRole('button', { name: 'Raw', exact: true });
    await expect(raw).toHaveAttribute('aria-pressed', 'false');
    await expect(frame.getByText('"ORACLE"', { exact: true })).toBeVisible();
    const sent = (await mock.ledger('nexusglass')).find(({ type }) => type === 'HANDSHAKE');
    await raw.click();
    await expect(frame.getByText(sent?.text ?? 'none', { exact: true })).toBeVisible();
    await frame.getByRole('button', { name: /^Copy frame/ }).click();
    await expect(frame).toContainText('Copied');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(sent?.text);
  });

  test('[F9] opens the frame of a feed row by Enter', async ({ page, dashboard, mock }) => {
    await expect.poll(async () => (await events()).length).toBeGreaterThan(1);
    await mock.fault('*', 'silence');
    const newest = (await events()).at(-1);
    const id = String(newest?.key);
    const row = dashboard.feed().locator(`[data-row$=":${id}"]`);
    await row.focus();
    await page.keyboard.press('Enter');
    const frame = page.getByRole('article', { name: 'Selected frame' });
    await expect(frame).toContainText('Understood as “EVENT”');
    await frame.getByRole('button', { name: 'Raw', exact: true }).click();
    await expect(frame.getByText(newest?.text ?? 'none', { exact: true })).toBeVisible();

    async function events() {
      const ledger = await mock.ledger('nexusglass');
      return ledger.filter(({ kind, type }) => kind === 'emitted' && type === 'EVENT');
    }
  });

  test('[F9][QU-T1] shows a bar with bare NaN as repaired, says so, and keeps its text', async ({
    page,
    dashboard,
  }) => {
    await dashboard.filterFrames('wire:quimeria verdict:repaired');
    const rows = dashboard.frames().getByRole('option');
    await expect(rows.first()).toContainText('ok, repaired', { timeout: 20_000 });
    await rows.first().click();
    const frame = page.getByRole('article', { name: 'Selected frame' });
    await expect(frame).toContainText(/bare NaN or Infinity (was|were) read as null/);
    const [repaired] = await dashboard.exported('wire:quimeria verdict:repaired');
    expect(repaired?.text).toContain('NaN');
  });
});
