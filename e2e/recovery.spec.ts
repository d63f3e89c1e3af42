import { LABELS, rowKeys } from './fixtures/dashboard';
import { expect, test } from './fixtures/test';

test.describe('after an outage', () => {
  test.beforeEach(async ({ dashboard, pageErrors }) => {
    pageErrors.allow(/WebSocket connection to .* failed/, /Failed to load resource/);
    await dashboard.open();
  });

  test('[F2][NX-T8][RF-32] the events that were missed are there once each, marked recovered', async ({
    dashboard,
    mock,
  }) => {
    const lastSeq = (await mock.ledger('nexusglass')).at(-1)?.seq ?? 0;
    await mock.fault('nexusglass', 'refuse', 503);
    await mock.fault('nexusglass', 'kill');
    await expect.poll(async () => (await missed()).length, { timeout: 20_000 }).toBeGreaterThan(4);
    await mock.clear('nexusglass');
    const details = await dashboard.details(LABELS.nexusglass);
    await details.getByRole('button', { name: 'Retry now' }).click();
    await dashboard.isLive(LABELS.nexusglass);
    await mock.fault('nexusglass', 'silence');
    await dashboard.page.keyboard.press('Escape');

    const ids = await missed();
    await expect
      .poll(async () => (await rowKeys(dashboard.feed())).map(eventIdOf))
      .toEqual(expect.arrayContaining(ids));
    const shown = (await rowKeys(dashboard.feed())).map(eventIdOf);
    for (const id of ids) expect(shown.filter((other) => other === id)).toHaveLength(1);
    await dashboard.tab('Market events', 'Events');
    const table = dashboard.region('Market events, NexusGlass demo');
    await expect
      .poll(
        async () =>
          (await dashboard.csv(table)).filter(({ Arrival }) => Arrival === 'recovered').length,
      )
      .toBe(ids.length);
    await expect(dashboard.region('Event feed, NexusGlass demo')).toContainText(/Backfill: /);

    /** Ids of events that nobody was there to hear. */
    async function missed(): Promise<string[]> {
      const ledger = await mock.ledger('nexusglass', lastSeq);
      return ledger
        .filter(
          ({ kind, type, reason }) =>
            kind === 'withheld' && type === 'EVENT' && reason === 'no client',
        )
        .map(({ key }) => key ?? '');
    }
  });

  test('[F2] the agent’s history is asked for anew, and a failure is said until it succeeds', async ({
    dashboard,
    mock,
  }) => {
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
});

/** Of a feed row's key: connection, run of the server, id. */
function eventIdOf(key: string): string {
  return key.split(':').at(-1) ?? '';
}
