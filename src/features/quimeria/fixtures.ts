import type { Fixture } from '~/session/fixture';
import { fullStepText, warmUpStepText } from './fixture-step';

const socket = { channel: 'socket' } as const;
const rest = (resource: string) => ({ channel: 'rest', resource }) as const;

/**
 * The example of the seed document, verbatim but for one thing: its sensor list holds only a comment,
 * `[ /* 14 SMK + 6 plugin sensor rows *\/ ]`, which is no JSON. The comment is left out, so the list is empty.
 */
export const seedBarText = `{
  "type": "bar",
  "data": {
    "live": true,
    "symbol": "EURUSDT",
    "bar": {
      "time": 1715123400,
      "open": 1.09120,
      "high": 1.09180,
      "low": 1.09090,
      "close": 1.09155,
      "volume": 843
    },
    "bar_index": 101,
    "total_bars": 101,
    "veto": {
      "decision": "Proceed",
      "reasons": [],
      "trade_allowed": true
    },
    "amd": {"state": "Distribution", "changed": false},
    "fusion": {"p_fused": 0.71, "confidence": 0.78, "regime": "TRENDING"},
    "sensors": [ ],
    "execution": {
      "action": "LONG",
      "is_armed": true,
      "stop_loss_price": 1.09050,
      "take_profit_price": 1.09350,
      "lot_size": 0.03
    }
  }
}`;

export const seedStatusText = `{
  "running": true,
  "symbol": "EURUSDT",
  "granularity": "1m",
  "clients": 1,
  "last_ts": 1715123400
}`;

/** quimeria.md 4.2, verbatim. */
export const liveHaltText = `{"type":"bar","data":{
  "live":true,"symbol":"BTCUSDT",
  "bar":{"time":1767603660,"open":64210.4,"high":64255.0,"low":64198.7,"close":64231.9,"volume":12.84},
  "bar_index":117,"total_bars":118,
  "veto":{"decision":"Halt","reasons":["L3:LIAR_STATE"],"trade_allowed":false},
  "amd":{"state":"Manipulation","prev":"Accumulation","changed":true,"R_MASTER":false},
  "fusion":{"p_fused":0.0,"confidence":0.61,"veto_active":true,"active_lambdas":["λ3_harmonic(VETO)"],"regime":"REVERSE_PERIOD","status":"VETO ACTIVATED by: λ3_harmonic"},
  "sensors":[{"id":"s01","name":"PHASE ENTRAP","score":0.58,"active":true}],
  "execution":{"action":"HALT","reason":"Halt","is_armed":false,"direction":0,"lot_size":0.0}
}}`;

export const fullBarText = `{"type":"bar","data":${fullStepText('0.3')}}`;
export const nanBarText = `{"type":"bar","data":${fullStepText('NaN')}}`;
export const warmUpBarText = `{"type":"bar","data":${warmUpStepText}}`;

