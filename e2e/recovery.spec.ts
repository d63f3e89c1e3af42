import type { LedgerEntry } from '~/mock/ledger';
import { chartOf, deliveredTimes, drawingOf, pushedTimes } from './fixtures/bars';
import { expectNothingLost, gapsOf, outages, sum } from './fixtures/comparison';
import { LABELS, rowKeys, WIRES, type Dashboard } from './fixtures/dashboard';
import { eventIdOf, eventIdsIn } from './fixtures/events';
import type { Mock, Wire } from './fixtures/mock';
import { expect, test } from './fixtures/test';

const UNHEARD_EVENT = { kind: 'withheld', type: 'EVENT', reason: 'no client' } as const;

// Long stories; a busy machine may take its time.
test.describe.configure({ timeout: 120_000 });

test.beforeEach(({ pageErrors }) => {
  pageErrors.allowOutages();
});

test('[F2][NX-T8][RF-32] the events that were missed are there once each, marked recovered', async ({
  sides,
  mock,
}) => {
  await sides.open();
  const lastSeq = await mock.lastSeq('nexusglass');
  await mock.cutOff('nexusglass');
  await expect.poll(async () => (await missed()).length, { timeout: 20_000 }).toBeGreaterThan(4);
  await mock.clear('nexusglass');
  await sides.each(({ dashboard }) => dashboard.isLive(LABELS.nexusglass, { timeout: 20_000 }));
  await mock.fault('nexusglass', 'silence');
  const ids = await missed();

  await sides.each(async ({ dashboard }) => {
    await expect(dashboard.region('Feed status, NexusGlass demo')).toContainText(/Backfill: /);
    await dashboard.tab('Market events', 'Events');
    await expect
      .poll(() => recovered(dashboard), { timeout: 20_000 })
      .toEqual(expect.arrayContaining([...ids]));
    // What was on its way when the wire was cut counts as missed as well; what came live does not.
    const live = (await dashboard.exported('wire:nexusglass type:EVENT')).map(({ text }) => text);
    await dashboard.leaveInspector();
    await dashboard.tab('Market events', 'Events');
    const found = await recovered(dashboard);
    for (const id of found) expect(live.filter((text) => text.includes(`"id":${id},`))).toEqual([]);
    const shown = (await rowKeys(dashboard.feed())).map(eventIdOf);
    for (const id of found) expect(shown.filter((other) => other === id)).toEqual([id]);
  });

  /** Ids of events that nobody was there to hear. */
  async function missed(): Promise<readonly number[]> {
    const ledger = await mock.ledger('nexusglass', lastSeq);
    return eventIdsIn(
      ledger.filter(({ kind, reason }) => kind === 'withheld' && reason === 'no client'),
    );
  }
});

test('[F2] the agent’s history is asked for anew, and a failure is said until it succeeds', async ({
  dashboard,
  mock,
}) => {
  await dashboard.open();
  await dashboard.tab('Journal', 'Agent');
  const journal = dashboard.region('Journal, Halyrd demo');
  await expect(journal).toContainText('In sync, history read at');
  const asked = async () =>
    (await mock.ledger('halyrd')).filter(({ kind }) => kind === 'rest').map(({ type }) => type);
  const before = (await asked()).length;
  await mock.fault('halyrd', 'restFail', 500);
  await mock.fault('halyrd', 'kill');
  await expect(journal).toContainText(/History incomplete: .*Asked again/);
  const again = (await asked()).slice(before).join('\n');
  for (const list of ['equity', 'trades', 'journal', 'risk']) expect(again).toContain(list);

  await mock.clear('halyrd');
  await mock.fault('halyrd', 'kill');
  await expect(journal).toContainText('In sync, history read at');
});

