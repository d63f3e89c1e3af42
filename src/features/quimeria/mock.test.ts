import { describe, expect, it } from 'vitest';
import type { MockReply, MockWire } from '~/mock/contract';
import { decode } from '~/session/decode';
import type { FrameSource } from '~/session/wire';
import { bars } from './chart';
import { barOf, createFakeContext, START_SEC, type FakeContext } from './mock-context.fake';
import { mock } from './mock';
import { heard } from './sample-bars';
import { initialState } from './state';
import { gateOf } from './step';
import type { Step } from './step-schema';
import { apply } from './store';
import { quimeriaWire } from './wire';

const socketSource: FrameSource = { channel: 'socket' };

function boot(): { readonly fake: FakeContext; readonly wire: MockWire } {
  const fake = createFakeContext();
  return { fake, wire: mock.start(fake.context) };
}

function open({ fake, wire }: ReturnType<typeof boot>, path = '/ws/live') {
  expect(wire.upgrade(path, new URLSearchParams())).toBeNull();
  const socket = fake.connect(path);
  wire.opened(socket);
  return socket;
}

function request(wire: MockWire, method: string, path: string, body?: unknown): MockReply {
  const [bare = '', query = ''] = path.split('?');
  const reply = wire.rest({
    method,
    path: bare,
    query: new URLSearchParams(query),
    headers: {},
    body,
  });
  if (!reply) throw new Error(`no ${path}`);
  return reply;
}

function textsOf(fake: FakeContext): string[] {
  return fake.sent.map(({ text }) => text);
}

function stepIn(text: string | undefined): Step {
  const { message } = decode(quimeriaWire, text ?? '', socketSource);
  if (message?.type !== 'bar') throw new Error(`not a bar: ${text}`);
  return message.data;
}

function stepsIn(fake: FakeContext): Step[] {
  return fake.sent.filter(({ type }) => type === 'bar').map(({ text }) => stepIn(text));
}

