import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode } from '~/session/decode';
import type { Received } from '~/session/wire';
import { selectMoney, selectPhase, selectStatus } from './agent';
import { countByRule, groupQuotes } from './blocks';
import { describe as describeFrame } from './describe';
import { EQUITY_LIMIT } from './equity';
import { fixtures } from './fixtures';
import { JOURNAL_LIMIT } from './journal';
import type { Message } from './schema';
import { serverNow } from './heard';
import { apply, initialState, selectEquity, selectPhaseAt } from './store';
import {
  agent,
  block,
  demotion,
  fold,
  journal,
  live,
  promotion,
  quote,
  received,
  rest,
  snapshot,
  status,
  T0,
  trade,
  ts,
  veto,
} from './test-frames';
import { wire } from './wire';

const HASH = `0x${'4e'.repeat(32)}`;

/** One of each thing, with doubles, echoes, REST overlap and late frames. */
function story(): Received<Message>[] {
  return [
    agent(-10),
    rest('equity', [{ ts: ts(-900), equity: 1180, phase: 'paper', dd_from_peak: 0.02 }], -9),
    snapshot(0, 1187.35),
    trade(5, { pnl: null, side: 'buy', phase: 'paper' }),
    journal(5, 'EXECUTED', 'Bought LINK/USDT', ['LINK']),
    journal(5, 'EXECUTED', 'Bought LINK/USDT', ['LINK']),
    veto(9, 'ord_1'),
    journal(9, 'RISK_VETO', 'ord_1 refused'),
    quote(12, 'CAKE/USDT'),
    status(20, 'PAPER', 'ELIGIBLE'),
    promotion(40),
    status(41, 'ELIGIBLE', 'LIVE'),
    promotion(43, HASH),
    trade(3, { journal_ref: null }),
    block(50, 'ord_2'),
    status(70, 'LIVE', 'DEMOTED'),
    demotion(69),
    rest(
      'journal',
      [
        { id: 'j1', ts: ts(5), type: 'EXECUTED', tags: ['LINK'], body: 'Bought LINK/USDT' },
        { id: 'j3', ts: ts(6), type: 'CONFIG_CHANGE', tags: [], body: 'new version' },
      ],
      80,
    ),
    rest('equity', [{ ts: ts(0), equity: 1187.35, phase: 'paper', dd_from_peak: 0.01 }], 81),
    rest(
      'risk/blocks',
      [{ ts: ts(9), layer: 'policy', rule: 'daily_drawdown', order_ref: 'ord_1' }],
      82,
    ),
    rest(
      'trades',
      [{ ts: ts(5), pair: 'LINK/USDT', pnl: 1, journal_ref: 'jrn_5' }, { pair: 1 }],
      83,
    ),
    rest('risk/objectives', [{ rule: 'daily_drawdown', current: 0.005, limit: 0.08 }], 84),
    rest('evaluation', { state: 'EVALUATING' }, 85),
    agent(90, { status: 'DEMOTED' }),
    snapshot(900, 1190, { phase: 'paper' }),
  ];
}

