import { afterEach, describe, expect, it } from 'vitest';
import type { AnyFeature, Via } from '~/feature';
import { feature as halyrd } from '~/features/halyrd';
import { feature as hyperoru } from '~/features/hyperoru';
import { feature as quimeria } from '~/features/quimeria';
import { usePageMode } from '~/ui/page-mode';
import { whyNothingActs } from './play-guard';
import { harness } from './testing/harness';

const REPLAY_WORDS = 'The page is in REPLAY mode; nothing that acts is sent to a real backend.';

afterEach(() => usePageMode.setState({ word: '' }));

/** A connection to a real backend, and what left the page over it since. */
function real(feature: AnyFeature, options: Readonly<Record<string, unknown>> = {}) {
  const { connection, recorder, sockets } = harness(feature, undefined, options);
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
    usePageMode.setState({ word: 'REPLAY' });
    const { connection, left } = real(feature);
    const outcome = await connection.rest.call({ resource: 'act', path, method });
    expect(outcome).toEqual({ kind: 'withheld', reason: REPLAY_WORDS });
    expect(left()).toEqual([]);
  });

  it('[F13] the guard holds for the view of a connection, and lets it read', async () => {
    usePageMode.setState({ word: 'REPLAY' });
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
      usePageMode.setState({ word: 'REPLAY' });
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
    usePageMode.setState({ word: 'REPLAY' });
    const call = { resource: 'load/sample', path: '/api/load/sample', method: 'POST' } as const;
    const replay = real(quimeria, { mode: 'replay' });
    await replay.connection.rest.call(call);
    expect(replay.left()).toEqual(['POST /api/load/sample']);

    const account = real(hyperoru);
    usePageMode.setState({ word: 'LIVE' });
    await account.connection.rest.call(call);
    expect(account.connection.send(order({})).sent).toBe(true);
    expect(account.left()).toHaveLength(2);
  });
});

it.each<[string, Via, boolean]>([
  ['DEMO', 'demo', true],
  ['DEMO', 'direct', false],
  ['REPLAY', 'relay', false],
  ['PAPER', 'direct', true],
  ['WATCHING', 'relay', true],
])('[F13] in %s mode a backend reached by %s is acted on: %s', (word, via, isActedOn) => {
  usePageMode.setState({ word });
  const { target } = harness(hyperoru).connection;
  expect(whyNothingActs(hyperoru, { ...target, via }) === null).toBe(isActedOn);
});