describe('the mock on /ws/live', () => {
  it('[QU1] sends every bar of the feed as a frame that decodes, and nothing of other instruments', () => {
    const app = boot();
    open(app);
    for (let minute = 0; minute < 30; minute += 1) {
      app.fake.closeBar('BTC', minute);
      app.fake.closeBar('ETH', minute);
    }
    expect(
      textsOf(app.fake).map((text) => decode(quimeriaWire, text, socketSource).verdict.kind),
    ).toEqual(Array.from({ length: 30 }, () => 'ok'));
    expect(new Set(stepsIn(app.fake).map((step) => step.symbol))).toEqual(new Set(['BTCUSDT']));
    expect(app.fake.sent.map(({ key }) => key).slice(0, 2)).toEqual([
      `BTCUSDT:${START_SEC}`,
      `BTCUSDT:${START_SEC + 60}`,
    ]);
  });

  it('[F6] opens its bars by a clock that is off while the fault is on', () => {
    const app = boot();
    open(app);
    app.fake.closeBar('BTC', 0);
    app.fake.faults.set('clockSkew', 120);
    app.fake.closeBar('BTC', 1);
    app.fake.faults.set('clockSkew', true);
    app.fake.closeBar('BTC', 2);
    app.fake.faults.delete('clockSkew');
    app.fake.closeBar('BTC', 3);
    const minutes = stepsIn(app.fake).map(({ bar }) => (bar.time - START_SEC) / 60);
    expect(minutes).toEqual([0, 3, 4, 3]);
  });

  it('[QU-T1] writes some numbers as bare NaN, as Python does', () => {
    const app = boot();
    open(app);
    for (let minute = 0; minute < 7; minute += 1) app.fake.closeBar('BTC', minute);
    const withNaN = textsOf(app.fake).filter((text) => text.includes(':NaN'));
    expect(withNaN).toHaveLength(1);
    expect(() => void JSON.parse(withNaN[0]!)).toThrow();
    expect(stepIn(withNaN[0]).vol_decay?.ratio).toBeNull();
  });

  it('[QU4] sends complete step results of the size that was seen', () => {
    const app = boot();
    open(app);
    app.fake.closeBar('BTC', 0);
    const [text = ''] = textsOf(app.fake);
    expect(text.length).toBeGreaterThan(4_000);
    expect(text.length).toBeLessThan(9_000);
    const step = stepIn(text);
    const blocks =
      'veto amd fusion sensors execution dealing_range bias ipda_phase eq_cross session swings fvg ob vol_profile vol_decay displacement harmonic expansion manipulation kl topology mandra order_flow lambda_7 lambda_8 plugins';
    for (const block of blocks.split(' ')) expect(step, block).toHaveProperty(block);
  });

  it('[QU7] sends what the kernel of the world decided', () => {
    const app = boot();
    open(app);
    app.fake.closeBar('BTC', 0, {
      decision: 'Halt',
      reasons: ['TOPO:H1_FRACTURE'],
      amd: 'Manipulation',
      regime: 'LIAR_STATE',
    });
    const [step] = stepsIn(app.fake);
    expect(step).toMatchObject({
      veto: { decision: 'Halt', reasons: ['TOPO:H1_FRACTURE'], trade_allowed: false },
      amd: { state: 'Manipulation', prev: 'Accumulation', changed: true },
      fusion: { regime: 'LIAR_STATE' },
      topology: { fractured: true },
      execution: { action: 'HALT', is_armed: false },
    });
  });

  it('[QU-T22] changes market cycles, which the published build was never seen to do', () => {
    const app = boot();
    open(app);
    app.fake.closeBar('BTC', 0, { amd: 'Distribution', amdBefore: 'Manipulation' });
    expect(stepsIn(app.fake)[0]!.amd).toMatchObject({ state: 'Distribution', changed: true });
  });

  it('[QU-T13] arms a plan only when the gate is open and the bias clear', () => {
    const app = boot();
    open(app);
    app.fake.closeBar('BTC', 0, { bias: 0.9 });
    app.fake.closeBar('BTC', 1, { bias: 0.1 });
    expect(
      stepsIn(app.fake).map((step) => [
        gateOf(step),
        step.execution?.action,
        step.execution?.is_armed,
      ]),
    ).toEqual([
      ['open', 'TRADE', true],
      ['open', 'HALT', false],
    ]);
  });

  it('[QU-T2] answers ping with a JSON pong, echoes other text unescaped, and closes on stop', () => {
    const app = boot();
    const socket = open(app);
    for (const text of ['ping', '{"action":"run"}', 'stop']) app.wire.received(socket, text);
    expect(textsOf(app.fake)).toEqual(['{"type":"pong"}', '{"echo":"{"action":"run"}"}']);
    expect(socket.closes).toEqual([{ code: 1000 }]);
  });

  it('[QU2] pings a client that has been quiet for 30 s, and not one that pings every 20', () => {
    const app = boot();
    const socket = open(app);
    app.fake.pass(20_000);
    app.wire.received(socket, 'ping');
    app.fake.pass(29_999);
    expect(app.fake.sent.map(({ type }) => type)).toEqual(['pong']);
    app.fake.pass(1);
    expect(app.fake.sent.at(-1)!.text).toBe('{"type":"ping"}');
    app.wire.closed!(socket);
    app.fake.pass(100_000);
    expect(app.fake.sent).toHaveLength(2);
  });

  it('[QU13] sends up to five missed bars in a burst when nobody was connected', () => {
    const app = boot();
    for (let minute = 0; minute < 9; minute += 1) app.fake.closeBar('BTC', minute);
    expect(app.fake.sent).toEqual([]);
    open(app);
    app.fake.tick();
    expect(stepsIn(app.fake).map((step) => step.bar.time)).toEqual(
      [4, 5, 6, 7, 8].map((minute) => barOf(minute).timeSec),
    );
    app.fake.tick();
    expect(app.fake.sent).toHaveLength(5);
  });

  it('[QU9] holds fewer bars after a restart', () => {
    const app = boot();
    open(app);
    for (let minute = 0; minute < 5; minute += 1) app.fake.closeBar('BTC', minute);
    app.wire.restarted();
    app.fake.closeBar('BTC', 5);
    expect(stepsIn(app.fake).map((step) => step.total_bars)).toEqual([
      301, 302, 303, 304, 305, 101,
    ]);
  });

  it('[QU8] repeats bars that are known when it is told to burst, so that the chart stays true', () => {
    const app = boot();
    open(app);
    for (let minute = 0; minute < 5; minute += 1) app.fake.closeBar('BTC', minute);
    const before = apply(initialState, messagesOf(app.fake));
    app.wire.burst(250);
    expect(app.fake.sent).toHaveLength(255);
    const after = apply(before, messagesOf(app.fake));
    expect(after.series).toHaveLength(1);
    expect(
      bars(after)[0]!
        .bars.slice(-5)
        .map(({ timeSec, close }) => [timeSec, close]),
    ).toEqual(bars(before)[0]!.bars.map(({ timeSec, close }) => [timeSec, close]));
  });

  it('[QU12] refuses other paths with 403, as the framework does', () => {
    expect(boot().wire.upgrade('/ws', new URLSearchParams())?.status).toBe(403);
  });
});

