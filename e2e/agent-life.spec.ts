import type { LedgerEntry } from '~/mock/ledger';
import { gapsOf } from './fixtures/comparison';
import { LABELS, type Dashboard } from './fixtures/dashboard';
import type { Mock } from './fixtures/mock';
import { expect, test } from './fixtures/test';

const LABEL = LABELS.halyrd;
const MINUTE_MS = 60_000;

test.describe('a life of an agent', () => {
  test.slow();

  test('[F2][F4][F7][HA13][HA17] promotion, three kinds of block, demotion, an outage and recovery end as the mock’s ledger has it', async ({
    dashboard,
    mock,
    pageErrors,
  }) => {
    pageErrors.allowOutages();
    await mock.reset({ speed: 1 });
    await dashboard.open();
    await mock.speed(300);

    // Into live trading, and some refusals there.
    await untilTold(mock, (told) => told.some(({ text }) => text.includes('"to":"LIVE"')));
    for (const kind of ['risk_veto', 'twak_block', 'quote_rejected']) {
      await untilTold(mock, (told) => told.some(({ type }) => type === kind));
    }

    // Out for ten minutes of the agent's time, in the middle of it.
    const from = await mock.state();
    await mock.cutOff('halyrd');
    await expect
      .poll(async () => (await mock.state()).worldNowMs - from.worldNowMs, { timeout: 30_000 })
      .toBeGreaterThan(10 * MINUTE_MS);
    await mock.clear('halyrd');
    await dashboard.isLive(LABEL);

    // The breach, its lock, and paper again.
    await untilTold(mock, (told) => told.some(({ type }) => type === 'demotion'));
    await untilTold(mock, (told) => told.some(({ text }) => text.includes('"from":"DEMOTED"')));
    await mock.speed(1);

    const told = await toldOnce(mock);
    expect(await mock.count('halyrd', { reason: 'no client' })).toBeGreaterThan(3);

    const board = dashboard.region(`Agent, ${LABEL}`);
    const agent = await read<{ status: string }>(mock, '');
    const last = (await read<{ equity: number }[]>(mock, '/equity')).at(-1)!;
    await expect(board).toContainText(
      agent.status === 'PAPER' ? 'Forward testing' : 'Ready for live',
    );
    await expect(board).toContainText(`Equity${last.equity.toLocaleString('en-US', MONEY)} USDT`);

    const gap = async () => (await gapsOf(dashboard, 'halyrd'))[0];
    await expect.poll(async () => (await gap())?.['How we know']).toContain('REST brought');
    expect(Number((await gap())?.['Recovered'])).toBeGreaterThan(3);

    await dashboard.tab('Blocks', 'Agent');
    for (const [type, layer] of [
      ['risk_veto', 'Policy'],
      ['twak_block', 'Signing'],
    ] as const) {
      const expected = told.filter((each) => each.type === type).map(({ text }) => refOf(text));
      expect(expected.length).toBeGreaterThan(0);
      await expect.poll(() => ordersOf(dashboard, layer)).toEqual(sorted(expected));
    }

    // Discarded quotes are told on the stream only: what was told while it was away is not counted.
    const quotes = told.filter(({ type, kind }) => type === 'quote_rejected' && kind === 'emitted');
    const perPair = new Map<string, number>();
    for (const { text } of quotes) {
      const { pair } = JSON.parse(text) as { pair: string };
      perPair.set(pair, (perPair.get(pair) ?? 0) + 1);
    }
    await expect
      .poll(async () => {
        const shown = new Map<string, number>();
        for (const { Pair: pair = '', Count: count } of await dashboard.csv(
          dashboard.region('Quotes discarded, by pair and reason'),
        )) {
          shown.set(pair, (shown.get(pair) ?? 0) + Number(count));
        }
        return shown;
      })
      .toEqual(perPair);

    await dashboard.tab('Journal', 'Agent');
    const journal = dashboard.region(`Journal, ${LABEL}`);
    await journal.getByRole('button', { name: 'As a table' }).click();
    const entries = await read<{ body: string }[]>(mock, '/journal');
    const written = told.filter(({ type }) => type === 'journal_entry').length;
    // Nine closed trades are older than the world.
    expect(entries.length).toBe(written + 9);
    await expect
      .poll(async () => sorted((await dashboard.csv(journal)).map((row) => row['Text'] ?? '')))
      .toEqual(sorted(entries.map(({ body }) => body)));

    await dashboard.tab('Closed trades', 'Agent');
    const closed = dashboard.region(`Closed trades, ${LABEL}`);
    const trades = await read<{ pnl: number }[]>(mock, '/trades');
    await expect
      .poll(async () => sorted((await dashboard.csv(closed)).map((row) => row['PnL (USDT)'] ?? '')))
      .toEqual(sorted(trades.map(({ pnl }) => String(pnl))));
  });
});

test('[RF-22][F1][F2][HA17] without its stream an agent is polled over REST, and said to be', async ({
  sides,
  mock,
  pageErrors,
}) => {
  pageErrors.allowOutages();
  await mock.reset({ speed: 1 });
  await sides.open();
  await mock.cutOff('halyrd');
  await sides.each(async ({ dashboard }) => {
    await expect(dashboard.chip(LABEL)).toHaveAccessibleName(
      /(Reconnecting|Connecting).*, polling$/,
    );
    const board = dashboard.region(`Agent, ${LABEL}`);
    await expect(board).toContainText(/polling: as of \d\d:\d\d:\d\d/);
    await expect(board).toContainText(/Polling every 30 s, last \d+ s ago/);
    await dashboard.tab('Blocks', 'Agent');
    await expect(dashboard.region(`Blocks, ${LABEL}`)).toContainText(
      /Incomplete: the stream was away once.*cannot be compared/,
    );
  });
  await mock.clear('halyrd');
  await sides.each(async ({ dashboard }) => {
    await dashboard.retryNow(LABEL);
    await dashboard.isLive(LABEL);
    await expect(dashboard.chip(LABEL)).not.toHaveAccessibleName(/polling/);
    await expect(dashboard.region(`Agent, ${LABEL}`)).not.toContainText('Polling');
  });
});

const MONEY = { minimumFractionDigits: 2, maximumFractionDigits: 2 };

/** What the agent's wire has said or would have, each thing once. */
async function toldOnce(mock: Mock): Promise<LedgerEntry[]> {
  const seen = new Set<string>();
  return (await mock.ledger('halyrd')).filter(({ kind, text }) => {
    if ((kind !== 'emitted' && kind !== 'withheld') || seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}

async function untilTold(
  mock: Mock,
  enough: (told: readonly LedgerEntry[]) => boolean,
): Promise<void> {
  await expect
    .poll(async () => enough(await toldOnce(mock)), { timeout: 90_000, intervals: [250] })
    .toBe(true);
}

/** What the backend itself says over REST. */
async function read<Answer>(mock: Mock, path: string): Promise<Answer> {
  const answer = await fetch(`${mock.baseURL}/mock/halyrd/agents/current${path}`);
  return (await answer.json()) as Answer;
}

function refOf(text: string): string {
  return (JSON.parse(text) as { order_ref: string }).order_ref;
}

async function ordersOf(dashboard: Dashboard, layer: string): Promise<string[]> {
  const rows = await dashboard.csv(dashboard.region('Refused orders'));
  return sorted(rows.filter((row) => row['Layer'] === layer).map((row) => row['Order'] ?? ''));
}

function sorted(values: readonly string[]): string[] {
  return values.toSorted();
}
