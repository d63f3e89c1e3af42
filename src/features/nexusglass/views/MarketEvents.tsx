import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { formatDuration, formatFraction, formatNumber, UNKNOWN } from '~/lib/format';
import { type Column, DataTable } from '~/ui/DataTable';
import { Time } from '~/ui/Time';
import { factsOf } from '../facts';
import { type FeedEvent, receiveDelayMs } from '../feed-event';
import { clip, humanise } from '../text';
import { EventDetail } from './EventDetail';
import { Expiry } from './Expiry';
import type { FeedViewProps } from './FeedBoard';
import { ARRIVAL_WORDS, confidenceNote, emptyWords } from './feed-words';
import { PriorityMark } from './PriorityMark';
import { SymbolFilter } from './SymbolFilter';

/** All events held, newest first, with everything their data says. */
export function MarketEvents({ connection }: FeedViewProps) {
  const events = useStore(connection.store, (state) => state.events);
  const status = useStore(connection.status, (each) => each.state);
  const [symbol, setSymbol] = useState<string | null>(null);
  const [chosenKey, setChosenKey] = useState<string | null>(null);
  const rows = useMemo(
    () => events.filter((event) => symbol === null || event.symbol === symbol).reverse(),
    [events, symbol],
  );
  const chosen = chosenKey === null ? undefined : events.find((event) => event.key === chosenKey);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <SymbolFilter events={events} value={symbol} onChange={setSymbol} />
      <div className="min-h-0 flex-1">
        <DataTable
          rows={rows}
          columns={COLUMNS}
          rowKey={rowKey}
          caption="Market events"
          timeMs={(event) => event.detectedAtMs}
          empty={emptyWords(status)}
          csvName="nexusglass-events"
          selectedKey={chosenKey}
          onRowClick={(event) => setChosenKey(event.key)}
        />
      </div>
      {chosen ? <EventDetail event={chosen} onClose={() => setChosenKey(null)} /> : null}
    </div>
  );
}

function rowKey(event: FeedEvent): string {
  return event.key;
}

const COLUMNS: readonly Column<FeedEvent>[] = [
  {
    id: 'detected',
    header: 'Detected',
    width: 84,
    value: (event) => event.detectedAtMs ?? event.sight.receivedAtMs,
    render: (event) => <Time ms={event.detectedAtMs} />,
  },
  {
    id: 'priority',
    header: 'Priority',
    width: 72,
    value: (event) => event.priority,
    render: (event) => <PriorityMark priority={event.priority} />,
  },
  {
    id: 'type',
    header: 'Type',
    width: 220,
    value: (event) => event.type,
    render: (event) => <span title={clip(event.type)}>{humanise(event.type)}</span>,
  },
  {
    id: 'symbol',
    header: 'Symbol',
    width: 96,
    value: (event) => event.symbol,
    render: (event) => (event.symbol === null ? UNKNOWN : clip(event.symbol, 40)),
  },
  {
    id: 'confidence',
    header: 'Confidence',
    align: 'right',
    width: 92,
    value: (event) => event.confidence.value,
    render: (event) => (
      <span className="tabular" title={confidenceNote(event) ?? undefined}>
        {formatFraction(event.confidence.value, 0)}
        {confidenceNote(event) === null ? '' : ' *'}
      </span>
    ),
  },
  {
    id: 'latency',
    header: 'Latency',
    align: 'right',
    width: 84,
    title: 'From detection to sending, as the server measures it',
    value: (event) => event.latencyMs,
    render: (event) =>
      event.latencyMs === null ? UNKNOWN : `${formatNumber(event.latencyMs, 0)} ms`,
  },
  {
    id: 'delay',
    header: 'Our delay',
    align: 'right',
    width: 84,
    title: 'From detection to our receipt by the server’s clock, whole seconds at best',
    value: receiveDelayMs,
    render: (event) => delayText(event),
  },
  {
    id: 'expiry',
    header: 'Expiry',
    align: 'right',
    width: 96,
    value: (event) => event.expiresAtMs,
    render: (event) => <Expiry event={event} />,
  },
  {
    id: 'arrival',
    header: 'Arrival',
    width: 84,
    value: (event) => ARRIVAL_WORDS[event.sight.arrival],
  },
  {
    id: 'facts',
    header: 'Facts',
    value: (event) =>
      factsOf(event)
        .map(({ label, value }) => `${label} ${value}`)
        .join(', '),
  },
];

/** A recovered event came late because we were away, which says nothing about the feed. */
function delayText(event: FeedEvent): string {
  const delayMs = receiveDelayMs(event);
  return delayMs === null || event.sight.arrival !== 'live' ? UNKNOWN : formatDuration(delayMs);
}