describe('the mock over REST', () => {
  it('[QU13] has run before anybody came, so that its log fills the chart at once', () => {
    const { wire } = boot();
    const { body } = request(wire, 'GET', '/api/logs/raw_bars.log?lines=200');
    const source = { channel: 'rest', resource: 'logs/raw_bars' } as const;
    const { message } = decode(quimeriaWire, JSON.stringify(body), source);
    const state = apply(initialState, [heard(message!, 1, { source, origin: 'backfill' })]);
    expect(state.series[0]!.facts.map((fact) => fact.timeSec)).toEqual(
      Array.from({ length: 200 }, (_, place) => barOf(place - 200).timeSec),
    );
  });

  it('[QU14] starts, stops and reports the feed', () => {
    const app = boot();
    open(app);
    expect(request(app.wire, 'GET', '/api/live/status').body).toMatchObject({
      running: true,
      symbol: 'BTCUSDT',
      granularity: '1m',
      clients: 1,
    });
    expect(request(app.wire, 'POST', '/api/live/stop').body).toEqual({ status: 'stopped' });
    app.fake.closeBar('BTC', 0);
    expect(app.fake.sent).toEqual([]);
    const start = { symbol: 'ethusdt', granularity: '1m' };
    expect(request(app.wire, 'POST', '/api/live/start', start).body).toEqual({
      status: 'ok',
      ...start,
    });
    app.fake.closeBar('ETH', 1);
    expect(stepsIn(app.fake).map((step) => [step.symbol, step.total_bars])).toEqual([
      ['ETHUSDT', 101],
    ]);
    expect(request(app.wire, 'POST', '/api/live/start').status).toBe(422);
  });

  it('[QU-T6] accepts a start of an instrument that the exchange does not have, and tells open sockets of its failure', () => {
    const app = boot();
    open(app);
    request(app.wire, 'POST', '/api/live/stop');
    const body = { symbol: 'EURUSDT', granularity: '1m' };
    expect(request(app.wire, 'POST', '/api/live/start', body).body).toMatchObject({ status: 'ok' });
    expect(textsOf(app.fake)).toEqual([
      '{"type":"error","message":"Failed to fetch initial candles from Bitget"}',
    ]);
    expect(request(app.wire, 'GET', '/api/live/status').body).toMatchObject({ running: false });
  });

  it('[QU-T7] goes on with the new symbol on the old history when started while it runs', () => {
    const app = boot();
    open(app);
    app.fake.closeBar('BTC', 0);
    request(app.wire, 'POST', '/api/live/start', { symbol: 'ETHUSDT', granularity: '1m' });
    app.fake.closeBar('ETH', 1);
    expect(stepsIn(app.fake).map((step) => [step.symbol, step.total_bars])).toEqual([
      ['BTCUSDT', 301],
      ['ETHUSDT', 302],
    ]);
    expect(apply(initialState, messagesOf(app.fake)).notes).toHaveLength(1);
  });

  it('[QU6] makes longer bars of whole minutes', () => {
    const app = boot();
    open(app);
    request(app.wire, 'POST', '/api/live/stop');
    request(app.wire, 'POST', '/api/live/start', { symbol: 'BTCUSDT', granularity: '5m' });
    for (let minute = 0; minute < 10; minute += 1) app.fake.closeBar('BTC', minute);
    expect(stepsIn(app.fake).map(({ bar }) => [bar.time, bar.open, bar.close])).toEqual([
      [START_SEC, barOf(0).open, barOf(4).close],
      [START_SEC + 300, barOf(5).open, barOf(9).close],
    ]);
  });

  it.each([
    ['GET', '/api/live/status', 'live/status'],
    ['GET', '/api/ping', 'api/ping'],
    ['GET', '/api/status', 'api/status'],
    ['POST', '/api/live/stop', 'live/stop'],
    ['GET', '/api/logs/raw_bars.log?lines=3', 'logs/raw_bars'],
  ])('[QU1] answers %s %s in the shape that the wire expects', (method, path, resource) => {
    const { fake, wire } = boot();
    for (let minute = 0; minute < 5; minute += 1) fake.closeBar('BTC', minute);
    const text = JSON.stringify(request(wire, method, path).body);
    expect(decode(quimeriaWire, text, { channel: 'rest', resource }).verdict.kind).toBe('ok');
  });

  it('[QU13] gives the tail of its log, NaN and all', () => {
    const { fake, wire } = boot();
    for (let minute = 0; minute < 8; minute += 1) fake.closeBar('BTC', minute);
    const { lines } = request(wire, 'GET', '/api/logs/raw_bars.log?lines=6').body as {
      lines: string[];
    };
    expect(lines).toHaveLength(6);
    expect(lines.some((line) => line.includes(':NaN'))).toBe(true);
    const text = JSON.stringify({ filename: 'raw_bars.log', total_lines: 8, lines });
    const source = { channel: 'rest', resource: 'logs/raw_bars' } as const;
    const { message } = decode(quimeriaWire, text, source);
    const state = apply(initialState, [heard(message!, 1, { source, origin: 'backfill' })]);
    expect(state.series[0]!.facts.map((fact) => fact.timeSec)).toEqual(
      [2, 3, 4, 5, 6, 7].map((minute) => barOf(minute).timeSec),
    );
  });

  it('[QU12] knows nothing of endpoints that other builds have', () => {
    const { wire } = boot();
    expect(
      wire.rest({
        method: 'GET',
        path: '/api/nothing',
        query: new URLSearchParams(),
        headers: {},
        body: undefined,
      }),
    ).toBeNull();
  });
});

