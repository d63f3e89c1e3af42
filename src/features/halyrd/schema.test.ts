import { describe, expect, it } from 'vitest';
import { decode } from '~/session/decode';
import { fixtures } from './fixtures';
import { restSchemas, eventSchemas } from './schema';
import { wire } from './wire';

describe('fixtures', () => {
  it.each(fixtures)(
    '[HA2] the door makes of $name: $verdict',
    ({ text, source, verdict, type }) => {
      const decoded = decode(wire, text, source);
      expect(decoded.verdict.kind).toBe(verdict);
      if (type !== null) expect(decoded.verdict).toMatchObject({ type });
    },
  );

  it.each([
    ['HA3', 'snapshot'],
    ['HA4', 'trade'],
    ['HA5', 'journal_entry'],
    ['HA6', 'risk_veto'],
    ['HA7', 'twak_block'],
    ['HA8', 'quote_rejected'],
    ['HA9', 'status_change'],
    ['HA10', 'promotion'],
    ['HA11', 'demotion'],
  ])('[%s] %s is read as documented, and refused with a field of the wrong type', (_rule, type) => {
    const good = fixtures.filter((fixture) => fixture.type === type && fixture.verdict === 'ok');
    expect(good.length).toBeGreaterThan(0);
    const schema = eventSchemas[type as keyof typeof eventSchemas];
    for (const { text } of good) {
      const message = JSON.parse(text) as Record<string, unknown>;
      expect(schema.safeParse(message).success).toBe(true);
      for (const key of Object.keys(message).filter((key) => Object.hasOwn(schema.shape, key))) {
        expect(schema.safeParse({ ...message, [key]: { not: 'this' } }).success).toBe(false);
      }
    }
  });

  it('[HA14] there is one for each event and each REST resource', () => {
    const covered = new Set(
      fixtures.filter(({ verdict }) => verdict === 'ok').map(({ type }) => type),
    );
    expect(covered).toEqual(new Set([...Object.keys(eventSchemas), ...Object.keys(restSchemas)]));
  });
});

describe('reading', () => {
  it('[HA2] keys that we do not know are kept', () => {
    const { message } = decode(
      wire,
      '{"event":"status_change","ts":"2026-02-04T08:00:00Z","from":"A","to":"B","why":{"x":1}}',
      { channel: 'socket' },
    );
    expect(message).toMatchObject({ from: 'A', to: 'B', why: { x: 1 } });
  });

  it('[HA14] a row that cannot be read costs that row and is counted', () => {
    const { message } = decode(
      wire,
      '[{"ts":"2026-02-03T08:00:00Z","equity":1},{"ts":"2026-02-03T09:00:00Z","equity":"1"},7,null]',
      { channel: 'rest', resource: 'equity' },
    );
    expect(message).toMatchObject({ event: 'rest/equity', unreadable: 3 });
    expect((message as { rows: unknown[] }).rows).toHaveLength(1);
  });

  it('[HA-T13] headroom, trade phase and daily_dd_used may be missing where the examples miss them', () => {
    const { verdict } = decode(wire, '[{"rule":"trade_floor","current":3,"limit":10}]', {
      channel: 'rest',
      resource: 'risk/objectives',
    });
    expect(verdict.kind).toBe('ok');
  });

  it('[RF-26] a __proto__ key changes no prototype', () => {
    const poisoned = fixtures.find(({ name }) => name.includes('__proto__'))!;
    decode(wire, poisoned.text, poisoned.source);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
