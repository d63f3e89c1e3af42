import type { Page, WebSocket } from '@playwright/test';
import { expectNothingLost, gapsOf, outages } from './fixtures/comparison';
import { LABELS } from './fixtures/dashboard';
import { eventIdOf, eventIdsIn, shownEventKeys } from './fixtures/events';
import type { Mock, Wire } from './fixtures/mock';
import { expect, forBothSupervisors, test } from './fixtures/test';

/** What is asked before QUIMERIA is dialled again, and for nothing else. */
const PROBE = '**/mock/quimeria/api/ping';

test.describe.configure({ timeout: 150_000 });

forBothSupervisors('supervised', (by) => {
  test(`[RF-8][RF-15][RF-36][RF-37][RF-38][RF-39][RF-54][RF-59][RF-60] a disturbed backfill, a flapping server, a wrong probe, a dead path: all come back, and the figures agree (${by})`, async ({
    page,
    context,
    dashboard,
    mock,
    pageErrors,
  }) => {
    pageErrors.allowOutages();
    pageErrors.allow(/ERR_FAILED/);
    const dialled = watchDials(page);
    await dashboard.open();

    await test.step('three wires fail, each in its own way; the fourth misses a hundred events', async () => {
      await context.route(PROBE, (route) => route.abort());
      await mock.fault('halyrd', 'flap', 200);
      await mock.fault('hyperoru', 'refuse', 503);
      await mock.fault('nexusglass', 'refuse', 503);
      for (const wire of ['halyrd', 'hyperoru', 'quimeria', 'nexusglass'] as const) {
        dialled.forget(wire);
        await mock.fault(wire, 'kill');
      }
      await mock.fault('nexusglass', 'burst', { rate: 100, seconds: 1 });
      await expect
        .poll(() => mock.count('nexusglass', { reason: 'no client' }))
        .toBeGreaterThan(90);
    });

    const feed = dashboard.region('Feed status, NexusGlass demo');
    await test.step('a cut while the backfill is being answered: the late answer of the old socket changes nothing', async () => {
      const before = await questions(mock);
      await mock.fault('nexusglass', 'restDelay', 5_000);
      await mock.fault('nexusglass', 'refuse', false);
      await dashboard.retryNow(LABELS.nexusglass);
      await dashboard.isLive(LABELS.nexusglass);
      await expect.poll(() => questions(mock)).toBeGreaterThan(before);
      await mock.fault('nexusglass', 'kill');
      await expect(dashboard.chip(LABELS.nexusglass)).toHaveAccessibleName(/Reconnecting/);
      await mock.fault('nexusglass', 'restDelay', false);
      await mock.fault('nexusglass', 'restPage', 1);
      await dashboard.retryNow(LABELS.nexusglass);
      await dashboard.isLive(LABELS.nexusglass);
    });

    await test.step('more pages than are read at once: the gap says so, and a person can go on', async () => {
      await expect(feed).toContainText('older events not loaded', { timeout: 25_000 });
      const capped = (await gapsOf(dashboard, 'nexusglass')).filter((row) =>
        row['How we know']?.includes('older events not loaded'),
      );
      expect(capped.map((row) => row['Lost'])).toEqual(['']);
      await mock.fault('nexusglass', 'restPage', false);
      await feed.getByRole('button', { name: 'Try again' }).click();
      await expect(feed).toContainText(/Backfill: missed events recovered/);
    });

    await test.step('a probe that always fails keeps nobody out, and the waits grow where a dial fails', async () => {
      await dashboard.isLive(LABELS.quimeria, { timeout: 20_000 });
      await context.unroute(PROBE);
      for (const wire of ['halyrd', 'hyperoru'] as const) {
        // Waits of 1, 2, 4, 8, 16 s: nobody can have come further.
        expect(dialled.count(wire), wire).toBeGreaterThan(2);
        expect(dialled.count(wire), wire).toBeLessThan(7);
        const details = await dashboard.details(LABELS[wire]);
        await expect(details).toContainText(/retry [3-6]\./);
        await page.keyboard.press('Escape');
      }
    });

    await test.step('the network of the machine is back: the waits end at once', async () => {
      for (const wire of ['halyrd', 'hyperoru'] as const) {
        await expect(dashboard.chip(LABELS[wire])).toHaveAccessibleName(/Reconnecting in \d+ s/, {
          timeout: 15_000,
        });
        await mock.clear(wire);
      }
      await context.setOffline(true);
      await expect.poll(() => page.evaluate(() => navigator.onLine)).toBe(false);
      await context.setOffline(false);
      for (const wire of ['halyrd', 'hyperoru'] as const) {
        // The page is told before its worker's own network is back.
        await expect(async () => {
          await page.evaluate(() => window.dispatchEvent(new Event('online')));
          await dashboard.isLive(LABELS[wire], { timeout: 1_500 });
        }).toPass({ timeout: 10_000 });
      }
    });

    await test.step('a refused key on a socket that the server leaves open: we close it, and a person lifts it', async () => {
      await mock.fault('nexusglass', 'authFail', 'stay');
      await mock.fault('nexusglass', 'kill');
      await dashboard.says(LABELS.nexusglass, 'Refused', { timeout: 20_000 });
      await expect.poll(() => dialled.open('nexusglass')).toBe(0);
      await mock.clear('nexusglass');
      await dashboard.retryNow(LABELS.nexusglass);
      await dashboard.isLive(LABELS.nexusglass);
      expect(dialled.open('nexusglass')).toBe(1);
    });

    await dashboard.allLive();
    await expectNothingLost(dashboard, mock);

    await test.step('the server’s ids begin anew: what is new is there once, what was stays, and the gap says so', async () => {
      const cut = await mock.lastSeq('nexusglass');
      const held = await shownEventKeys(dashboard);
      await mock.fault('nexusglass', 'idReset');
      await mock.fault('nexusglass', 'burst', { rate: 10, seconds: 0.5 });
      await dashboard.isLive(LABELS.nexusglass, { timeout: 20_000 });
      await expect(async () => {
        // One of the old run may have come just after the cut was noted.
        const old = held.map(eventIdOf);
        const ids = eventIdsIn(await mock.ledger('nexusglass', cut)).filter(
          (id) => !old.includes(id),
        );
        expect(ids.length).toBeGreaterThan(3);
        const shown = await shownEventKeys(dashboard);
        expect(new Set(shown).size).toBe(shown.length);
        const fresh = shown.filter((key) => !held.includes(key));
        expect(fresh.map(eventIdOf).sort((a, b) => a - b)).toEqual(ids);
        expect(shown.filter((key) => held.includes(key))).toEqual(held);
      }).toPass({ timeout: 15_000 });
      const told = outages(await gapsOf(dashboard, 'nexusglass'));
      expect(told.map((row) => row['How we know'] ?? '').join()).toContain('ids began anew');
    });
  });
});

interface Dials {
  /** Sockets that the page has asked for since it was last told to forget them. */
  count(wire: Wire): number;
  /** Those that are not closed. */
  open(wire: Wire): number;
  forget(wire: Wire): void;
}

/** From now on counts the sockets that a page opens, as the browser reports them. */
function watchDials(page: Page): Dials {
  const seen: WebSocket[] = [];
  const forgotten = new Map<Wire, number>();
  const of = (wire: Wire) => seen.filter((socket) => socket.url().includes(`/mock/${wire}/`));
  page.on('websocket', (socket) => seen.push(socket));
  return {
    count: (wire) => of(wire).length - (forgotten.get(wire) ?? 0),
    open: (wire) => of(wire).filter((socket) => !socket.isClosed()).length,
    forget: (wire) => void forgotten.set(wire, of(wire).length),
  };
}

/** Questions for events that the server has been asked so far. */
async function questions(mock: Mock): Promise<number> {
  const entries = await mock.ledger('nexusglass');
  return entries.filter(({ kind, type }) => kind === 'rest' && type.endsWith('/events')).length;
}
