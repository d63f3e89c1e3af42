import { watchChips } from './fixtures/chip-log';
import { rowKeys, WIRES, type Dashboard } from './fixtures/dashboard';
import { eventIdOf } from './fixtures/events';
import type { Mock } from './fixtures/mock';
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

  test('[F8][F25][NX-T30] of 20,000 in ten seconds none is lost or out of order, and the feed answers meanwhile', async ({
    page,
    dashboard,
    mock,
  }) => {
    await page.goto('/?wire=demo-nexusglass&kind=event');
    await dashboard.allLive();
    await expect(dashboard.feed().getByRole('option').first()).toBeVisible();
    await mock.fault('nexusglass', 'burst', { rate: 2_000, seconds: 10 });
    await expect.poll(() => emitted(mock)).toBeGreaterThan(2_000);
    // While it goes on: scrolling away, and looking for something.
    await dashboard.feed().hover();
    await page.mouse.wheel(0, 600);
    const waiting = page.getByRole('button', { name: /new$/ });
    await expect(waiting).toBeVisible();
    // What is read stands still while more comes; the way back leads to the newest.
    const read = dashboard.feed().getByRole('option').nth(8);
    const key = await read.getAttribute('data-row');
    const before = { at: await read.boundingBox(), waiting: await waiting.textContent() };
    await expect(waiting).not.toHaveText(before.waiting ?? '');
    expect(await dashboard.feed().locator(`[data-row="${key}"]`).boundingBox()).toEqual(before.at);
    await waiting.click();
    await expect(waiting).toHaveCount(0);
    await page.getByRole('searchbox', { name: 'Symbol' }).fill('ETH');
    await expect(dashboard.feed().getByRole('option').first()).toContainText('ETH');
    await page.getByRole('searchbox', { name: 'Symbol' }).fill('');

    await expect.poll(() => emitted(mock), { timeout: 30_000 }).toBeGreaterThan(19_900);
    await mock.fault('*', 'silence');
    await expect(async () => {
      expect(await shown(dashboard)).toBe(new Set(await eventIds(mock)).size);
    }).toPass({ timeout: 30_000 });
    const newest = (await eventIds(mock)).slice(-50).reverse();
    const rows = await rowKeys(dashboard.feed(), newest.length);
    expect(rows.map(eventIdOf)).toEqual(newest);
  });
});

/** Ids of all events that the page was sent, on the socket or by REST, the live ones last and in their order. */
async function eventIds(mock: Mock): Promise<readonly number[]> {
  const ledger = await mock.ledger('nexusglass');
  const listed = ledger
    .filter(({ type, kind }) => type === 'SNAPSHOT' || kind === 'rest')
    .flatMap(({ text }) => [...text.matchAll(/"id":(\d+)/g)].map(([, id]) => Number(id)));
  const live = ledger
    .filter(({ type, kind }) => type === 'EVENT' && kind === 'emitted')
    .map(({ key }) => Number(key));
  return [...listed, ...live];
}

async function emitted(mock: Mock): Promise<number> {
  return (await mock.wire('nexusglass')).emitted;
}

/** How many entries the feed says that it shows. */
async function shown(dashboard: Dashboard): Promise<number> {
  const text = await dashboard.region('Event feed').locator('output').first().textContent();
  return Number(/^[\d,]+/.exec(text ?? '')?.[0].replaceAll(',', ''));
}
