import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MAX_LABEL, type ConnectionSetting } from '../settings';
import { replaySetting } from './replay-setting';

const own: ConnectionSetting = {
  id: 'q1',
  featureId: 'quimeria',
  label: 'x'.repeat(MAX_LABEL),
  via: 'direct',
  socketUrl: 'ws://localhost:8000',
  restUrl: 'http://localhost:8000',
  relay: '',
  options: { symbol: 'BTCUSDT' },
  enabled: false,
};
const replayable = z.object({ mode: z.enum(['live', 'replay']).default('live') });

describe('the setting of a replay', () => {
  it('[QU12] is one of its own, beside the connection, with a label that settings allow', () => {
    expect(replaySetting(own, replayable)).toEqual({
      ...own,
      id: 'q1-replay',
      enabled: true,
      label: `Replay of ${own.label}`.slice(0, MAX_LABEL),
      options: { symbol: 'BTCUSDT', mode: 'replay' },
    });
  });

  it('[QU12] does not exist for a protocol without one, nor for a replay', () => {
    expect(replaySetting(own, z.object({}))).toBeNull();
    expect(replaySetting(own, z.object({ mode: z.literal('live') }))).toBeNull();
    const replay = { ...own, options: { mode: 'replay' } };
    expect(replaySetting(replay, replayable)).toBeNull();
  });
});