test('[X4] one cut of all wires: the totals of the list of gaps agree with the mock’s own ledger', async ({
  page,
  dashboard,
  mock,
}) => {
  await dashboard.open();
  await expect
    .poll(async () => pushedTimes(await mock.ledger('quimeria')).length)
    .toBeGreaterThan(3);
  await mock.cutOff('*');
  // Of everything that Halyrd lists some is missed.
  await mock.fault('halyrd', 'burst', { rate: 40, seconds: 1 });
  const cutSeq = await mock.lastSeq('quimeria');
  await expect
    .poll(() => mock.count('nexusglass', UNHEARD_EVENT), { timeout: 20_000 })
    .toBeGreaterThan(5);
  await mock.clear();
  for (const wire of WIRES) await dashboard.isLive(LABELS[wire], { timeout: 20_000 });
  await expectNothingLost(dashboard, mock);

  const bars = missedBars(await mock.ledger('quimeria'), cutSeq);
  expect(bars).toBeGreaterThan(3);
  const rows = outages(await gapsOf(dashboard));
  expect(rows).toHaveLength(WIRES.length);
  const row = (wire: Wire) => rows.find((each) => each['Wire'] === LABELS[wire]);
  expect(row('quimeria')).toMatchObject({ Recovered: String(bars), Lost: '0' });
  const read = await unheardOf(dashboard, mock, 'halyrd');
  const seconds = new Set(read.filter(({ type }) => type === 'snapshot').map(({ key }) => key));
  const parts = [
    seconds.size,
    read.filter(({ type }) => type === 'journal_entry').length,
    read.filter(({ type }) => type === 'risk_veto' || type === 'twak_block').length,
    read.filter(({ type, text }) => type === 'trade' && !text.includes('"pnl":null')).length,
  ];
  expect(read.length).toBeGreaterThan(10);
  expect(row('halyrd')).toMatchObject({
    Recovered: String(parts.reduce((total, part) => total + part)),
    // What no list has is not called lost, nor is it called recovered.
    Lost: '',
  });
  expect(row('halyrd')?.['How we know']?.match(/\d+(?= (equity|journal|refusal|closed))/g)).toEqual(
    parts.map(String),
  );
  // The mock speaks a second dialect, which nobody here listens to.
  const listed = (await unheardOf(dashboard, mock, 'hyperoru')).filter(({ text }) =>
    /"data":\{"(trade|decision)_id"/.test(text),
  );
  expect(row('hyperoru')).toMatchObject({ Recovered: String(listed.length), Lost: '' });
  expect(row('hyperoru')?.['How we know']).toMatch(
    /^Read anew: positions and equity, equity curves, resting orders, the newest trades, the newest decisions;/,
  );
  await dashboard.leaveInspector();
  // And on the charts, in words: the outage is a band of the candles, with what it cost.
  const chart = chartOf(dashboard);
  const asChart = chart.getByRole('button', { name: 'Chart', exact: true });
  await expect(chart).toBeVisible();
  if (await asChart.isVisible()) await asChart.click();
  const drawing = drawingOf(dashboard);
  await drawing.press('End');
  await expect(async () => {
    await drawing.press('ArrowLeft');
    await expect(chart.locator('[aria-live]')).toContainText(
      new RegExp(`Gap: not live \\d+ s: connection lost \\(1006\\), ${bars} recovered, 0 lost`),
      { timeout: 100 },
    );
  }).toPass({ timeout: 15_000, intervals: [10] });
  const banner = page.getByRole('region', { name: 'Gaps, all wires' });
  await page.getByRole('tab', { name: /^Gaps/ }).click();
  await expect(banner).toContainText(`${sum(rows, 'Recovered')} recovered · 0 known lost`);
});

/** Frames that the server had for that wire since the page first heard one, and that never came over a socket. */
async function unheardOf(
  dashboard: Dashboard,
  mock: Mock,
  wire: Wire,
): Promise<readonly LedgerEntry[]> {
  const frames = await dashboard.exported(`wire:${wire} dir:in source:socket`);
  const heard = new Set(frames.map(({ text }) => text));
  const ledger = await mock.ledger(wire);
  const first = ledger.find(({ kind, key }) => kind === 'emitted' && key !== null)?.seq ?? 0;
  return ledger.filter(
    ({ seq, kind, text }) =>
      seq > first && (kind === 'emitted' || kind === 'withheld') && !heard.has(text),
  );
}

/** Bars behind the last that was pushed before the cut, up to the last that the server had handled when it was asked again. */
function missedBars(ledger: readonly LedgerEntry[], cutSeq: number): number {
  const heldSec = Math.max(...deliveredTimes(ledger.filter(({ seq }) => seq <= cutSeq)));
  const status = ledger.find(
    ({ seq, type, key }) => seq > cutSeq && type === 'GET /api/live/status' && key === '200',
  );
  const { last_ts } = JSON.parse(status?.text ?? '{}') as { last_ts?: number };
  return deliveredTimes(ledger).filter((sec) => sec > heldSec && sec <= (last_ts ?? 0)).length;
}

/** Ids of the events that the table calls recovered. */
async function recovered(dashboard: Dashboard): Promise<readonly number[]> {
  const table = dashboard.region('Market events, NexusGlass demo');
  await table.getByRole('searchbox', { name: 'Filter Market events' }).fill('recovered');
  return (await rowKeys(dashboard.region('Market events, scrollable'))).map(eventIdOf);
}
