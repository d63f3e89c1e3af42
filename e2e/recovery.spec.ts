import { LABELS, rowKeys, type Dashboard } from './fixtures/dashboard';
import { expect, test } from './fixtures/test';

// Long stories; a busy machine may take its time.
test.describe.configure({ timeout: 120_000 });

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
    await dashboard.isLive(LABELS.nexusglass, { timeout: 20_000 });
    await mock.fault('nexusglass', 'silence');

    await expect(dashboard.region('Event feed, NexusGlass demo')).toContainText(/Backfill: /);
    const ids = await missed();
    await dashboard.tab('Market events', 'Events');
    await expect
      .poll(() => recovered(dashboard), { timeout: 20_000 })
      .toEqual(expect.arrayContaining(ids));
    // What was on its way when the wire was cut counts as missed as well; what came live does not.
    const live = (await dashboard.exported('wire:nexusglass type:EVENT')).map(({ text }) => text);
    await dashboard.leaveInspector();
    await dashboard.tab('Market events', 'Events');
    const found = await recovered(dashboard);
    for (const id of found) expect(live.filter((text) => text.includes(`"id":${id},`))).toEqual([]);
    const shown = (await rowKeys(dashboard.feed())).map(eventIdOf);
    for (const id of found) expect(shown.filter((other) => other === id)).toEqual([id]);

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

/** Of a row's key: run of the server and id, in the feed behind the connection. */
function eventIdOf(key: string): string {
  return key.split(':').at(-1) ?? '';
}

/** Ids of the events that the table calls recovered. */
async function recovered(dashboard: Dashboard): Promise<string[]> {
  const table = dashboard.region('Market events, NexusGlass demo');
  await table.getByRole('searchbox', { name: 'Filter Market events' }).fill('recovered');
  return (await rowKeys(dashboard.region('Market events, scrollable'))).map(eventIdOf);
}
