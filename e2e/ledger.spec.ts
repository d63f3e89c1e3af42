import type { LedgerEntry } from '~/mock/ledger';
import {
  candlesOf,
  chartOf,
  deliveredTimes,
  drawingOf,
  pushedTimes,
  timeSecOf,
} from './fixtures/bars';
import { WIRES, type Dashboard, type ExportedFrame } from './fixtures/dashboard';
import { eventIdOf, eventIdsIn, idsInFrame, shownEventKeys } from './fixtures/events';
import type { Mock, Wire } from './fixtures/mock';
import { expect, test } from './fixtures/test';

// Long stories; a busy machine may take its time.
test.describe.configure({ timeout: 120_000 });

const LISTEN_MS = 20_000;
/** What is still on its way when the wires fall silent arrives within this time. */
const settled = { timeout: 40_000, intervals: [200, 500, 1000] };

test.describe('what is shown, compared with what the mock says it sent', () => {
  test('[RF-29][F2] after 20 s at 60× every message of the four wires is there once, in order', async ({
    page,
    dashboard,
    mock,
  }) => {
    await dashboard.open();
    await page.waitForTimeout(LISTEN_MS); // The observation itself.
    await mock.fault('*', 'silence');

    await expect(async () => {
      for (const wire of WIRES) {
        const sent = await emitted(mock, wire);
        const shown = await dashboard.exported(`wire:${wire} dir:in origin:live source:socket`);
        expect(textsOf(shown), `received on ${wire}`).toEqual(sent.map(({ text }) => text));
        expect(shown.filter(({ verdict }) => verdict.kind !== 'ok')).toEqual([]);
        const heard = (await mock.ledger(wire)).filter(({ kind }) => kind === 'received');
        const said = await dashboard.exported(`wire:${wire} dir:out source:socket`);
        expect(textsOf(said), `sent on ${wire}`).toEqual(heard.map(({ text }) => text));
      }
    }).toPass(settled);
    const counts = await Promise.all(WIRES.map(async (wire) => (await emitted(mock, wire)).length));
    expect(Math.min(...counts), `frames of each wire: ${counts.join(', ')}`).toBeGreaterThan(10);

    await expect(async () => {
      await expectEventsAsSent(dashboard, mock);
      await expectBarsAsSent(dashboard, mock);
    }).toPass(settled);
  });

  test('[RF-29][RF-30][QU8][QU10] doubled, swapped and missing messages: once, in order, and a gap where one is missing', async ({
    page,
    sides,
    mock,
  }) => {
    await sides.open();
    for (const wire of ['quimeria', 'nexusglass'] as const) {
      await mock.fault(wire, 'dup');
      await mock.fault(wire, 'reorder');
    }
    await page.waitForTimeout(6_000);
    await mock.fault('quimeria', 'gap', 3);
    await page.waitForTimeout(9_000);
    // What happens from now on would come by REST in the end.
    await mock.speed(1);
    for (const wire of ['quimeria', 'nexusglass'] as const) await mock.fault(wire, 'silence');

    // A frame held for its swap is let go after 2 s, so both sides are read anew until they agree.
    await sides.each(({ dashboard }) =>
      expect(async () => {
        await expectEventsAsSent(dashboard, mock);
        await expectBarsAsSent(dashboard, mock);
      }).toPass(settled),
    );

    const ledger = await mock.ledger('quimeria');
    expect(ledger.filter(({ kind }) => kind === 'duplicate').length).toBeGreaterThan(3);
    const times = pushedTimes(ledger);
    expect(times, 'neighbours were swapped').not.toEqual(times.toSorted((a, b) => a - b));

    const withheld = new Set(ledger.filter(({ reason }) => reason === 'gap').map(timeSecOf));
    expect(withheld.size).toBe(3);
    await sides.each(async ({ dashboard }) => {
      const shown = (await candlesOf(dashboard)).map(({ timeSec }) => timeSec);
      for (const time of withheld) expect(shown).not.toContain(time);
      await expectGapRead(dashboard, withheld.size);
    });
  });
});

/** What was handed to the page's sockets, both copies of a doubled frame. */
async function emitted(mock: Mock, wire: Wire): Promise<readonly LedgerEntry[]> {
  return (await mock.ledger(wire)).filter(
    ({ kind }) => kind === 'emitted' || kind === 'duplicate' || kind === 'injected',
  );
}

function textsOf(frames: readonly ExportedFrame[]): string[] {
  return frames.map(({ text }) => text);
}

/** The table of market events holds each event of EVENT frames and of its own SNAPSHOT once, newest first. Waits for nothing. */
async function expectEventsAsSent(dashboard: Dashboard, mock: Mock): Promise<void> {
  const history = await dashboard.exported('wire:nexusglass dir:in type:SNAPSHOT');
  const shown = (await shownEventKeys(dashboard)).map(eventIdOf);
  const sent = eventIdsIn(await emitted(mock, 'nexusglass'));
  const ids = new Set([...sent, ...history.flatMap(({ text }) => idsInFrame(text).ids)]);
  expect(shown).toEqual([...ids].sort((a, b) => b - a));
}

/** As many candles as there are distinct bar times, whatever came how often and in which order. */
async function expectBarsAsSent(dashboard: Dashboard, mock: Mock): Promise<void> {
  const candles = (await candlesOf(dashboard)).map(({ timeSec }) => timeSec);
  // The log has a window: a page that came earlier was given older bars than one that came later.
  const sinceSec = candles.at(-1) ?? 0;
  const delivered = deliveredTimes(await mock.ledger('quimeria'));
  expect(candles.length).toBeGreaterThan(5);
  expect(candles).toEqual(delivered.filter((sec) => sec >= sinceSec));
}

/** Reading the chart backwards by keys comes to places without a bar, and says why. */
async function expectGapRead(dashboard: Dashboard, missing: number): Promise<void> {
  const chart = chartOf(dashboard);
  await chart.getByRole('button', { name: 'Chart', exact: true }).click();
  const drawing = drawingOf(dashboard);
  const spoken = chart.locator('[aria-live]');
  const gaps: string[] = [];
  await drawing.press('End');
  for (let steps = 0; steps < 40 && gaps.length < missing; steps += 1) {
    const words = (await spoken.textContent()) ?? '';
    if (words.includes('no bar')) gaps.push(words);
    await drawing.press('ArrowLeft');
  }
  expect(gaps).toHaveLength(missing);
  for (const words of gaps) expect(words).toMatch(/Gap: \d+ bars? missing/);
}
