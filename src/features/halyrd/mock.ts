import type { FeatureMock, MockContext, MockWire, WorldEvents } from '~/mock/contract';
import { answer } from './mock-rest';
import { createLedger, createSettings, isoSecond, keep, money, type Ledger } from './mock-backend';
import { blockKey } from './blocks';
import { contentOf } from './journal';

/** The server side of the Halyrd wire: one agent, one stream, history over REST. */
export const mock: FeatureMock = { id: 'halyrd', start };

/** A policy violation: what a proxy in front of Halyrd, which itself asks for no key, closes with. */
const REFUSED = 1008;

function start(context: MockContext): MockWire {
  const { world } = context;
  const random = context.random.fork('halyrd');
  const ledger = createLedger(world, random.fork('history'));
  const speak = speaker(context, ledger);
  const settings = createSettings(world);
  const journal = (type: string, tags: readonly string[], body: string) =>
    void speak.journal(type, tags, body, world.now());

  world.on('equity', ({ of }, atMs) => 'agent' in of && speak.snapshot(atMs));
  world.on('fill', (fill, atMs) => 'agent' in fill.by && speak.fill(fill, atMs));
  world.on('refusal', (refusal, atMs) => speak.refusal(refusal, atMs));
  world.on('skip', (skip, atMs) => speak.skip(skip, atMs));
  world.on('lifecycle', (move, atMs) => speak.lifecycle(move, atMs));

  return {
    upgrade: (path) =>
      path === '/ws/agents/current' || path === `/ws/agents/${world.agent.id}`
        ? null
        : { status: 404, reason: 'Not Found' },
    // Connecting is subscribing; nothing is sent on opening and nothing is expected.
    opened: () => undefined,
    received: () => undefined,
    rest: (request) => answer(request, { world, ledger, settings, journal, after: context.after }),
    burst(count) {
      for (let sent = 0; sent < count;)
        sent += speak.anything(count - sent === 1 ? 0 : random.next(), random);
    },
    refuseKey: (socket) => socket.close(REFUSED, 'authentication required'),
    // The journal is append-only on disk: a restart loses nothing.
    restarted: () => undefined,
  };
}

