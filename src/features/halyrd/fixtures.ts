import type { Fixture } from '~/session/fixture';
import type { FrameSource } from '~/session/wire';

const SOCKET: FrameSource = { channel: 'socket' };

function event(
  name: string,
  type: string,
  text: string,
  verdict: Fixture['verdict'] = 'ok',
): Fixture {
  return { name, text, source: SOCKET, verdict, type };
}

function answer(
  name: string,
  resource: string,
  text: string,
  verdict: Fixture['verdict'] = 'ok',
): Fixture {
  return { name, text, source: { channel: 'rest', resource }, verdict, type: resource };
}

const HASH = `0x${'4e'.repeat(32)}`;

/** Frames as Halyrd sends them; sources in the names. Texts of halyrd.md are verbatim. */
export const fixtures: readonly Fixture[] = [
  event(
    'an equity snapshot (halyrd.md 3.2)',
    'snapshot',
    '{"event":"snapshot","ts":"2026-02-03T09:00:00Z","equity":1187.35,"phase":"paper","dd_from_peak":0.018,"daily_dd_used":0.064}',
  ),
  event(
    'the fractions of the seed: 1.2 % from the peak, 3.1 % of the budget',
    'snapshot',
    '{"event":"snapshot","ts":"2026-02-03T09:15:00Z","equity":1190.02,"phase":"paper","dd_from_peak":0.012,"daily_dd_used":0.031}',
  ),
  event(
    'a closing trade (halyrd.md 3.3)',
    'trade',
    '{"event":"trade","ts":"2026-02-03T09:12:44Z","pair":"LINK/USDT","side":"sell","size":148.2,"price":17.904,"pnl":6.31,"fees":0.55,"phase":"paper","journal_ref":"jrn_7f21c0"}',
  ),
  event(
    'an opening trade without PnL and without phase (halyrd.md T2, T13)',
    'trade',
    '{"event":"trade","ts":"2026-02-03T08:40:10Z","pair":"LINK/USDT","side":"buy","size":150,"price":17.1,"pnl":null,"fees":0.52,"journal_ref":"jrn_7f21a8"}',
  ),
  event(
    'the journal entry of the closing trade, which carries no id (halyrd.md 3.4, T4)',
    'journal_entry',
    '{"event":"journal_entry","ts":"2026-02-03T09:12:44Z","type":"EXECUTED","tags":["EXECUTED","PAPER","LINK"],"body":"Sold LINK/USDT: target reached."}',
  ),
  event(
    'a journal entry of a new type, with no tags and with markup in its text (halyrd.md T24)',
    'journal_entry',
    '{"event":"journal_entry","ts":"2026-02-03T09:20:00Z","type":"X402_PURCHASE","tags":[],"body":"<img src=x onerror=alert(1)> bought data, see [here](javascript:alert(1))"}',
  ),
  event(
    'a policy veto (halyrd.md 3.5)',
    'risk_veto',
    '{"event":"risk_veto","ts":"2026-02-03T10:02:11Z","rule":"daily_drawdown","reason":"Entry would use more than the daily budget that is left.","order_ref":"ord_xyz789"}',
  ),
  event(
    'a signing block of the same order (halyrd.md 3.6)',
    'twak_block',
    '{"event":"twak_block","ts":"2026-02-05T11:31:07Z","rule":"per_trade_cap","reason":"310 USDT is above the cap of 250 USDT per trade.","order_ref":"ord_xyz789"}',
  ),
  event(
    'a discarded quote (halyrd.md 3.7)',
    'quote_rejected',
    '{"event":"quote_rejected","ts":"2026-02-03T10:05:30Z","pair":"CAKE/USDT","reason":"divergence","detail":"1.9 % between router and reference, limit 1 %"}',
  ),
  event(
    'a status change (halyrd.md 3.8)',
    'status_change',
    '{"event":"status_change","ts":"2026-02-04T08:00:00Z","from":"PAPER","to":"ELIGIBLE"}',
  ),
  event(
    'a promotion with its first transaction (halyrd.md 3.9)',
    'promotion',
    `{"event":"promotion","ts":"2026-02-05T09:00:00Z","first_tx_hash":"${HASH}"}`,
  ),
  event(
    'a promotion before its first transaction (halyrd.md T14)',
    'promotion',
    '{"event":"promotion","ts":"2026-02-05T09:00:00Z","first_tx_hash":null}',
  ),
  event(
    'a daily demotion (halyrd.md 3.10)',
    'demotion',
    '{"event":"demotion","ts":"2026-02-05T16:20:00Z","rule":"daily_drawdown","scope":"daily","relock_until":"2026-02-06T00:00:00Z"}',
  ),
  event(
    'a demotion for the maximum drawdown, without a time lock (halyrd.md T8)',
    'demotion',
    '{"event":"demotion","ts":"2026-02-05T16:20:00Z","rule":"max_drawdown","scope":"max","relock_until":null}',
  ),
  event(
    'the echo of the demotion (halyrd.md T5, T9)',
    'status_change',
    '{"event":"status_change","ts":"2026-02-05T16:20:01Z","from":"LIVE","to":"DEMOTED"}',
  ),
  event(
    'extra keys, which are kept (halyrd.md 11)',
    'snapshot',
    '{"event":"snapshot","ts":"2026-02-03T09:30:00Z","equity":0,"phase":"paper","dd_from_peak":0,"daily_dd_used":0,"peak":1209.1,"nested":{"a":[1,2]}}',
  ),
  event(
    'a time with fraction and offset (halyrd.md T16)',
    'status_change',
    '{"event":"status_change","ts":"2026-02-04T09:00:00.250+01:00","from":"PAPER","to":"ELIGIBLE"}',
  ),
  event(
    'a time that is none (halyrd.md T16)',
    'journal_entry',
    '{"event":"journal_entry","ts":"yesterday","type":"SKIPPED","tags":[],"body":"no signal"}',
  ),
  event(
    'an unknown event (halyrd.md 11)',
    'heartbeat',
    '{"event":"heartbeat","ts":"2026-02-03T09:00:00Z"}',
    'unknown',
  ),
  event(
    'an unknown event called like one of our REST resources',
    'event equity',
    '{"event":"equity","ts":"2026-02-03T09:00:00Z"}',
    'unknown',
  ),
  event(
    'an event called like a key of every object',
    'constructor',
    '{"event":"constructor","ts":"2026-02-03T09:00:00Z"}',
    'unknown',
  ),
  event(
    'numbers as text',
    'snapshot',
    '{"event":"snapshot","ts":"2026-02-03T09:00:00Z","equity":"1187.35","phase":"paper","dd_from_peak":"0.018","daily_dd_used":0.064}',
    'schema',
  ),
  event(
    'a bare NaN, which is read as null',
    'snapshot',
    '{"event":"snapshot","ts":"2026-02-03T09:00:00Z","equity":NaN,"phase":"paper","dd_from_peak":0.018,"daily_dd_used":0.064}',
    'schema',
  ),
  event(
    'a trade without its fields',
    'trade',
    '{"event":"trade","ts":"2026-02-03T09:00:00Z"}',
    'schema',
  ),
  event('no event name', '(none)', '{"ts":"2026-02-03T09:00:00Z","equity":1}', 'schema'),
  event('an event name that is no text', '(none)', '{"event":7}', 'schema'),
  event('a list', '(none)', '[1,2,3]', 'schema'),
  event('null', '(none)', 'null', 'schema'),
  { name: 'not JSON', text: 'pong', source: SOCKET, verdict: 'not-json', type: null },
  {
    name: 'half a frame',
    text: '{"event":"trade","ts"',
    source: SOCKET,
    verdict: 'not-json',
    type: null,
  },
  event(
    'a __proto__ key, which is dropped',
    'journal_entry',
    '{"event":"journal_entry","ts":"2026-02-03T09:00:00Z","type":"SKIPPED","tags":[],"body":"x","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  ),
  event(
    'deep nesting in an extra key',
    'status_change',
    `{"event":"status_change","ts":"2026-02-04T08:00:00Z","from":"PAPER","to":"ELIGIBLE","deep":${'['.repeat(400)}${']'.repeat(400)}}`,
  ),
  {
    name: 'a frame beyond the limit',
    text: ' '.repeat(256 * 1024 + 1),
    source: SOCKET,
    verdict: 'oversize',
    type: null,
  },

  answer(
    'the list of agents (halyrd.md 7.1)',
    'agents',
    '[{"id":"seed","name":"Seed","status":"PAPER","phase":"paper","market_mode":"spot","last_heartbeat":"2026-02-03T09:00:02Z"}]',
  ),
  answer(
    'one agent (halyrd.md 7.1)',
    'agent',
    '{"id":"seed","name":"Seed","status":"DEMOTED","phase":"paper","market_mode":"spot","last_heartbeat":"2026-02-05T16:21:00Z"}',
  ),
  answer(
    'equity without daily_dd_used (halyrd.md 7.2, T13)',
    'equity',
    '[{"ts":"2026-02-03T08:00:00Z","equity":1181.9,"phase":"paper","dd_from_peak":0.022},{"ts":"2026-02-03T09:00:00Z","equity":1187.35,"phase":"paper","dd_from_peak":0.018}]',
  ),
  answer(
    'closed trades, with a row that cannot be read (halyrd.md 7.2)',
    'trades',
    '[{"ts":"2026-02-03T09:12:44Z","pair":"LINK/USDT","side":"sell","size":148.2,"price":17.904,"pnl":6.31,"fees":0.55,"hold_time":1954,"risk_taken":0.01},{"pair":7}]',
  ),
  answer(
    'the journal with ids (halyrd.md 7.2)',
    'journal',
    '[{"id":"jrn_7f21c0","ts":"2026-02-03T09:12:44Z","type":"EXECUTED","tags":["EXECUTED","PAPER","LINK"],"body":"Sold LINK/USDT: target reached."}]',
  ),
  answer(
    'blocks of both layers (halyrd.md 7.3)',
    'risk/blocks',
    '[{"ts":"2026-02-03T10:02:11Z","layer":"policy","rule":"daily_drawdown","reason":"Entry would use more than the daily budget that is left.","order_ref":"ord_xyz789"},{"ts":"2026-02-05T11:31:07Z","layer":"twak","rule":"per_trade_cap","reason":"Above the cap.","order_ref":"ord_xyz789"}]',
  ),
  answer(
    'objectives: fractions, counts, headroom in per cent (halyrd.md 7.3)',
    'risk/objectives',
    '[{"rule":"max_drawdown","current":0.035,"limit":0.2,"headroom_pct":82.5},{"rule":"daily_drawdown","current":0.005,"limit":0.08,"headroom_pct":93.8},{"rule":"consecutive_losses","current":2,"limit":4,"headroom_pct":null}]',
  ),
  answer(
    'the evaluation, extended (halyrd.md 7.4)',
    'evaluation',
    '{"state":"WINDOW_EXTENDED","eligible":false,"window_days_elapsed":9,"eval_window_days":7,"trade_floor":10,"closed_trades":8,"objectives":[{"rule":"positive_expectancy","current":0.42,"limit":null,"met":true},{"rule":"max_drawdown","current":0.035,"limit":0.2,"met":true,"headroom_pct":82.5}]}',
  ),
  answer(
    'the description of a FastAPI backend (halyrd.md 7.1)',
    'openapi',
    '{"openapi":"3.1.0","paths":{"/agents/{id}":{"get":{}},"/agents/{id}/promote":{"post":{"requestBody":{"content":{"application/json":{"schema":{"properties":{"force":{"type":"boolean"}}}}}}}},"/agents/{id}/kill-switch":{"post":{}}}}',
  ),
  answer('the watchlist (halyrd.md 7.1)', 'watchlist', '["ETH/USDT","CAKE/USDT"]'),
  answer('a watchlist in an object', 'watchlist', '{"watchlist":["ETH/USDT"]}'),
  {
    ...answer('what an action answers, which is not documented', 'action/promote', '{"ok":true}'),
    type: 'action',
  },
  answer('a list that is none', 'equity', '{"detail":"Not Found"}', 'schema'),
  answer('a resource that we do not know', 'indicators', '[]', 'unknown'),
];
