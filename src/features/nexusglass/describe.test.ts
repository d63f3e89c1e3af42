import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryDraft } from '~/timeline/entry';
import { describeFeed } from './describe';
import { fixtures, EVENT_SEED } from './fixtures';
import { applyFeed } from './store';
import { CURSOR_RESOURCE } from './schema';
import { initialFeed } from './state';
import {
  type EventFields,
  eventText,
  Feed,
  pageText,
  REST,
  SOCKET,
  snapshotText,
  T0,
} from './test-kit';

/** What the timeline says of a text, which is then folded. */
function told(feed: Feed, text: string, source = SOCKET): readonly EntryDraft[] {
  const before = feed.state;
  return describeFeed(feed.take(text, source), before);
}

function entryOf(fields: EventFields, feed = new Feed()): EntryDraft {
  const [entry] = told(feed, eventText(fields));
  if (!entry) throw new Error('nothing told');
  return entry;
}

function factOf(entry: EntryDraft, label: string): string | undefined {
  return entry.facts?.find((fact) => fact.label === label)?.value;
}

describe('what the timeline says of events', () => {
  it.each([
    ['P0', 'critical'],
    ['P1', 'warning'],
    ['P2', 'notice'],
    ['P7', 'info'],
  ])('[NX20] a live %s is %s', (priority, severity) => {
    expect(entryOf({ id: 1, priority }).severity).toBe(severity);
  });

  it('[NX20] the cluster of the documents reads as a sentence with its facts', () => {
    const feed = new Feed();
    feed.nowMs = Date.parse('2026-03-17T10:30:45Z');
    const [entry] = told(feed, EVENT_SEED);
    expect(entry).toMatchObject({
      key: '0:12346',
      kind: 'event',
      symbol: 'BTCUSDT',
      title: 'Liquidation cluster armed',
      detail: 'longs liquidated, at 98,500, 1.8 % below, 5,200,000 USD',
      refs: { eventId: '12346' },
      confidence: 0.92,
      atMs: Date.parse('2026-03-17T10:30:45Z'),
      type: 'LIQUIDATION_CLUSTER_ARMED',
      expiresAtMs: Date.parse('2026-03-17T10:31:14.958Z'),
    });
    expect(entry?.facts).toEqual([
      { label: 'Priority', value: 'P0' },
      { label: 'Confidence', value: '92 %' },
      { label: 'Latency', value: '42 ms' },
      { label: 'Our delay', value: '0 s' },
      { label: 'Cluster price', value: '98,500' },
      { label: 'Side', value: 'longs (LONG_LIQ)' },
      { label: 'Intensity', value: '5,200,000 USD' },
      { label: 'Distance', value: '1.8 % below' },
    ]);
  });

  it('[NX-T27] a distance is absolute and its direction comes from the side', () => {
    const cluster = (data: object) =>
      entryOf({ id: 1, type: 'LIQUIDATION_CLUSTER_ARMED', priority: 'P0', data });
    const long = cluster({ cluster_side: 'LONG_LIQ', distance_pct: -1.8 });
    const short = cluster({ cluster_side: 'SHORT_LIQ', distance_pct: 1.8 });
    const other = cluster({ cluster_side: 'BOTH', distance_pct: -1.8 });
    expect(factOf(long, 'Distance')).toBe('1.8 % below');
    expect(factOf(short, 'Distance')).toBe('1.8 % above');
    expect(factOf(other, 'Distance')).toBe('1.8 %');
    expect(factOf(other, 'Cluster side')).toBe('BOTH');
  });

  it('[NX-T28] a known field of the wrong type is listed as it came, and nothing is left out', () => {
    const entry = entryOf({
      id: 1,
      type: 'LIQUIDATION_CLUSTER_ARMED',
      data: { cluster_price: 'high', intensity_usd: null, exchange_count: 4 },
    });
    expect(factOf(entry, 'Cluster price')).toBe('high');
    expect(factOf(entry, 'Intensity USD')).toBe('—');
    expect(factOf(entry, 'Exchange count')).toBe('4');
  });

  it('[NX-T28] a side that is an object without a text of its own is no side', () => {
    const data: unknown = JSON.parse('{"cluster_price":98500,"cluster_side":{"toString":null}}');
    const entry = entryOf({ id: 1, type: 'LIQUIDATION_CLUSTER_ARMED', data });
    expect(entry?.detail).toBe('at 98,500');
  });

  it('[NX-T28] invented types are shown with a readable name and units from their suffixes', () => {
    const entry = entryOf({
      id: 1,
      type: 'GAMMA_FLIP_DETECTED',
      data: { size_usd: 1234567, move_pct: -0.5, age_ms: 900, deep: { a: [1] }, on: true },
    });
    expect(entry.title).toBe('Gamma flip detected');
    expect(factOf(entry, 'Size USD')).toBe('1,234,567 USD');
    expect(factOf(entry, 'Move pct')).toBe('−0.5 %');
    expect(factOf(entry, 'Age ms')).toBe('900 ms');
    expect(factOf(entry, 'Deep')).toBe('{"a":[1]}');
    expect(factOf(entry, 'On')).toBe('yes');
  });

  it('[NX-T28] whatever an event holds, it makes exactly one entry', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.string({ minLength: 1 }),
        fc.string(),
        (data, type, priority) => {
          expect(told(new Feed(), eventText({ id: 1, data, type, priority }))).toHaveLength(1);
        },
      ),
    );
  });

  it('[NX-T31] server text is cut, freed of control and direction characters, and never markup', () => {
    const entry = entryOf({
      id: 1,
      type: `A\u202eB\n<b>${'X'.repeat(500)}`,
      symbol: 'S'.repeat(500),
      data: { note: '<script>alert(1)</script>'.repeat(40), ['k'.repeat(500)]: 1 },
    });
    expect(entry.title.length).toBeLessThanOrEqual(60);
    expect(entry.title).not.toMatch(/[\u202e\n]/);
    expect(entry.symbol?.length).toBeLessThanOrEqual(40);
    for (const { label, value } of entry.facts ?? []) {
      expect(label.length).toBeLessThanOrEqual(60);
      expect(value.length).toBeLessThanOrEqual(160);
    }
  });

  it('[NX-T6] a SNAPSHOT tells only what is new, as recovered, and asks for nobody’s attention', () => {
    const feed = new Feed();
    feed.open();
    feed.event({ id: 1, priority: 'P0' });
    feed.open();
    const entries = told(
      feed,
      snapshotText([
        { id: 1, priority: 'P0' },
        { id: 2, priority: 'P0' },
      ]),
    );
    expect(entries).toMatchObject([{ key: '0:2', severity: 'notice', rank: 'critical' }]);
    expect(factOf(entries[0]!, 'Priority')).toBe('P0');
    const page = told(feed, pageText([{ id: 2 }, { id: 3, priority: 'P1' }]), REST);
    expect(page).toMatchObject([{ key: '0:3', severity: 'notice' }]);
  });

  it('[NX-T24] an expired P0 is history and says so', () => {
    const feed = new Feed();
    feed.open();
    feed.nowMs += 60_000;
    const entry = entryOf({ id: 1, priority: 'P0', atSec: 0 }, feed);
    expect(entry.severity).toBe('notice');
    expect(factOf(entry, 'Arrival')).toBe('expired on arrival');
  });

  it('[NX-T7] the same id again has the same key, so it is no second entry and no second alert', () => {
    const feed = new Feed();
    const first = entryOf({ id: 1, confidence: 0.5 }, feed);
    const second = entryOf({ id: 1, confidence: 0.9 }, feed);
    expect(second.key).toBe(first.key);
  });

  it('[NX-T13] a restart is told once as a gap, and its events have keys of their own', () => {
    const feed = new Feed();
    feed.open();
    feed.event({ id: 90_000 });
    feed.event({ id: 7 });
    feed.nowMs += 60_000;
    const entries = told(feed, snapshotText([{ id: 7, atSec: 50 }]));
    expect(entries).toMatchObject([{ kind: 'gap', key: 'epoch:1' }, { key: '1:7' }]);
    expect(
      told(
        feed,
        snapshotText([
          { id: 7, atSec: 50 },
          { id: 8, atSec: 51 },
        ]),
      ),
    ).toMatchObject([{ key: '1:8' }]);
  });

  it('[NX-T13][F24] keys go on counting restarts after a reload, so that an entry of an earlier page is known again', () => {
    const feed = new Feed();
    const kept = { era: 2, position: '90000', atMs: T0, overlap: null };
    feed.take(JSON.stringify(kept), { channel: 'rest', resource: CURSOR_RESOURCE });
    expect(told(feed, eventText({ id: 90_001, atSec: 1 }))).toMatchObject([{ key: '2:90001' }]);
    feed.event({ id: 90_001, atSec: 1 });
    const entries = told(feed, eventText({ id: 7, atSec: 50 }));
    expect(entries).toMatchObject([{ kind: 'gap', key: 'epoch:3' }, { key: '3:7' }]);
  });

  it('[NX-T13] keys are those of the store even when the restart lies in the same batch', () => {
    const feed = new Feed();
    feed.event({ id: 90_000 });
    const before = feed.state;
    const batch = [
      feed.received(snapshotText([])),
      feed.received(eventText({ id: 3, atSec: 60 })),
      feed.received(eventText({ id: 5, atSec: 61 })),
    ];
    const after = applyFeed(before, batch);
    const keys = batch.flatMap((each) => describeFeed(each, before)).map((entry) => entry.key);
    for (const { key } of after.events.slice(1)) expect(keys).toContain(key);
  });
});

