// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { formatFraction, formatNumber } from '~/lib/format';
import { factsOf } from '../facts';
import { fixtures } from '../fixtures';
import { isRecord } from '../schema';
import { Feed } from '../test-kit';
import { EventDetail } from './EventDetail';

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