describe('the fold', () => {
  it('gives the same state however the sequence is cut into batches', () => {
    const frames = story();
    const whole = apply(initialState(), frames);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: frames.length }), { maxLength: 8 }),
        (cuts) => {
          const edges = [0, ...cuts.toSorted((a, b) => a - b), frames.length];
          const state = edges
            .slice(1)
            .reduce(
              (state, end, index) => apply(state, frames.slice(edges[index], end)),
              initialState(),
            );
          expect(state).toEqual(whole);
        },
      ),
    );
  });

  it('gives the same state when any part is applied again', () => {
    const frames = story();
    const whole = apply(initialState(), frames);
    expect(apply(whole, frames)).toEqual(whole);
    fc.assert(
      fc.property(fc.subarray(frames), (again) => {
        const state = apply(whole, again);
        expect(state).toEqual(whole);
      }),
    );
  });

  it('gives the state itself when nothing changed', () => {
    const frames = story();
    const whole = apply(initialState(), frames);
    expect(apply(whole, [])).toBe(whole);
    expect(apply(whole, [snapshot(0, 1187.35), veto(9, 'ord_1')])).toBe(whole);
  });

  it('[HA2] junk does not come past the door, and does not throw there', () => {
    const junk = fc.oneof(fc.string(), fc.json(), fc.constantFrom(...bad.map(({ text }) => text)));
    fc.assert(
      fc.property(junk, (text) => {
        expect(decode(wire, text, { channel: 'socket' }).message).toBeNull();
      }),
    );
  });

  it('takes whatever its schemas let in: any words, any numbers, any times', () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 12 }), fc.nat(12), (frames, cut) => {
        const whole = apply(initialState(), frames);
        expect(apply(apply(initialState(), frames.slice(0, cut)), frames.slice(cut))).toEqual(
          whole,
        );
        expect(apply(whole, frames)).toEqual(whole);
        for (const frame of frames) expect(describeFrame(frame, whole)).toBeInstanceOf(Array);
      }),
    );
  });

  it('keeps within its bounds and keeps the newest', () => {
    const many = Array.from({ length: JOURNAL_LIMIT + 50 }, (_, at) =>
      journal(at, 'SKIPPED', `look ${at}`),
    );
    const state = apply(initialState(), many);
    expect(state.journal).toHaveLength(JOURNAL_LIMIT);
    expect(state.journal.at(-1)?.body).toBe(`look ${JOURNAL_LIMIT + 49}`);
    const rows = Array.from({ length: EQUITY_LIMIT + 9 }, (_, at) => ({ ts: ts(at), equity: at }));
    expect(fold(rest('equity', rows, 99)).samples).toHaveLength(EQUITY_LIMIT);
    const trades = Array.from({ length: 2_003 }, (_, at) => trade(at));
    const vetoes = Array.from({ length: 2_003 }, (_, at) => veto(at, `ord_${at}`));
    const quotes = Array.from({ length: 2_003 }, (_, at) => quote(at, 'CAKE/USDT'));
    const bounded = fold(...trades, ...vetoes, ...quotes);
    expect([bounded.fills.length, bounded.blocks.length, bounded.quotes.length]).toEqual([
      2000, 2000, 2000,
    ]);
  });
});

const bad = fixtures.filter(
  ({ verdict, source }) => verdict !== 'ok' && source.channel === 'socket',
);

/** Frames of any content that the schemas accept; few distinct words, so that keys collide. */
const word = fc.oneof(
  fc.constantFrom('', 'LIVE', 'PAPER', '__proto__', 'constructor', 'a/b'),
  fc.string(),
);
const time = fc.oneof(fc.constantFrom(ts(0), ts(1), ts(5), '', '2026'), fc.string());
const num = fc.oneof(fc.constantFrom(0, 1), fc.double({ noNaN: true, noDefaultInfinity: true }));
const anything = fc
  .oneof(
    fc.record({
      event: fc.constant('snapshot'),
      ts: time,
      equity: num,
      phase: word,
      dd_from_peak: num,
      daily_dd_used: num,
    }),
    fc.record({
      event: fc.constant('trade'),
      ts: time,
      pair: word,
      side: word,
      size: num,
      price: num,
      pnl: fc.option(num),
      fees: num,
      journal_ref: fc.option(word),
    }),
    fc.record({
      event: fc.constant('journal_entry'),
      ts: time,
      type: word,
      tags: fc.array(word),
      body: word,
    }),
    fc.record({
      event: fc.constantFrom('risk_veto', 'twak_block'),
      ts: time,
      rule: word,
      reason: word,
      order_ref: word,
    }),
    fc.record({
      event: fc.constant('quote_rejected'),
      ts: time,
      pair: word,
      reason: word,
      detail: word,
    }),
    fc.record({ event: fc.constant('status_change'), ts: time, from: word, to: word }),
    fc.record({ event: fc.constant('promotion'), ts: time, first_tx_hash: fc.option(word) }),
    fc.record({
      event: fc.constant('demotion'),
      ts: time,
      rule: word,
      scope: word,
      relock_until: fc.option(time),
    }),
  )
  .map((body) => received(body, { channel: 'socket' }, T0));

