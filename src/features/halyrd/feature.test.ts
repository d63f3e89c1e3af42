import { describe, expect, it } from 'vitest';
import { feature } from './index';
import { fold, rest, snapshot, T0, ts } from './test-frames';

describe('the feature', () => {
  it('[HA-T23] is told from QUIMERIA on the same port by its list of agents', () => {
    const { fingerprint } = feature;
    expect(fingerprint.path).toBe('/agents');
    expect(fingerprint.matches(200, [])).toBe(true);
    expect(fingerprint.matches(200, { ping: 'pong' })).toBe(false);
    expect(fingerprint.matches(404, { detail: 'Not Found' })).toBe(false);
    expect(fingerprint.matches(502, [])).toBe(false);
  });

  it('[HA-T11] [HA15] silence is normal up to 31 min, and only the stream breaks it', () => {
    const options = feature.options.parse({});
    expect(options).toEqual({ agentId: 'current', actionPaths: '' });
    const heard = feature.budget(fold(snapshot(0, 10)), options);
    expect(heard).toMatchObject({
      lastHeardMs: T0 + 200,
      lateAfterMs: 31 * 60_000,
      silentAfterMs: 75 * 60_000,
    });
    const overRest = fold(rest('equity', [{ ts: ts(0), equity: 10 }], 60));
    expect(feature.budget(overRest, options).lastHeardMs).toBeNull();
  });

  it('contributes equity, money and its panels', () => {
    const state = fold(snapshot(0, 10));
    expect(feature.equity?.(state)).toHaveLength(1);
    expect(feature.equity?.(state)).toBe(feature.equity?.(state));
    expect(feature.money?.(state)).toBe('paper');
    expect(feature.panels.map(({ id, area }) => `${area}/${id}`)).toEqual([
      ...[
        'board/agent',
        'desk/fills',
        'desk/closed-trades',
        'desk/journal',
        'desk/blocks',
        'desk/risk',
        'desk/lifecycle',
      ],
    ]);
  });
});
