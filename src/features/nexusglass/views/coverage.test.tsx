// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { formatFraction, formatNumber, formatTime } from '~/lib/format';
import { isRecord } from '~/lib/is-record';
import { parseJson } from '~/lib/json';
import { parseTimeMs } from '~/lib/time';
import { describeFeed } from '../describe';
import { factsOf } from '../facts';
import { fixtures } from '../fixtures';
import { fakeConnection } from '../test-connection';
import { Feed } from '../test-kit';
import { humanise } from '../text';
import { EventDetail } from './EventDetail';
import { FeedBoard } from './FeedBoard';

afterEach(cleanup);

const events = fixtures
  .filter(({ type, verdict }) => type === 'EVENT' && verdict === 'ok')
  .flatMap(({ name, text }) => {
    const feed = new Feed();
    feed.take(text);
    return feed.state.events.map((event) => [name, event] as const);
  });

describe('the fields of an event', () => {
  it.each(events)('[NX-T28] are all seen in its detail: %s', (_, event) => {
    const { container } = render(<EventDetail event={event} onClose={() => undefined} />);
    const said = container.textContent ?? '';
    const { id, priority, symbol, confidence, latencyMs, data } = event;
    const words = [
      id,
      priority,
      symbol,
      confidence.value === null ? null : formatFraction(confidence.value, 0),
      latencyMs === null ? null : `${formatNumber(latencyMs, 0)} ms`,
      ...factsOf(event).flatMap(({ label, value }) => [label, value]),
    ];
    expect(words.filter((word) => word !== null && !said.includes(word))).toEqual([]);
    // One fact for each field of the data at least: nothing of it is left out.
    const fields = isRecord(data) ? Math.min(Object.keys(data).length, 60) : 0;
    expect(factsOf(event).length).toBeGreaterThanOrEqual(fields);
    expect(screen.getAllByRole('term').length).toBeGreaterThanOrEqual(fields + 4);
  });

  it('[NX20] are looked for in more than the one example of the documents', () => {
    expect(events.length).toBeGreaterThan(3);
  });
});

/** What a documented field of a message reads like somewhere in the views or in the feed. */
const SAID: Readonly<Record<string, (value: unknown) => string | null>> = {
  'HANDSHAKE.tier': textOrNull,
  'HANDSHAKE.priorities': (value) => (Array.isArray(value) ? value.join(' ') : null),
  'HANDSHAKE.delay_ms': (value) => {
    if (typeof value !== 'number') return null;
    return value > 0 ? `delayed by ${formatNumber(value / 1000, 1)} s` : 'no delay';
  },
  'EVENT.id': (value) =>
    typeof value === 'number' || typeof value === 'string' ? `${value}` : null,
  'EVENT.type': (value) => humanise(String(value)),
  'EVENT.priority': textOrNull,
  'EVENT.symbol': textOrNull,
  'EVENT.confidence': (value) =>
    typeof value === 'number' && value <= 1 ? formatFraction(value, 0) : null,
  'EVENT.detected_at': (value) => formatTime(parseTimeMs(value), 'utc'),
  'EVENT.latency_ms': (value) =>
    typeof value === 'number' ? `${formatNumber(value, 0)} ms` : null,
  'ERROR.code': textOrNull,
  'ERROR.message': textOrNull,
  'ERROR.retry_after': (value) => (typeof value === 'number' ? `retry after ${value} s` : null),
};

/** Fields that are not looked for by name, and where they are seen. */
const SEEN_ELSEWHERE: Readonly<Record<string, string>> = {
  'EVENT.data': 'walked field by field above',
  'HANDSHAKE.server_time': 'as the offset of the clock, once it is off: see views.test.tsx',
  'SNAPSHOT.events': 'each as an EVENT',
  'SNAPSHOT.recent_events': 'each as an EVENT',
  'SNAPSHOT.items': 'each as an EVENT',
  'SNAPSHOT.data': 'each as an EVENT',
  'SNAPSHOT.state': 'no list of events: told as not understood, and to be read in the frame',
  'EVENT.x': 'a field that nobody documents, to be read in the frame',
};

function payloadOf(text: string): Readonly<Record<string, unknown>> {
  const parsed = parseJson(text, true);
  const value = parsed.ok && isRecord(parsed.value) ? parsed.value['payload'] : null;
  return isRecord(value) ? value : {};
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

const messages = fixtures.filter(
  ({ type, verdict }) =>
    verdict === 'ok' && ['HANDSHAKE', 'EVENT', 'ERROR', 'SNAPSHOT'].includes(type ?? ''),
);

describe('the fields of every message', () => {
  it.each(messages.map((fixture) => [fixture.name, fixture] as const))(
    '[NX2] are seen on the board, in the detail or in the feed: %s',
    (_, { type, text }) => {
      const feed = new Feed();
      feed.open();
      const entries = describeFeed(feed.received(text), feed.state);
      feed.take(text);
      const { connection } = fakeConnection({ feed });
      const { container } = render(
        <>
          <FeedBoard connection={connection} />
          {feed.state.events.map((event) => (
            <EventDetail key={event.key} event={event} onClose={() => undefined} />
          ))}
        </>,
      );
      const said = `${container.textContent} ${JSON.stringify(entries)}`;
      const unseen = Object.entries(payloadOf(text)).filter(([key, value]) => {
        const name = `${type}.${key}`;
        if (Object.hasOwn(SEEN_ELSEWHERE, name)) return false;
        const words = SAID[name]?.(value);
        return words === undefined || (words !== null && !said.includes(words));
      });
      expect(unseen).toEqual([]);
    },
  );

  it('[NX2] are all those that the protocol names', () => {
    const known = [...Object.keys(SAID), ...Object.keys(SEEN_ELSEWHERE)];
    const seen = new Set(
      messages.flatMap(({ type, text }) => {
        return Object.keys(payloadOf(text)).map((key) => `${type}.${key}`);
      }),
    );
    expect(known.filter((name) => !seen.has(name))).toEqual([]);
  });
});