describe('the mock on /ws/stream', () => {
  function replay() {
    const app = boot();
    request(app.wire, 'POST', '/api/load/sample');
    const socket = open(app, '/ws/stream');
    return {
      ...app,
      say: (command: unknown) => app.wire.received(socket, JSON.stringify(command)),
      socket,
    };
  }

  it('[QU12] steps, runs, stops and resets over the loaded bars', () => {
    const { fake, say } = replay();
    say({ action: 'step' });
    say({ action: 'run', speed: 100 });
    fake.pass(350);
    say({ action: 'stop' });
    fake.pass(1_000);
    say({ action: 'reset' });
    say({ action: 'step' });
    expect(fake.sent.map(({ type }) => type)).toEqual([
      'bar',
      'bar',
      'bar',
      'bar',
      'stopped',
      'reset',
      'bar',
    ]);
    expect(stepsIn(fake).map((step) => step.bar_index)).toEqual([0, 1, 2, 3, 0]);
    expect(
      stepsIn(fake).every((step) => step.live === undefined && step.symbol === undefined),
    ).toBe(true);
  });

  it('[QU-T18] sends placeholders for the first two bars', () => {
    const { fake, say } = replay();
    for (let place = 0; place < 3; place += 1) say({ action: 'step' });
    expect(stepsIn(fake).map(gateOf)).toEqual(['warm-up', 'warm-up', 'open']);
  });

  it('[QU-T9] consumes one bar and goes silent on a run without a step before', () => {
    const { fake, say } = replay();
    say({ action: 'run', speed: 16 });
    fake.pass(10_000);
    expect(fake.sent).toEqual([]);
    say({ action: 'step' });
    expect(stepsIn(fake).map((step) => step.bar_index)).toEqual([1]);
  });

  it('[QU-T10] takes a speed of 0 for 300 ms and none below 16', () => {
    const { fake, say } = replay();
    say({ action: 'step' });
    say({ action: 'run', speed: 0 });
    fake.pass(301);
    expect(fake.sent).toHaveLength(2);
    say({ action: 'run', speed: 1 });
    fake.pass(33);
    expect(fake.sent).toHaveLength(4);
  });

  it('[QU12] says done at the end, answers a bad speed with an error, and ignores what it does not know', () => {
    const { fake, say, socket, wire } = replay();
    say({ action: 'fly' });
    wire.received(socket, 'ping');
    say({ action: 'run', speed: 'fast' });
    say({ action: 'step' });
    say({ action: 'run', speed: 16 });
    fake.pass(300 * 16 + 16);
    expect(fake.sent.map(({ type }) => type)).toEqual([
      'error',
      ...Array.from({ length: 300 }, () => 'bar'),
      'done',
    ]);
  });

  it('[QU-T8] stays apart from /ws/live', () => {
    const { fake } = replay();
    fake.closeBar('BTC', 0);
    expect(fake.sent).toEqual([]);
  });
});

