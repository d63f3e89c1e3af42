import { describe as group, expect, it } from 'vitest';
import type { Received } from '~/session/wire';
import { createTimeline } from '~/timeline/timeline';
import { describe } from './describe';
import { fixtures } from './fixtures';
import type { Message } from './schema';
import type { State } from './state';
import { apply, initialState } from './store';
import {
  agent,
  block,
  demotion,
  fold,
  journal,
  promotion,
  quote,
  received,
  rest,
  snapshot,
  status,
  trade,
  ts,
  veto,
} from './test-frames';

/** The timeline of a sequence of batches, first report first, as the door would keep it. */
function timelineOf(...batches: readonly (readonly Received<Message>[])[]) {
  const timeline = createTimeline();
  let state: State = initialState();
  for (const batch of batches) {
    for (const each of batch) {
      const { receivedAtMs, origin, frameId } = each;
      const where = { connectionId: 'c', featureId: 'halyrd', receivedAtMs, origin, frameId };
      timeline.add(
        describe(each, state).map((draft) => ({ ...draft, ...where, id: `c/${draft.key}` })),
      );
    }
    state = apply(state, batch);
  }
  return timeline.store.getState().entries;
}

const titles = (...frames: Received<Message>[]) =>
  timelineOf(...frames.map((frame) => [frame])).map(({ title }) => title);

group('entries', () => {
  it('says what happened, how urgent it is, and what it belongs to', () => {
    const said = [
      snapshot(0, 1187.35),
      trade(5),
      veto(9, 'ord_1'),
      block(10, 'ord_1'),
      quote(11, 'A/USDT'),
    ]
      .flatMap((frame) => describe(frame, initialState()))
      .map(({ kind, severity, symbol, title, refs }) => ({ kind, severity, symbol, title, refs }));
    expect(said).toEqual([
      { kind: 'equity', severity: 'info', symbol: null, title: 'Equity 1,187.35 USDT', refs: {} },
      {
        kind: 'trade',
        severity: 'notice',
        symbol: 'LINK/USDT',
        title: 'sell LINK/USDT, 148.20 USDT at 17.904',
        refs: { journalRef: 'jrn_5' },
      },
      {
        kind: 'veto',
        severity: 'warning',
        symbol: null,
        title: 'Policy refused: too much (Daily drawdown)',
        refs: { orderRef: 'ord_1' },
      },
      {
        kind: 'block',
        severity: 'critical',
        symbol: null,
        title: 'Signing refused: above the cap (Cap per trade)',
        refs: { orderRef: 'ord_1' },
      },
      {
        kind: 'quote',
        severity: 'info',
        symbol: 'A/USDT',
        title: 'Quote for A/USDT discarded: stale',
        refs: {},
      },
    ]);
  });

  it('[F4] [HA6] a refusal says why in its title, without its order twice, and its pair as inferred where words name it', () => {
    const named = fold(quote(1, 'ETH/USDT'), journal(9, 'RISK_VETO', 'ord_1 refused', ['ETH']));
    const [entry] = describe(veto(9, 'ord_1'), named);
    expect(entry?.title).toBe('Policy refused ETH/USDT (inferred): too much (Daily drawdown)');
    expect(entry?.symbol).toBeNull();
    expect(entry?.facts).toEqual([
      { label: 'Rule', value: 'daily_drawdown' },
      {
        label: 'Pair',
        value: 'ETH/USDT (inferred, its journal entry names it: same time, both mention ord_1)',
      },
    ]);
    const [alone] = describe(veto(9, 'ord_1'), fold(quote(1, 'ETH/USDT')));
    expect(alone?.facts).toEqual([{ label: 'Rule', value: 'daily_drawdown' }]);
    const two = fold(
      quote(1, 'ETH/USDT'),
      quote(2, 'BTC/USDT'),
      journal(9, 'RISK_VETO', 'ord_1: BTC after ETH'),
    );
    expect(describe(veto(9, 'ord_1'), two)[0]?.title).not.toContain('inferred');
  });

  it('a journal entry whose text opens with its type says it once', () => {
    expect(titles(journal(1, 'SKIPPED', 'Skipped SOL/USDT: kernel says Halt'))).toEqual([
      'Skipped SOL/USDT: kernel says Halt',
    ]);
  });

  it('[HA-T26] a signing block while we believe in paper is marked as unexpected', () => {
    const [entry] = describe(block(10, 'ord_1'), fold(snapshot(0, 10)));
    expect(entry).toMatchObject({
      severity: 'warning',
      title: expect.stringContaining('Unexpected on paper') as string,
    });
    const [inLive] = describe(block(10, 'ord_1'), fold(snapshot(0, 10, { phase: 'live' })));
    expect(inLive?.severity).toBe('critical');
  });

  it('[HA-T25] discarded quotes never rise above info', () => {
    const severities = Array.from({ length: 50 }, (_, at) => quote(at, 'A/USDT'))
      .flatMap((frame) => describe(frame, initialState()))
      .map(({ severity }) => severity);
    expect(new Set(severities)).toEqual(new Set(['info']));
  });

  it('[HA-T14] the first transaction is a fact in plain text', () => {
    const [entry] = describe(promotion(1, '0x4e…9a'), initialState());
    expect(entry?.facts).toContainEqual({ label: 'First transaction', value: '0x4e…9a' });
  });

  it('[HA-T8] a demotion says whether there is a time lock', () => {
    const detail = (frame: Received<Message>) => describe(frame, initialState())[0]?.detail;
    expect(detail(demotion(1))).toBe('Promotion is locked until 2026-02-04T00:00:00Z.');
    expect(detail(demotion(1, null, { scope: 'max' }))).toContain('until you approve again');
  });

  it('has an answer for every fixture, with keys that are stable', () => {
    for (const { text, source, verdict } of fixtures) {
      if (verdict !== 'ok') continue;
      const frame = received(text, source, Date.parse(ts(0)));
      const once = describe(frame, initialState()).map(({ key }) => key);
      expect(describe(frame, fold(frame)).map(({ key }) => key)).toEqual(once);
    }
  });
});

