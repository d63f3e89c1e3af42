import { describe, expect, it } from 'vitest';
import { feature as hyperoru } from '~/features/hyperoru';
import { feature as quimeria } from '~/features/quimeria';
import type { AnyFeature, Via } from '~/feature';
import type { LiveConnection } from './connection';
import { modeOf } from './mode';
import { harness } from './testing/harness';

function connectionOf(feature: AnyFeature, via: Via, options: object = {}): LiveConnection {
  const { connection } = harness(feature);
  return { ...connection, target: { ...connection.target, via, options } };
}

function accountIn(environment: string): LiveConnection {
  const connection = connectionOf(hyperoru, 'direct');
  const account = { accountId: '1', environment };
  connection.store.setState({ accounts: [account] });
  return connection;
}

const replay = connectionOf(quimeria, 'direct', { mode: 'replay' });
const bars = connectionOf(quimeria, 'direct', { mode: 'live' });
const demo = connectionOf(quimeria, 'demo', { mode: 'live' });

describe('the mode of the page', () => {
  it('[F13] is DEMO with one demo connection, and REPLAY with one replay, whatever else is there', () => {
    expect(modeOf([accountIn('mainnet'), replay, demo])).toBe('DEMO');
    expect(modeOf([accountIn('mainnet'), replay])).toBe('REPLAY');
  });

  it('[F13] is LIVE with one account of real money, PAPER with none but play money', () => {
    expect(modeOf([bars, accountIn('testnet'), accountIn('mainnet')])).toBe('LIVE');
    expect(modeOf([bars, accountIn('testnet')])).toBe('PAPER');
    expect(modeOf([bars])).toBe('WATCHING');
    expect(modeOf([])).toBe('NO CONNECTION');
  });
});
