import { watchChips } from './fixtures/chip-log';
import { expectNothingLost, gapsOf, outages } from './fixtures/comparison';
import { LABELS } from './fixtures/dashboard';
import type { Mock, Wire } from './fixtures/mock';
import { expect, forBothSupervisors, test } from './fixtures/test';

const MINUTE_MS = 60_000;

test.describe.configure({ timeout: 120_000 });

/**
 * The page's clock is moved, the sockets are real. The worker, where there is one, keeps the machine's clock: what it says of
 * times is then as wrong to the page as after a jump of the clock.
 */
forBothSupervisors('minutes and hours, supervised', (by, hasWorker) => {
  test.beforeEach(async ({ page, dashboard, pageErrors }) => {
    pageErrors.allowOutages();
    await page.clock.install();
    await dashboard.open();
    if (hasWorker) await dashboard.isSupervised();
  });

  test(`[RF-13][RF-16][RF-17][RF-18][RF-49][RF-50] heartbeats and greetings that come late, or not at all, asleep and awake (${by})`, async ({
    page,
    dashboard,
    mock,
  }) => {
    const changes = await watchChips(page);

    await test.step('a PONG that comes just in time changes nothing', async () => {
      await mock.fault('nexusglass', 'slow', 3_000);
      const answered = await answers(mock);
      await ask(30_000);
      await page.clock.runFor(6_500);
      await expect.poll(() => answers(mock)).toBeGreaterThan(answered);
    });

    await test.step('a machine that slept while a PONG was due asks again', async () => {
      const answered = await answers(mock);
      await ask(31_000);
      await page.clock.fastForward(75_000);
      await expect.poll(() => answers(mock)).toBeGreaterThan(answered + 1);
      await mock.clear('nexusglass');
      expect(await ends()).toEqual([]);
    });

    await test.step('events without a PONG are no life, nor is a socket without a greeting', async () => {
      await mock.fault('nexusglass', 'mute', 'PONG');
      await mock.fault('nexusglass', 'burst', { rate: 10, seconds: 2 });
      await ask(31_000);
      await mock.fault('nexusglass', 'silence');
      await page.clock.runFor(10_500);
      await expect.poll(ends).toEqual(['Reconnecting']);
      await dashboard.says(LABELS.nexusglass, 'Signing in');
      // For this socket it comes too late; the next one is greeted.
      await mock.clear('nexusglass');
      await page.clock.runFor(10_500);
      await expect.poll(ends).toEqual(['Reconnecting', 'Reconnecting']);
      await dashboard.isLive(LABELS.nexusglass);
    });

    await test.step('a half-open socket is left when the next PONG is missing', async () => {
      await mock.fault('nexusglass', 'silence');
      const fromMs = await page.evaluate(() => Date.now());
      await ask(30_000);
      // That PONG is gone; the next socket is greeted.
      await mock.clear('nexusglass');
      await page.clock.runFor(10_500);
      await expect.poll(async () => (await ends()).length).toBe(3);
      const foundMs = (await changes()).findLast(({ word }) => word === 'Reconnecting')?.atMs;
      expect((foundMs ?? Infinity) - fromMs).toBeLessThan(45_000);
      await dashboard.isLive(LABELS.nexusglass);
    });

    await test.step('a machine that slept while the path died finds out within 10 s', async () => {
      await mock.fault('nexusglass', 'silence');
      await ask(8 * MINUTE_MS);
      await mock.clear('nexusglass');
      await page.clock.runFor(10_500);
      await expect.poll(async () => (await ends()).length).toBe(4);
      await dashboard.isLive(LABELS.nexusglass);
    });

    await dashboard.allLive();
    // The second look, behind the cache of REST.
    await page.clock.runFor(36_000);
    await expectNothingLost(dashboard, mock);
    const told = outages(await gapsOf(dashboard, 'nexusglass'));
    expect(told.map(({ Cause }) => Cause)).toEqual([
      'heartbeat not answered',
      'heartbeat not answered',
      'heartbeat not answered',
    ]);

    /**
     * What the chip said of a socket that had ended. Other wires have heartbeats as well, and time that is moved may leave their
     * answers behind.
     */
    async function ends(): Promise<readonly string[]> {
      const words = (await changes())
        .filter(({ connectionId }) => connectionId === 'demo-nexusglass')
        .map(({ word }) => word);
      return words.filter((word) => word === 'Reconnecting' || word === 'Refused');
    }

    /** So much later the page has asked for a sign of life. */
    async function ask(laterMs: number): Promise<void> {
      const before = await asked(mock);
      await page.clock.fastForward(laterMs);
      await expect.poll(() => asked(mock)).toBeGreaterThan(before);
    }
  });

  test(`[RF-19][RF-20][RF-21][RF-61] bars that do not come: silence, a half-open socket and a stopped feed are told apart, and a clock that jumps holds nobody up (${by})`, async ({
    page,
    dashboard,
    mock,
    server,
  }) => {
    const gaps = async (wire: Wire) => outages(await gapsOf(dashboard, wire));
    /** Lets half minutes pass until it holds; what was asked of the server meanwhile is answered in real time. */
    const passUntil = (holds: () => Promise<boolean>) =>
      expect(async () => {
        await page.clock.fastForward(31_000);
        expect(await holds()).toBe(true);
      }).toPass({ timeout: 20_000, intervals: [300] });

    await test.step('twenty minutes without a bar are no fault of the socket', async () => {
      await mock.speed(1);
      const before = await statusAsked(mock);
      for (let minutes = 0; minutes < 20; minutes += 5) await page.clock.fastForward(5 * MINUTE_MS);
      await passUntil(async () => (await statusAsked(mock)) > before + 1);
      expect(await gaps('quimeria')).toEqual([]);
      await mock.speed(60);
      await dashboard.isLive(LABELS.quimeria);
    });

    await test.step('a server that handles bars which do not come is half open', async () => {
      await mock.fault('quimeria', 'mute', 'bar');
      await passUntil(async () =>
        (await gaps('quimeria')).some(({ Cause = '' }) => /half open/.test(Cause)),
      );
      await mock.clear('quimeria');
      await page.clock.runFor(2_000);
      await dashboard.isLive(LABELS.quimeria);
    });

    await dashboard.allLive();
    await expectNothingLost(dashboard, mock);

    await test.step('a feed that the server has stopped leaves the socket alone', async () => {
      const before = await gaps('quimeria');
      await fetch(`${server.baseURL}/mock/quimeria/api/live/stop`, { method: 'POST' });
      await dashboard.tab('Feed control', 'Bars');
      const control = dashboard.region(`Feed control, ${LABELS.quimeria}`);
      await passUntil(() => control.getByText('feed stopped on server').first().isVisible());
      expect(await gaps('quimeria')).toEqual(before);
    });

    await test.step('a wait outlasts no jump of the clock', async () => {
      for (const jumpMs of [60 * MINUTE_MS, -180 * MINUTE_MS]) {
        await mock.cutOff('halyrd');
        await expect(dashboard.chip(LABELS.halyrd)).toHaveAccessibleName(/Reconnecting/);
        await page.clock.setSystemTime((await page.evaluate(() => Date.now())) + jumpMs);
        await mock.clear('halyrd');
        await expect(async () => {
          await page.clock.runFor(31_000);
          await dashboard.isLive(LABELS.halyrd, { timeout: 1_500 });
        }).toPass({ timeout: 15_000, intervals: [100] });
      }
    });
  });
});

/** Signs of life that the server was asked for. */
function asked(mock: Mock): Promise<number> {
  return mock.count('nexusglass', { kind: 'received', type: 'PING' });
}

function answers(mock: Mock): Promise<number> {
  return mock.count('nexusglass', { kind: 'emitted', type: 'PONG' });
}

function statusAsked(mock: Mock): Promise<number> {
  return mock.count('quimeria', { type: 'GET /api/live/status' });
}