group('double reports', () => {
  it('[HA-T5] a journal entry that repeats an event makes no entry of its own', () => {
    expect(
      titles(
        ...[trade(5), journal(5, 'EXECUTED', 'Sold LINK/USDT')],
        ...[veto(9, 'ord_1'), journal(9, 'RISK_VETO', 'ord_1 refused')],
        ...[quote(11, 'A/USDT'), journal(11, 'SKIPPED', 'Skipped A/USDT: QUOTE_STALE, 40 s')],
        ...[status(12, 'PAPER', 'ELIGIBLE'), journal(12, 'STATUS_CHANGE', 'PAPER → ELIGIBLE')],
      ),
    ).toHaveLength(4);
  });

  it('[HA-T5] a skip for another reason and the kill switch, which have no event, do', () => {
    const said = [
      journal(1, 'SKIPPED', 'no signal'),
      journal(2, 'KILL', 'signing revoked'),
    ].flatMap((frame) => describe(frame, initialState()));
    expect(said).toMatchObject([
      { kind: 'journal', severity: 'info', title: 'SKIPPED: no signal', detail: 'no signal' },
      { kind: 'journal', severity: 'critical', title: 'KILL: signing revoked' },
    ]);
  });

  it.each([
    ['promotion, echo', [promotion(10)], [status(12, 'ELIGIBLE', 'LIVE')]],
    ['echo, promotion', [status(10, 'ELIGIBLE', 'LIVE')], [promotion(19)]],
    ['across a full minute', [promotion(58)], [status(61, 'ELIGIBLE', 'LIVE')]],
    ['demotion, echo', [demotion(10)], [status(11, 'LIVE', 'DEMOTED')]],
    ['across a full minute, in one batch', [promotion(58), status(61, 'ELIGIBLE', 'LIVE')], []],
    ['echo first across a minute, in one batch', [status(59.5, 'LIVE', 'PAPER'), demotion(67)], []],
    ['both in one batch', [demotion(10), status(10, 'LIVE', 'DEMOTED')], []],
    ['echo first, in one batch', [status(10, 'LIVE', 'PAPER'), demotion(10)], []],
  ])('[HA-T5] [F7] a transition and its echo are one entry: %s', (_name, first, second) => {
    const entries = timelineOf(first, second);
    expect(entries).toHaveLength(1);
    expect(entries[0]?.kind).toBe('status');
  });

  it('[HA-T5] a second promotion is a second entry', () => {
    const entries = timelineOf([promotion(10)], [demotion(100)], [promotion(200)]);
    expect(entries.map(({ severity }) => severity)).toEqual(['warning', 'critical', 'warning']);
  });

  it('[HA-T5] [HA18] nor does a quick second promotion in one batch vanish', () => {
    const entries = timelineOf([
      promotion(58),
      status(59, 'ELIGIBLE', 'LIVE'),
      demotion(70),
      status(71, 'LIVE', 'DEMOTED'),
      promotion(90),
      status(91, 'PAPER', 'LIVE'),
    ]);
    expect(entries.map(({ severity }) => severity)).toEqual(['warning', 'critical', 'warning']);
  });

  it('[HA13] what REST lists again makes no second entry', () => {
    const entries = timelineOf(
      [trade(5), veto(9, 'ord_1'), journal(3, 'SKIPPED', 'no signal')],
      [
        rest(
          'trades',
          [{ ts: ts(5), pair: 'LINK/USDT', side: 'sell', size: 148.2, price: 17.904 }],
          60,
        ),
        rest(
          'risk/blocks',
          [{ ts: ts(9), layer: 'policy', rule: 'daily_drawdown', order_ref: 'ord_1' }],
          60,
        ),
        rest('journal', [{ id: 'j', ts: ts(3), type: 'SKIPPED', tags: [], body: 'no signal' }], 60),
      ],
    );
    expect(entries.map(({ kind }) => kind)).toEqual(['journal', 'trade', 'veto']);
  });

  it('[HA17] what was missed is found in the lists and makes its entries', () => {
    const entries = timelineOf(
      [
        rest(
          'risk/blocks',
          [{ ts: ts(9), layer: 'twak', rule: 'daily_cap', order_ref: 'ord_2' }],
          60,
        ),
      ],
      [rest('trades', [{ ts: ts(20), pair: 'ETH/USDT', pnl: 2, journal_ref: 'jrn_9' }], 61)],
    );
    expect(entries).toMatchObject([
      { kind: 'block', refs: { orderRef: 'ord_2' } },
      { kind: 'trade', refs: { journalRef: 'jrn_9' } },
    ]);
  });

  it('[HA17] a status found over REST that the stream did not tell makes an entry', () => {
    expect(titles(agent(1), agent(31, { status: 'ELIGIBLE' }))).toEqual([
      'Agent status: PAPER → ELIGIBLE',
    ]);
    expect(titles(agent(1), agent(31))).toEqual([]);
  });

  it('a REST answer that was on its way during a promotion is no demotion', () => {
    expect(titles(promotion(5), agent(6, { last_heartbeat: ts(3) }))).toHaveLength(1);
  });
});

