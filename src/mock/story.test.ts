import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { parseJson } from '~/lib/json';
import { createFakeTime } from './fake-time';
import type { LedgerEntry } from './ledger';
import { startMockBackend } from './main';
import { listenTo, type Told } from './world/told';

/** Four hours of the world, told by the four wires to one client each. */
const WORLD_HOURS = 4;
const SPEED = 600;

const PATHS = {
  halyrd: '/ws/agents/current',
  hyperoru: '/ws',
  nexusglass: '/ws/fastfeed?token=nxg_story',
  quimeria: '/ws/live',
} as const;
type Wire = keyof typeof PATHS;

const SUBSCRIBE = {
  type: 'subscribe',
  request_id: 's',
  data: { channels: ['trades', 'positions', 'model_chat', 'asset_curve'] },
};

let told: readonly Told[];
const sent = {} as Record<Wire, readonly Sent[]>;
const errors: unknown[] = [];
let close: () => void;

interface Sent extends LedgerEntry {
  readonly message: Record<string, unknown>;
}

beforeAll(async () => {
  const time = createFakeTime();
  const report = (error: unknown) => errors.push(error);
  const backend = startMockBackend({ seed: 7, speed: SPEED, real: time, report });
  const server = createServer((request, response) => void backend.request(request, response));
  server.on('upgrade', (request, socket, head) => backend.upgrade(request, socket, head));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const clients = await Promise.all(
    Object.entries(PATHS).map(([wire, path]) => open(`ws://127.0.0.1:${port}/mock/${wire}${path}`)),
  );
  close = () => {
    for (const client of clients) client.terminate();
    backend.close();
    server.close();
  };
  const subscribed = new Promise((resolve) => {
    clients[1]!.once('message', resolve);
  });
  clients[1]!.send(JSON.stringify(SUBSCRIBE));
  await subscribed;

  told = listenTo(backend.world);
  for (let second = 0; second < (WORLD_HOURS * 3600) / SPEED; second += 1) time.pass(1000);
  for (const wire of Object.keys(PATHS) as Wire[]) {
    const answer = await fetch(`http://127.0.0.1:${port}/mock/__control/ledger?wire=${wire}`);
    const { entries } = (await answer.json()) as { entries: LedgerEntry[] };
    sent[wire] = entries
      .filter((entry) => entry.kind === 'emitted' && entry.text.startsWith('{'))
      .map((entry) => ({ ...entry, message: read(entry.text) }));
  }
});
afterAll(() => close());

/** As a client of Python servers reads: with bare NaN. */
function read(text: string): Sent['message'] {
  const parsed = parseJson(text, true);
  return parsed.ok ? (parsed.value as Sent['message']) : {};
}

function open(address: string): Promise<WebSocket> {
  const ws = new WebSocket(address);
  return new Promise((resolve, reject) => {
    ws.once('open', () => resolve(ws));
    ws.once('error', reject);
  });
}

/** A field of all messages that a wire sent under one name, in order; `path` is dotted. */
function fieldsOf(wire: Wire, type: string, path: string): readonly unknown[] {
  return sent[wire]
    .filter(({ message }) => message['type'] === type || message['event'] === type)
    .map(({ message }) =>
      path.split('.').reduce((value: unknown, name) => (value as never)?.[name], message),
    );
}

function toldOf<K extends Told['kind']>(kind: K): readonly Extract<Told, { kind: K }>[] {
  return told.filter((each): each is Extract<Told, { kind: K }> => each.kind === kind);
}

describe('[X1] the four wires', () => {
  it('tell the world’s story without an error in any mock', () => {
    expect(errors).toEqual([]);
    expect(told.length).toBeGreaterThan(1000);
  });

  it('report each detector’s event on the events wire, in order', () => {
    const types = toldOf('market').map(({ event }) => event.type);
    expect(fieldsOf('nexusglass', 'EVENT', 'payload.type')).toEqual(types);
  });

  it('report each decision on the accounts wire', () => {
    const decisions = toldOf('decision').map(({ event }) => event.decisionId);
    expect(fieldsOf('hyperoru', 'model_chat_update', 'data.decision_id')).toEqual(decisions);
  });

  it('report each fill once, on the wire of whoever traded', () => {
    const fills = toldOf('fill').map(({ event }) => event);
    const ofAccounts = fills.filter((fill) => 'accountId' in fill.by).map((fill) => fill.tradeId);
    expect(new Set(fieldsOf('hyperoru', 'trade_update', 'data.trade_id'))).toEqual(
      new Set(ofAccounts),
    );
    expect(fieldsOf('halyrd', 'trade', 'event')).toHaveLength(fills.length - ofAccounts.length);
  });

  it('[X2] report each refusal on the agent’s wire under its own layer and order', () => {
    const refused = (layer: string) =>
      toldOf('refusal')
        .filter(({ event }) => event.layer === layer)
        .map(({ event }) => event.orderRef);
    expect(fieldsOf('halyrd', 'risk_veto', 'order_ref')).toEqual(refused('policy'));
    expect(fieldsOf('halyrd', 'twak_block', 'order_ref')).toEqual(refused('signing'));
    expect(fieldsOf('halyrd', 'quote_rejected', 'event')).toHaveLength(refused('quote').length);
    expect(refused('signing').length).toBeGreaterThan(0);
  });

  it('report each bar of the watched symbol with the kernel’s verdict', () => {
    const bars = toldOf('bar').filter(({ event }) => event.base === 'BTC');
    expect(fieldsOf('quimeria', 'bar', 'data.bar.time')).toEqual(
      bars.map(({ event }) => event.bar.timeSec),
    );
    expect(fieldsOf('quimeria', 'bar', 'data.veto.decision')).toEqual(
      bars.map(({ event }) => event.kernel.decision),
    );
  });

  it('report each move of the agent’s lifecycle', () => {
    const moves = toldOf('lifecycle').map(({ event }) => event.to);
    expect(fieldsOf('halyrd', 'status_change', 'to')).toEqual(moves);
    expect(moves).toContain('LIVE');
    expect(moves).toContain('DEMOTED');
  });
});
