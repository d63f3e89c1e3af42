import { assertNever } from '~/lib/assert-never';
import { formatFraction, formatNumber } from '~/lib/format';
import type { Received } from '~/session/wire';
import type { EntryDraft } from '~/timeline/entry';
import { fitEntry } from '~/timeline/fit-entry';
import { heartbeatEntries, scarcityEntries } from './alarm-entries';
import { blockEntry, quoteEntry } from './block-entries';
import { blockOf, blockOfRow } from './blocks';
import { journalEntries } from './journal-entries';
import { factOf } from './lifecycle';
import { lifecycleEntry, statusReadEntries } from './lifecycle-entries';
import { momentOf } from './moment';
import type { Message, SnapshotMessage } from './schema';
import type { State } from './state';
import { closedTradeEntry, tradeEntry } from './trade-entries';
import { closedTradeOf, fillOf } from './trades';

/** A REST list repeats the whole history at each reconnect; this many of its newest rows make entries. */
const REST_ROWS = 500;

/** What the timeline says about a message. Keys are those by which the store tells duplicates. */
export function describe(received: Received<Message>, before: State): readonly EntryDraft[] {
  return entriesOf(received, before).map(fitEntry);
}

function entriesOf(received: Received<Message>, before: State): readonly EntryDraft[] {
  const { message, receivedAtMs } = received;
  switch (message.event) {
    case 'snapshot':
      return [equityEntry(message, receivedAtMs)];
    case 'trade':
      return [tradeEntry(fillOf(message, receivedAtMs))];
    case 'journal_entry':
      return journalEntries(message, receivedAtMs, null);
    case 'risk_veto':
    case 'twak_block':
      return [blockEntry(blockOf(message, receivedAtMs), before)];
    case 'quote_rejected':
      return [quoteEntry(message, receivedAtMs)];
    case 'status_change':
    case 'promotion':
    case 'demotion':
      return [lifecycleEntry(message, factOf(message, received), before)];
    case 'rest/agent':
      return [
        ...statusReadEntries(message.agent, received, before),
        ...heartbeatEntries(message.agent, received, before),
      ];
    case 'rest/objectives':
      return scarcityEntries(message.rows, received, before);
    case 'rest/trades': {
      const fillKeys = new Map(before.fills.map(({ shape, key }) => [shape, key]));
      return newest(message.rows).map((row) =>
        closedTradeEntry(closedTradeOf(row, receivedAtMs), fillKeys),
      );
    }
    case 'rest/journal':
      return newest(message.rows).flatMap(({ id, ts, type, tags, body }) =>
        journalEntries(
          { ts, type: type ?? '', tags: tags ?? [], body: body ?? '' },
          receivedAtMs,
          id === null || id === undefined ? null : String(id),
        ),
      );
    case 'rest/blocks':
      return newest(message.rows).map((row) => blockEntry(blockOfRow(row, receivedAtMs), before));
    case 'rest/agents':
    case 'rest/equity':
    case 'rest/evaluation':
    case 'rest/openapi':
    case 'rest/watchlist':
    case 'rest/action':
      return [];
    default:
      return assertNever(message);
  }
}

/** The order of an answer is not documented, so the newest are found by time. */
function newest<Row extends { readonly ts: string }>(rows: readonly Row[]): readonly Row[] {
  if (rows.length <= REST_ROWS) return rows;
  return [...rows]
    .sort((a, b) => momentOf(a.ts, 0).atMs - momentOf(b.ts, 0).atMs)
    .slice(-REST_ROWS);
}

function equityEntry(message: SnapshotMessage, receivedAtMs: number): EntryDraft {
  return {
    key: `equity|${message.ts}`,
    atMs: momentOf(message.ts, receivedAtMs).atMs,
    kind: 'equity',
    severity: 'info',
    symbol: null,
    title: `Equity ${formatNumber(message.equity)} USDT`,
    detail: null,
    refs: {},
    facts: [
      { label: 'Phase', value: message.phase },
      { label: 'From all-time peak', value: formatFraction(message.dd_from_peak) },
    ],
  };
}