function speaker({ world, broadcast }: MockContext, ledger: Ledger) {
  let made = 0;

  function emit(type: string, key: string, atMs: number, fields: object): number {
    broadcast({ type, key, text: JSON.stringify({ event: type, ts: isoSecond(atMs), ...fields }) });
    return 1;
  }

  /** Writes and announces a journal entry; its id stays with REST. */
  function journal(type: string, tags: readonly string[], body: string, atMs: number): number {
    return announce(ledger.write({ ts: isoSecond(atMs), type, tags, body }), atMs);
  }

  function announce({ ts, type, tags, body }: Ledger['journal'][number], atMs: number): number {
    return emit('journal_entry', contentOf(ts, type, body), atMs, { type, tags, body });
  }

  function snapshot(atMs: number): number {
    const { equity, phase, ddFromPeak, dailyDrawdown, dailyLimit } = world.agent;
    return emit('snapshot', isoSecond(atMs), atMs, {
      equity: money(equity),
      phase,
      dd_from_peak: ddFromPeak,
      // The seed calls it the share of the daily budget.
      daily_dd_used: Number((dailyDrawdown / dailyLimit).toFixed(4)),
    });
  }

  function fill(event: WorldEvents['fill'], atMs: number): number {
    const { base, side, price, pnl, fees, why } = event;
    const { phase } = world.agent;
    const pair = `${base}/USDT`;
    const size = money(event.sizeBase * price);
    const ts = isoSecond(atMs);
    const entry = ledger.write({
      ts,
      type: 'EXECUTED',
      tags: ['EXECUTED', phase.toUpperCase(), base],
      body: `${side === 'buy' ? 'Bought' : 'Sold'} ${pair} for ${size} USDT at ${price}: ${why}`,
    });
    const trade = { pair, side, size, price, pnl, fees, phase, journal_ref: entry.id };
    emit('trade', entry.id, atMs, trade);
    if (pnl !== null) keep(ledger.trades, { ts, ...trade });
    return 1 + announce(entry, atMs);
  }

  function refusal(event: WorldEvents['refusal'], atMs: number): number {
    const pair = `${event.base}/USDT`;
    return event.layer === 'quote'
      ? quote(pair, event.rule, event.reason, atMs)
      : block(event.layer, event, atMs);
  }

  function quote(pair: string, reason: string, detail: string, atMs: number): number {
    const code = QUOTE_CODES[reason] ?? reason;
    const body = `Skipped ${pair}: ${code}, ${detail}`;
    return (
      emit('quote_rejected', `${isoSecond(atMs)}|${pair}|${reason}`, atMs, {
        pair,
        reason,
        detail,
      }) + journal('SKIPPED', ['SKIPPED', code, pair], body, atMs)
    );
  }

  function block(
    layer: 'policy' | 'signing',
    { rule, reason, orderRef, base }: WorldEvents['refusal'],
    atMs: number,
  ): number {
    const ts = isoSecond(atMs);
    const order_ref = orderRef ?? `ord_m${(made += 1)}`;
    const key = blockKey(layer, rule, order_ref, ts);
    const isVeto = layer === 'policy';
    keep(ledger.blocks, { ts, layer: isVeto ? 'policy' : 'twak', rule, reason, order_ref });
    const type = isVeto ? 'RISK_VETO' : 'TWAK_BLOCK';
    return (
      emit(isVeto ? 'risk_veto' : 'twak_block', key, atMs, { rule, reason, order_ref }) +
      journal(type, [type, base], `${order_ref} refused by ${rule}: ${reason}`, atMs)
    );
  }

  function skip({ base, why }: WorldEvents['skip'], atMs: number): number {
    return journal('SKIPPED', ['SKIPPED', base], `Skipped ${base}/USDT: ${why}`, atMs);
  }

  function lifecycle({ from, to, cause }: WorldEvents['lifecycle'], atMs: number): number {
    const ts = isoSecond(atMs);
    let sent = 0;
    if (cause.kind === 'promotion') {
      const first_tx_hash = cause.txHash;
      sent += emit('promotion', first_tx_hash ?? ts, atMs, { first_tx_hash });
    }
    if (cause.kind === 'demotion') {
      const { rule, scope, relockUntilMs } = cause;
      const relock_until = relockUntilMs === null ? null : isoSecond(relockUntilMs);
      sent += emit('demotion', `${ts}|${rule}`, atMs, { rule, scope, relock_until });
    }
    sent += emit('status_change', `${ts}|${from}|${to}`, atMs, { from, to });
    return (
      sent +
      journal(
        'STATUS_CHANGE',
        ['STATUS_CHANGE', to],
        `Status ${from} → ${to} (${cause.kind})`,
        atMs,
      )
    );
  }

  /** One more plausible thing, for bursts. `at` in [0, 1) chooses which. Gives the number of frames sent. */
  function anything(at: number, random: MockContext['random']): number {
    const atMs = world.now();
    const base = random.pick(world.bases);
    const orderRef = `ord_b${(made += 1)}`;
    if (at < 0.45) return skip({ base, why: `no signal in look ${made}` }, atMs);
    if (at < 0.6) {
      return block(
        'policy',
        { layer: 'policy', rule: 'streak_limit', reason: 'burst', orderRef, base },
        atMs,
      );
    }
    if (at < 0.7) return quote(`${base}/USDT`, 'stale', `quote ${made} is 40 s old`, atMs);
    const side = random.chance(0.5) ? 'buy' : 'sell';
    const price = world.price(base);
    const pnl = side === 'buy' ? null : money(random.between(-5, 8));
    const size = { sizeBase: random.between(50, 250) / price, price, pnl, fees: 0.4 };
    return fill(
      { by: { agent: true }, tradeId: made, base, side, ...size, orderRef, why: 'burst' },
      atMs,
    );
  }

  return { journal, snapshot, fill, refusal, skip, lifecycle, anything };
}

const QUOTE_CODES: Readonly<Record<string, string>> = {
  divergence: 'QUOTE_DIVERGENCE',
  stale: 'QUOTE_STALE',
  liquidity: 'INSUFFICIENT_LIQUIDITY',
};
