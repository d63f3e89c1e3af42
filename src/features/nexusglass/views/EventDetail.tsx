import { useId } from 'react';
import { formatDuration, formatFraction, formatNumber, UNKNOWN } from '~/lib/format';
import { Button } from '~/ui/Button';
import { Time } from '~/ui/Time';
import { factsOf, sentenceOf } from '../facts';
import { type FeedEvent, receiveDelayMs } from '../feed-event';
import { clip, humanise } from '../text';
import { ARRIVAL_WORDS, confidenceNote } from './feed-words';
import { PriorityMark } from './PriorityMark';

export interface EventDetailProps {
  readonly event: FeedEvent;
  onClose(): void;
}

/** All that is known of one event: what is tailored for its type, then everything else in its data. */
export function EventDetail({ event, onClose }: EventDetailProps) {
  const titleId = useId();
  const delayMs = receiveDelayMs(event);
  const sentence = sentenceOf(event);
  const note = confidenceNote(event);
  const facts = [
    { label: 'Id', value: event.id },
    { label: 'Arrival', value: ARRIVAL_WORDS[event.sight.arrival] },
    { label: 'Confidence', value: formatFraction(event.confidence.value, 0) },
    {
      label: 'Latency',
      value: event.latencyMs === null ? UNKNOWN : `${formatNumber(event.latencyMs, 0)} ms`,
    },
    { label: 'Receive delay', value: delayMs === null ? UNKNOWN : formatDuration(delayMs) },
    ...(note === null ? [] : [{ label: 'Note', value: note }]),
    ...factsOf(event),
  ];
  return (
    <section aria-labelledby={titleId} className="border-line border-t p-2 text-[12px]">
      <header className="flex items-center gap-2">
        <h3 id={titleId} className="text-ink font-semibold">
          <PriorityMark priority={event.priority} /> {humanise(event.type)}{' '}
          {event.symbol === null ? '' : clip(event.symbol, 40)}
        </h3>
        <span className="text-faint">
          detected <Time ms={event.detectedAtMs} withDate />
        </span>
        <Button size="small" tone="quiet" className="ml-auto" onClick={onClose}>
          Close detail
        </Button>
      </header>
      {sentence === null ? null : <p className="text-ink py-1">{sentence}</p>}
      <dl className="grid max-h-40 grid-cols-[max-content_1fr] gap-x-3 overflow-auto">
        {keyed(facts).map(({ key, label, value }) => (
          <div key={key} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd className="tabular text-ink m-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Two keys of a payload may read alike, so a label needs its number to be unique. */
function keyed(facts: readonly { readonly label: string; readonly value: string }[]) {
  return facts.map((fact, index) => ({ ...fact, key: `${index}:${fact.label}` }));
}