function messagesOf(fake: FakeContext) {
  return fake.sent.flatMap(({ text }, place) => {
    const { message } = decode(quimeriaWire, text, socketSource);
    return message === null ? [] : [heard(message, 1_000 + place)];
  });
}

describe('the mock’s plugins and modules', () => {
  it('[QU-T27] an empty list of plugins does nothing, any other is complete', () => {
    const app = boot();
    open(app);
    const names = () =>
      (
        request(app.wire, 'GET', '/api/plugins').body as {
          plugins: { name: string; enabled: boolean }[];
        }
      ).plugins.flatMap(({ name, enabled }) => (enabled ? [name] : []));
    expect(names()).toHaveLength(7);
    request(app.wire, 'POST', '/api/plugins/toggle', { enabled: [] });
    expect(names()).toHaveLength(7);
    app.fake.closeBar('BTC', 0);
    request(app.wire, 'POST', '/api/plugins/toggle', { enabled: ['KineticExec'] });
    expect(names()).toEqual(['KineticExec']);
    app.fake.closeBar('BTC', 1);
    const [all, few] = stepsIn(app.fake);
    expect(few?.sensors?.length).toBe((all?.sensors?.length ?? 0) - 3);
    expect(Object.keys(few?.plugins ?? {})).toEqual(['KineticExec']);
  });

  it('[QU-T27] the list of modules names what is off, and is complete as well', () => {
    const { wire } = boot();
    const configure = (disabled_modules: readonly string[]) =>
      request(wire, 'POST', '/api/config/modules', { disabled_modules }).body;
    expect(configure(['kl', 'fvg'])).toMatchObject({ disabled: ['fvg', 'kl'] });
    expect(configure([])).toMatchObject({ disabled: [] });
    expect(request(wire, 'POST', '/api/config/modules', {}).status).toBe(422);
  });
});