describe('duplicates', () => {
  it('[HA13] each thing told twice is there once', () => {
    const state = fold(
      ...[
        trade(5),
        trade(5),
        veto(9, 'ord_1'),
        veto(9, 'ord_1'),
        quote(3, 'A/USDT'),
        quote(3, 'A/USDT'),
      ],
      ...[
        snapshot(0, 10),
        snapshot(0, 10),
        status(1, 'PAPER', 'ELIGIBLE'),
        status(1, 'PAPER', 'ELIGIBLE'),
      ],
    );
    expect(state.fills).toHaveLength(1);
    expect(state.blocks).toHaveLength(1);
    expect(state.quotes).toHaveLength(1);
    expect(state.samples).toHaveLength(1);
    expect(state.transitions).toHaveLength(1);
  });

  it('[HA13] the same order refused by both layers is two blocks', () => {
    const state = fold(veto(9, 'ord_1', 'daily_cap'), block(10, 'ord_1', 'daily_cap'));
    expect(state.blocks.map(({ layer }) => layer)).toEqual(['policy', 'signing']);
  });

  it('[HA13] a trade without journal_ref is known by what it says', () => {
    const bare = { journal_ref: null };
    expect(
      fold(trade(5, bare), trade(5, bare), trade(5, { ...bare, price: 18 })).fills,
    ).toHaveLength(2);
  });

  it('[HA13] a snapshot of the stream is not replaced by REST, which says less', () => {
    const row = { ts: ts(0), equity: 1187.35, phase: 'paper', dd_from_peak: 0.01 };
    const [live, answer] = [snapshot(0, 1187.35), rest('equity', [row], 5)];
    expect(fold(live, answer).samples).toMatchObject([{ dailyDdUsed: 0.03, source: 'live' }]);
    expect(fold(answer, live).samples).toMatchObject([{ dailyDdUsed: 0.03, source: 'live' }]);
  });

  it('[HA-T3] fills and closed trades are two lists', () => {
    const state = fold(
      trade(5, { side: 'buy', pnl: null }),
      trade(9),
      rest('trades', [{ ts: ts(9), pair: 'LINK/USDT', pnl: 6.31, journal_ref: 'jrn_9' }], 10),
    );
    expect(state.fills).toHaveLength(2);
    expect(state.closedTrades).toHaveLength(1);
  });

  it('[HA-T5] a double report makes one block, one fill, and an entry in the journal', () => {
    const state = fold(
      ...[trade(5), journal(5, 'EXECUTED', 'Sold LINK/USDT')],
      ...[veto(9, 'ord_1'), journal(9, 'RISK_VETO', 'ord_1 refused')],
    );
    expect([state.fills.length, state.blocks.length, state.journal.length]).toEqual([1, 1, 2]);
  });
});

describe('order and time', () => {
  it('[HA-T15] equal seconds keep their order of arrival, late ones are put in their place', () => {
    const state = fold(
      ...[journal(5, 'SKIPPED', 'a'), journal(5, 'SKIPPED', 'b'), journal(9, 'SKIPPED', 'd')],
      ...[journal(5, 'SKIPPED', 'c'), journal(1, 'SKIPPED', '0')],
    );
    expect(state.journal.map(({ body }) => body)).toEqual(['0', 'a', 'b', 'c', 'd']);
  });

  it.each([
    ['2026-02-03T09:00:05.250Z', 5_250],
    ['2026-02-03T10:00:05+01:00', 5_000],
    ['2026-02-03T09:00:05', 5_000],
    ['2026-02-03 09:00:05Z', 5_000],
  ])('[HA-T16] %s is read as UTC', (text, afterT0) => {
    const { journal } = fold(live('journal_entry', 0, { ts: text, type: 'X', tags: [], body: '' }));
    expect(journal).toMatchObject([{ atMs: T0 + afterT0, assumed: false }]);
  });

  it('[HA-T16] [HA12] a time that cannot be read is the time of receipt, and marked', () => {
    const { journal, heard } = fold(
      live('journal_entry', 0, { ts: 'yesterday', type: 'X', tags: [], body: '' }, 30),
    );
    expect(journal).toMatchObject([{ atMs: T0 + 30_200, assumed: true }]);
    expect(heard.skewMs).toBeNull();
  });

  it('a clear difference of the clocks corrects countdowns, latency does not', () => {
    expect(serverNow({ socketAtMs: T0, skewMs: 200 }, T0)).toBe(T0);
    expect(serverNow({ socketAtMs: T0, skewMs: -120_000 }, T0)).toBe(T0 + 120_000);
    expect(fold(live('snapshot', 0, snapshotFields, 120)).heard.skewMs).toBe(120_200);
  });
});

const snapshotFields = { equity: 1, phase: 'paper', dd_from_peak: 0, daily_dd_used: 0 };

describe('fills', () => {
  it('[HA-T1] size is USDT, the quantity is derived', () => {
    const [fill] = fold(trade(5, { size: 179.04, price: 17.904 })).fills;
    expect(fill?.sizeQuote).toBe(179.04);
    expect(fill?.sizeBase).toBeCloseTo(10, 9);
    expect(fold(trade(5, { price: 0 })).fills[0]?.sizeBase).toBeNull();
  });

  it('[HA-T2] null PnL stays null and zero stays zero', () => {
    const { fills } = fold(trade(1, { pnl: null }), trade(2, { pnl: 0 }));
    expect(fills.map(({ pnl }) => pnl)).toEqual([null, 0]);
  });

  it('[HA-T13] a trade without phase has that of the last snapshot before it, marked derived', () => {
    const { fills, samples } = fold(
      ...[snapshot(0, 10), snapshot(100, 10, { phase: 'live' })],
      ...[trade(50), trade(150), trade(160, { phase: 'paper' }), trade(-5)],
    );
    expect(fills.map((fill) => selectPhaseAt(samples, fill))).toEqual([
      { phase: null, derived: true },
      { phase: 'paper', derived: true },
      { phase: 'live', derived: true },
      { phase: 'paper', derived: false },
    ]);
  });
});