group('alerts', () => {
  const limits = (sec: number, headroom: number | null, rule = 'daily_drawdown') =>
    rest('risk/objectives', [{ rule, current: 0.07, limit: 0.08, headroom_pct: headroom }], sec);

  it('[HA24] a rule with less than a fifth left is said once a crossing, in its own units', () => {
    const entries = timelineOf(
      [limits(0, 80)],
      [limits(30, 12.5)],
      [limits(60, 10)],
      [limits(90, 20)],
      [limits(120, 19.9)],
    );
    expect(entries).toMatchObject([
      {
        kind: 'system',
        severity: 'warning',
        title: 'Under 20 % headroom: Daily drawdown',
        detail: '7.0 % of 8.0 % are used.',
        facts: [
          { label: 'Rule', value: 'daily_drawdown' },
          { label: 'Headroom', value: '12.5 %' },
        ],
      },
      { facts: [{}, { value: '19.9 %' }] },
    ]);
  });

  it('[HA24] is one entry however readings are folded, for each rule by itself, and none for counts', () => {
    const [high, low, lower] = [limits(0, 80), limits(30, 12), limits(60, 10)] as const;
    expect(timelineOf([high, low, lower])).toHaveLength(1);
    expect(timelineOf([high, low], [lower, low, high])).toHaveLength(1);
    expect(timelineOf([low], [limits(31, 5, 'max_drawdown')])).toHaveLength(2);
    expect(timelineOf([limits(0, null, 'consecutive_losses')])).toEqual([]);
  });

  it('[HA15] an agent that no longer beats is said once, until it beats again', () => {
    const stale = { last_heartbeat: ts(0) };
    expect(timelineOf([agent(360, stale)])).toEqual([]);
    const entries = timelineOf(
      [snapshot(1, 10)],
      [agent(30, stale)],
      [agent(330, stale)],
      [agent(360, stale)],
      [agent(390)],
      [agent(1_000, { last_heartbeat: ts(390) })],
    );
    expect(entries.slice(1).map(({ title }) => title)).toEqual([
      'The agent is silent: its last heartbeat is 5 min 30 s old',
      'The agent is silent: its last heartbeat is 10 min 10 s old',
    ]);
  });

  it('[HA-T24] of a text of any length is bounded, and another one for another text', () => {
    const long = (end: string) => `Skipped LINK because ${'so it is '.repeat(20_000)}${end}`;
    const entries = timelineOf([
      journal(1, 'NOTE', long('a')),
      journal(1, 'NOTE', long('b')),
      journal(1, 'NOTE', long('a')),
    ]);
    expect(entries).toHaveLength(2);
    for (const entry of entries) expect(JSON.stringify(entry).length).toBeLessThan(2_000);
  });
});