describe('what the timeline says of the feed', () => {
  it('[NX-T17] an ERROR is told with its code, its words and its wait, and is not pinned', () => {
    const text =
      '{"type":"ERROR","payload":{"code":"RATE_LIMITED","message":"slow down","retry_after":30}}';
    expect(told(new Feed(), text)).toMatchObject([
      {
        kind: 'system',
        severity: 'warning',
        title: 'NexusGlass says RATE_LIMITED',
        detail: expect.stringMatching(/^slow down; retry after 30 s\. /) as string,
      },
    ]);
  });

  it('[NX-T18] an ERROR of too many connections says what uses them up', () => {
    for (const payload of [
      { code: 'CONNECTION_LIMIT', message: 'no more' },
      { code: 'X', message: 'Too many connections for this key' },
    ]) {
      const [entry] = told(new Feed(), JSON.stringify({ type: 'ERROR', payload }));
      expect(entry?.detail).toContain('Each open tab of this page uses one');
    }
    const [other] = told(new Feed(), '{"type":"ERROR","payload":{"code":"X","message":"no"}}');
    expect(other?.detail).toBe('no');
  });

  it('[NX-T3] a SNAPSHOT that is not understood is told, as is one with broken elements', () => {
    expect(told(new Feed(), '{"type":"SNAPSHOT","payload":{}}')).toMatchObject([
      { kind: 'system', title: 'Snapshot not understood' },
    ]);
    expect(told(new Feed(), '{"type":"SNAPSHOT","payload":[1]}')).toMatchObject([
      { title: "1 of the snapshot's events could not be read" },
    ]);
  });

  it('[NX42] [RF-38] what is given up is told once, as a row that stays', () => {
    const feed = new Feed();
    feed.open();
    feed.event({ id: 100 });
    feed.open();
    feed.snapshot([{ id: 9_000 }]);
    const rows = Array.from({ length: 21 }, (_, page) =>
      told(feed, pageText([{ id: 101 + page }]), REST).filter(({ kind }) => kind === 'system'),
    );
    expect(rows.map(({ length }) => length)).toEqual([...Array<number>(19).fill(0), 1, 0]);
    expect(rows[19]![0]).toMatchObject({
      severity: 'warning',
      title: 'Older events not loaded after #120',
    });
  });

  it('[NX-T23] a delayed key is told, once', () => {
    const feed = new Feed();
    const text = '{"type":"HANDSHAKE","payload":{"tier":"PULSE","delay_ms":15000}}';
    expect(told(feed, text)).toMatchObject([
      { kind: 'status', title: 'Feed opened: tier PULSE, delayed by 15.0 s' },
    ]);
    expect(told(feed, text)).toEqual([]);
  });

  it('[NX20] every fixture is described without throwing, with keys of its own', () => {
    const feed = new Feed();
    for (const fixture of fixtures.filter(({ verdict }) => verdict === 'ok')) {
      const entries = describeFeed(feed.received(fixture.text, fixture.source), initialFeed());
      expect(new Set(entries.map((entry) => entry.key)).size).toBe(entries.length);
    }
  });
});