describe('blocks and quotes', () => {
  it('[HA-T12] the names of one rule are counted together, a rule we do not know alone', () => {
    const { blocks } = fold(
      ...[
        veto(1, 'o1', 'streak_limit'),
        veto(2, 'o2', 'consecutive_losses'),
        veto(3, 'o3', 'moon_phase'),
      ],
      block(4, 'o4', 'streak_limit'),
    );
    expect(countByRule(blocks, 'policy')).toEqual([
      { rule: 'consecutive_losses', count: 2 },
      { rule: 'moon_phase', count: 1 },
    ]);
  });

  it('[HA-T25] discarded quotes are counted per pair and reason, with their error code', () => {
    const { quotes } = fold(
      ...[
        quote(1, 'A/USDT'),
        quote(2, 'A/USDT'),
        quote(3, 'B/USDT', 'liquidity'),
        quote(4, 'B/USDT', 'odd'),
      ],
    );
    expect(groupQuotes(quotes, T0 + 2_000)).toMatchObject([
      {
        pair: 'A/USDT',
        reason: 'stale',
        code: 'QUOTE_STALE',
        count: 2,
        recent: 1,
        lastAtMs: T0 + 2000,
      },
      { pair: 'B/USDT', reason: 'liquidity', code: 'INSUFFICIENT_LIQUIDITY', count: 1 },
      { pair: 'B/USDT', reason: 'odd', code: null, count: 1 },
    ]);
  });

  it.each([
    ['twak', 'signing'],
    ['physics', 'signing'],
    ['policy', 'policy'],
    ['Risk Engine', 'policy'],
    ['moon', 'unknown'],
  ])('[HA14] the layer "%s" of REST is %s', (layer, expected) => {
    const { blocks } = fold(
      rest('risk/blocks', [{ ts: ts(1), layer, rule: 'r', order_ref: 'o' }], 2),
    );
    expect(blocks[0]?.layer).toBe(expected);
  });
});

describe('money', () => {
  it('[HA-T9] a demoted agent is DEMOTED on paper, and status_change has the last word on the status', () => {
    const demoted = fold(status(1, 'ELIGIBLE', 'LIVE'), demotion(20));
    expect([selectStatus(demoted), selectPhase(demoted), selectMoney(demoted)]).toEqual([
      'DEMOTED',
      'paper',
      'paper',
    ]);
    const echoed = apply(demoted, [status(21, 'LIVE', 'PAPER')]);
    expect(selectStatus(echoed)).toBe('PAPER');
  });

  it('is not known before anything is known', () => {
    expect(selectMoney(initialState())).toBeNull();
    expect(selectMoney(fold(quote(1, 'A/USDT')))).toBeNull();
  });

  it('is live when status or phase says live', () => {
    expect(selectMoney(fold(agent(1, { status: 'LIVE', phase: 'live' })))).toBe('live');
    expect(selectMoney(fold(agent(1), snapshot(5, 10, { phase: 'live' })))).toBe('live');
    expect(selectMoney(fold(agent(1), promotion(5)))).toBe('live');
    expect(selectMoney(fold(snapshot(1, 10)))).toBe('paper');
  });

  it('a REST answer that was on its way during a promotion does not undo it', () => {
    const late = agent(6, { last_heartbeat: ts(3) });
    const state = fold(promotion(5), late);
    expect([selectStatus(state), selectMoney(state)]).toEqual(['LIVE', 'live']);
    expect(selectStatus(apply(state, [agent(36, { last_heartbeat: ts(33) })]))).toBe('PAPER');
  });
});

