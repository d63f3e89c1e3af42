import { describe, expect, it } from 'vitest';
import type { AnyFeature, Via } from '~/feature';
import { feature as halyrd } from '~/features/halyrd';
import { feature as hyperoru } from '~/features/hyperoru';
import { feature as quimeria } from '~/features/quimeria';
import type { Mode } from '~/ui/page-mode';
import { whyNothingActs } from './play-guard';
import { harness } from './testing/harness';
import { toyDesk } from './testing/toy-desk';

const REPLAY_WORDS = 'The page is in REPLAY mode; nothing that acts is sent to a real backend.';

/** A connection to a real backend, and what left the page over it since. */
function real(
  feature: AnyFeature,
  options: Readonly<Record<string, unknown>> = {},
  mode: Mode = 'REPLAY',
) {
  const { connection, recorder, sockets } = harness(feature, undefined, options, mode);
  const left = () => {
    const frames = recorder.frames().filter(({ direction }) => direction === 'out');
    return frames.map(({ text }) => text);
  };
  return { connection, left, sockets };
}

const order = (options: Readonly<Record<string, unknown>>) =>
  JSON.stringify({ type: 'place_order', ...options });

describe('in REPLAY mode', () => {
  it.each([
    ['POST', halyrd, '/agents/current/kill-switch'],
    ['PATCH', halyrd, '/agents/current/config'],
    ['PUT', halyrd, '/agents/current/watchlist'],
    ['POST', quimeria, '/api/live/start'],
    ['POST', hyperoru, '/api/orders/cancel/1'],
    ['POST', hyperoru, '/api/users/login'],
    ['DELETE', hyperoru, '/api/account/1'],
  ] as const)('[F13] a %s to a real backend does not leave', async (method, feature, path) => {
    const { connection, left } = real(feature);
    const outcome = await connection.rest.call({ resource: 'act', path, method });
    expect(outcome).toEqual({ kind: 'withheld', reason: REPLAY_WORDS });
    expect(left()).toEqual([]);
  });

  it('[F13] the guard holds for the view of a connection, and lets it read', async () => {
    const { connection, left } = real(halyrd);
    const call = { resource: 'agent', path: '/agents/current' };
    const acted = await connection.view.rest.call({ ...call, method: 'POST' });
    expect(acted.kind).toBe('withheld');
    await connection.view.rest.call(call);
    expect(left()).toEqual(['GET /agents/current']);
  });

  it.each(['documented', 'upstream'])(
    '[F13] no order leaves over a socket of the %s dialect, and a question does',
    (dialect) => {
      const { connection, left, sockets } = real(hyperoru, { dialect });
      expect(connection.send(order({ request_id: 'vg1.1.place_order' }))).toEqual({
        sent: false,
        reason: REPLAY_WORDS,
      });
      expect(connection.view.send(order({ symbol: 'BTC' })).sent).toBe(false);
      expect(left()).toEqual([]);
      expect(connection.send('{"type":"get_snapshot"}').sent).toBe(true);
      expect(sockets.at(-1)!.sent).toEqual(['{"type":"get_snapshot"}']);
    },
  );

  it('[F13] the replay itself is acted on, and all else as soon as the page plays no more', async () => {
    const call = { resource: 'load/sample', path: '/api/load/sample', method: 'POST' } as const;
    const replay = real(quimeria, { mode: 'replay' });
    await replay.connection.rest.call(call);
    expect(replay.left()).toEqual(['POST /api/load/sample']);

    const account = real(hyperoru, {}, 'LIVE');
    await account.connection.rest.call(call);
    expect(account.connection.send(order({})).sent).toBe(true);
    expect(account.left()).toHaveLength(2);
  });
});

it('[F13] the guard holds from the moment in which a replay is there, before anything is drawn', async () => {
  const { desk, find, run, sockets } = toyDesk();
  run('a');
  const call = { resource: 'act', path: '/act', method: 'POST' } as const;
  find('b')?.configure?.({ loud: true });
  expect((await find('a')!.rest.call(call)).kind).toBe('withheld');
  expect(find('a')!.send('buy')).toEqual({ sent: false, reason: REPLAY_WORDS });
  desk.remove('b');
  expect((await find('a')!.rest.call(call)).kind).not.toBe('withheld');
  expect(find('a')!.send('buy').sent).toBe(true);
  expect(sockets.last().sent).toEqual(['buy']);
});

it.each<[Mode, Via, boolean]>([
  ['DEMO', 'demo', true],
  ['DEMO', 'direct', false],
  ['REPLAY', 'relay', false],
  ['PAPER', 'direct', true],
  ['WATCHING', 'relay', true],
])('[F13] in %s mode a backend reached by %s is acted on: %s', (mode, via, isActedOn) => {
  const { target } = harness(hyperoru).connection;
  expect(whyNothingActs(hyperoru, { ...target, via }, mode) === null).toBe(isActedOn);
});