/** Frames as servers send them, and what the door must make of each. */
export const fixtures: readonly Fixture[] = [
  bar("the seed's bar, its comment taken out (seed, Message format)", seedBarText),
  bar('a halted bar (quimeria.md 4.2)', liveHaltText),
  bar('a full step result (quimeria.md 5.1 to 5.12)', fullBarText),
  bar('a step result with bare NaN (quimeria.md T1)', nanBarText),
  bar(
    'infinities outside and NaN inside a text (quimeria.md T1)',
    oddBar('"note":"NaN is not Infinity","kl":{"score":-Infinity}'),
  ),
  bar('the warm-up placeholder (quimeria.md 5.2)', warmUpBarText),
  bar(
    'only a time and a close (quimeria.md 5.14)',
    '{"type":"bar","data":{"bar":{"time":1767603660,"close":1}}}',
  ),
  bar(
    'a time in milliseconds (quimeria.md T3)',
    '{"type":"bar","data":{"bar":{"time":1767603660000,"close":1}}}',
  ),
  bar(
    'a time in ISO text (quimeria.md T3)',
    '{"type":"bar","data":{"bar":{"time":"2026-01-05T09:01:00Z","close":1}}}',
  ),
  bar(
    'a flat bar (quimeria.md 5.13)',
    '{"type":"bar","data":{"t":1767603660,"o":1,"h":3,"l":0.5,"c":2,"symbol":"X"}}',
  ),
  bar(
    'the React build (quimeria.md 5.13)',
    oddBar(
      '"causality":{"granger":{"p_value":0.04,"significant":true}},"smart":{"sequence":"BU"},"rhythm":{"status":"OK"},"fusion":{"weights":{"l1":0.2}},"mandra":{"clamped_size":0.01},"lambdas":{"l1":0.4},"gmos":{"execute":false,"available":true}',
    ),
  ),
  bar(
    'blocks of wrong types',
    oddBar(
      '"veto":"Halt","amd":[],"sensors":[null,{"id":7},{"id":"s01","score":"high"}],"kl":{"score":"x"},"execution":null',
    ),
  ),
  bar('keys nobody has heard of', oddBar('"quantum":{"foam":[1,[2]]},"constructor":1')),
  known('a JSON pong (quimeria.md 4.2)', '{"type":"pong"}', 'pong'),
  known('a raw pong (seed, client example)', 'pong', 'pong'),
  known('a server ping (quimeria.md 4.2)', '{"type":"ping"}', 'ping'),
  known('an echo, valid (quimeria.md 3.1)', '{"echo":"hello"}', 'echo'),
  known('an echo, unescaped (quimeria.md 3.1)', '{"echo":"{"action":"run"}"}', 'echo'),
  known(
    'a failed bootstrap (quimeria.md 4.2)',
    '{"type":"error","message":"Failed to fetch initial candles from Bitget"}',
    'error',
  ),
  known(
    'a failed poll (quimeria.md 4.2)',
    '{"type":"error","message":"Feed error: timed out"}',
    'error',
  ),
  known('an error without words', '{"type":"error"}', 'error'),
  known('the end of a replay (quimeria.md 4.2)', '{"type":"done"}', 'done'),
  known('a stopped replay (quimeria.md 4.2)', '{"type":"stopped"}', 'stopped'),
  known('a reset replay (quimeria.md 4.2)', '{"type":"reset"}', 'reset'),
  known(
    'an order of the SDK (quimeria.md 4.2)',
    '{"type":"order","event":"opened","order":{"side":"buy","lots":0.03,"price":1.0912}}',
    'order',
  ),
  known(
    'a tick (quimeria.md 4.2)',
    '{"type":"tick","data":{"price":64231.9,"symbol":"BTCUSDT","time":1767603671}}',
    'tick',
  ),
  known('a log line (quimeria.md 4.2)', '{"type":"log","data":"kernel started <b>now</b>"}', 'log'),
  answer('a running feed (seed, Starting the live feed)', seedStatusText, 'live/status'),
  answer(
    'a stopped feed (quimeria.md 8.1)',
    '{"running":false,"symbol":"EURUSDT","granularity":"5m","clients":0,"last_ts":0}',
    'live/status',
  ),
  answer(
    'an accepted start (quimeria.md 8.1)',
    '{"status":"ok","symbol":"EURUSDT","granularity":"1m"}',
    'live/start',
  ),
  answer(
    'a loaded sample (quimeria.md 8.2)',
    '{"status":"ok","count":300,"source":"SAMPLE:EURUSD-5M"}',
    'load/sample',
  ),
  answer(
    'a loaded file (quimeria.md 8.2)',
    '{"status":"ok","count":3,"source":"bars.csv"}',
    'load/csv',
  ),
  answer('an accepted stop (quimeria.md 8.1)', '{"status":"stopped"}', 'live/stop'),
  answer(
    'a stop that is not available (quimeria.md 8.1)',
    '{"status":"realtime not available"}',
    'live/stop',
  ),
  answer(
    'a healthy server (quimeria.md 8.3)',
    '{"status":"ok","pipeline_ready":false}',
    'api/ping',
  ),
  answer(
    'the pipeline status (quimeria.md 8.3)',
    '{"bars_loaded":118,"cursor":118,"amd_state":"Manipulation","modules_ok":["kl"],"modules_failed":["topology: no module named ripser"]}',
    'api/status',
  ),
  answer(
    'the plugins, one of which did not load (quimeria.md 8.3)',
    '{"plugins":[{"name":"MarketRhythm","layer":"L2-ext","sensor":"p01","enabled":true,"ready":false,"warmup":64,"bars":12},{"name":"KineticExec","layer":"EXE-ext","sensor":"p07","enabled":false,"ready":true,"warmup":3,"bars":12}],"errors":{"MarketVision":"No module named cv2"}}',
    'plugins',
  ),
  answer(
    'plugins switched (quimeria.md 8.3)',
    '{"status":"ok","enabled":["MarketRhythm"]}',
    'plugins/toggle',
  ),
  answer(
    'modules switched (quimeria.md 8.3)',
    '{"status":"ok","enabled":["bias"],"disabled":["topology"]}',
    'config/modules',
  ),
  answer(
    'the tail of the log, NaN and a broken line in it (quimeria.md 7)',
    JSON.stringify({
      filename: 'raw_bars.log',
      total_lines: 2,
      lines: [fullStepText('NaN'), '{"bar":'],
    }),
    'logs/raw_bars',
  ),
  broken(
    'a bar without a close',
    '{"type":"bar","data":{"bar":{"time":1767603660}}}',
    'schema',
    'bar',
  ),
  broken(
    'a bar whose close is NaN',
    '{"type":"bar","data":{"bar":{"time":1767603660,"close":NaN}}}',
    'schema',
    'bar',
  ),
  broken(
    'a bar whose time is none (quimeria.md T3)',
    '{"type":"bar","data":{"bar":{"time":"soon","close":1}}}',
    'schema',
    'bar',
  ),
  broken('a bar without data', '{"type":"bar"}', 'schema', 'bar'),
  broken(
    "another project's flat message (quimeria.md T26)",
    '{"price":1.1,"signal":"BUY","stability":0.4,"timestamp":1767603660}',
    'schema',
    '(none)',
  ),
  broken('a type nobody has heard of', '{"type":"quantum","data":{}}', 'unknown', 'quantum'),
  broken('a broken frame', '{"type":"bar","data":', 'not-json', null),
  broken('HTML of a proxy', '<html><body>502</body></html>', 'not-json', null),
];

function bar(name: string, text: string): Fixture {
  return known(name, text, 'bar');
}

function oddBar(rest: string): string {
  return `{"type":"bar","data":{"bar":{"time":1767603660,"close":1},${rest}}}`;
}

function known(name: string, text: string, type: string): Fixture {
  return { name, text, source: socket, verdict: 'ok', type };
}

function answer(name: string, text: string, resource: string): Fixture {
  return { name, text, source: rest(resource), verdict: 'ok', type: `rest:${resource}` };
}

function broken(
  name: string,
  text: string,
  verdict: Fixture['verdict'],
  type: string | null,
): Fixture {
  return { name, text, source: socket, verdict, type };
}