describe('the equity series', () => {
  const base = [snapshot(0, 100), snapshot(900, 0), snapshot(1800, 90)];

  it('draws zero as a value and gives the drawdown as sent', () => {
    const [series] = selectEquity(fold(...base));
    expect(series).toMatchObject({ currency: 'USDT' });
    expect(series?.points.map(({ equity }) => equity)).toEqual([100, 0, 90]);
    expect(series?.points[0]?.drawdown).toBe(0.01);
  });

  it('keeps its reference while nothing of it changes, and its parts while they do not', () => {
    const before = fold(...base, trade(5));
    const quiet = apply(before, [veto(9, 'o'), quote(9, 'A/USDT'), journal(9, 'SKIPPED', 'x')]);
    expect(quiet).not.toBe(before);
    expect(selectEquity(quiet)).toBe(selectEquity(before));
    const more = apply(before, [snapshot(2700, 95)]);
    expect(selectEquity(more)[0]?.marks).toBe(selectEquity(before)[0]?.marks);
    const traded = apply(before, [trade(99)]);
    expect(selectEquity(traded)[0]?.points).toBe(selectEquity(before)[0]?.points);
    expect(selectEquity(traded)[0]?.bands).toBe(selectEquity(before)[0]?.bands);
  });

  it('is shaded by phase, with the border at the transition', () => {
    const state = fold(...base, promotion(1000), snapshot(2700, 95, { phase: 'live' }));
    const withPaper = apply(state, []);
    expect(
      selectEquity(withPaper)[0]?.bands.map(({ label, fromSec, toSec }) => [label, fromSec, toSec]),
    ).toEqual([
      ['paper', T0 / 1000, T0 / 1000 + 1000],
      ['live', T0 / 1000 + 1000, T0 / 1000 + 1800],
      ['paper', T0 / 1000 + 1800, T0 / 1000 + 2700],
      ['live', T0 / 1000 + 2700, null],
    ]);
  });

  it('marks promotion, demotion and trades', () => {
    const state = fold(
      ...[
        ...base,
        trade(5, { side: 'buy' }),
        promotion(10),
        status(11, 'PAPER', 'LIVE'),
        demotion(60),
      ],
    );
    expect(selectEquity(state)[0]?.marks.map(({ shape, text }) => `${shape}: ${text}`)).toEqual([
      'trade-buy: buy LINK/USDT, 148.20 USDT at 17.904',
      'event: Promotion: PAPER → LIVE',
      'event: Demotion: LIVE → DEMOTED (Daily drawdown, daily)',
    ]);
  });

  it('[HA-T28] marks a new configuration, and no return is computed across it', () => {
    const state = fold(...base, journal(100, 'CONFIG_CHANGE', 'version 2'));
    expect(selectEquity(state)[0]?.marks).toMatchObject([
      { timeSec: T0 / 1000 + 100, text: expect.stringContaining('do not compare') as string },
    ]);
    expect(
      Object.keys(selectEquity(state)[0] ?? {}).filter((key) => /return|pnl/i.test(key)),
    ).toEqual([]);
  });

  it('[HA-T22] the drawdown is the one from the all-time peak, not from the window drawn', () => {
    const [series] = selectEquity(fold(snapshot(0, 100, { dd_from_peak: 0.4 })));
    expect(series?.points[0]).toMatchObject({ equity: 100, drawdown: 0.4 });
  });
});

describe('REST readings', () => {
  it('[HA17] the newest answer counts, whatever order they are folded in', () => {
    const [older, newer] = [
      rest('risk/objectives', [{ rule: 'a', current: 1 }], 5),
      rest('risk/objectives', [{ rule: 'b', current: 2 }], 9),
    ];
    expect(fold(older, newer).objectives?.value[0]?.rule).toBe('b');
    expect(fold(newer, older).objectives?.value[0]?.rule).toBe('b');
  });

  it('[HA14] one agent of the list is the agent, of several none is guessed', () => {
    const row = { id: 'seed', status: 'PAPER', phase: 'paper' };
    expect(fold(rest('agents', [row], 1)).agent?.id).toBe('seed');
    expect(fold(rest('agents', [row, { ...row, id: 'other' }], 1)).agent).toBeNull();
  });

  it('[HA14] unreadable rows are counted until the next answer', () => {
    const broken = fold(rest('trades', [{ pair: 1 }, 7], 1));
    expect(broken.unreadable['rest/trades']).toBe(2);
    expect(apply(broken, [rest('trades', [], 2)]).unreadable['rest/trades']).toBe(0);
  });

  it('knows how far REST has filled the equity', () => {
    const rows = [
      { ts: ts(900), equity: 2 },
      { ts: ts(0), equity: 1 },
    ];
    expect(fold(rest('equity', rows, 1), snapshot(5000, 3)).restEquityToSec).toBe(T0 / 1000 + 900);
    expect(
      received(JSON.stringify(rows), { channel: 'rest', resource: 'equity' }, T0).message,
    ).toBeDefined();
  });
});
