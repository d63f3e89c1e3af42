import { describe, expect, it } from 'vitest';
import { bars } from './chart';
import { distinctReasons, normaliseReason, plainReason } from './reasons';
import { heardBar } from './sample-bars';
import { initialState } from './state';
import { apply } from './store';

describe('veto reasons', () => {
  it.each([
    ['MANDRA:ΔE<0', 'MANDRA:DE<0'],
    ['MANDRA:∆E<0', 'MANDRA:DE<0'],
    ['MANDRA:ΔΕ<0', 'MANDRA:DE<0'],
    ['λ₇: DXY divergence', 'λ7: DXY divergence'],
    [' λ₁₀: x ', 'λ10: x'],
  ])('[QU-T12] %s is the same as %s', (spelled, normal) => {
    expect(normaliseReason(spelled)).toBe(normal);
  });

  it('[QU-T12] are told in the same words however they are spelled', () => {
    expect(plainReason('MANDRA:ΔE<0')).toBe(plainReason('MANDRA:DE<0'));
    expect(plainReason('λ₇: DXY divergence 0.31 %')).toBe('macro veto (λ7): DXY divergence 0.31 %');
    expect(plainReason('λ8: kill: severity 0.9')).toBe(
      'light-cone kill switch (λ8): kill: severity 0.9',
    );
  });

  it.each([
    'MANDRA:DE<0',
    'TOPO:H1_FRACTURE',
    'FUSION:LAMBDA_VETO',
    'L3:LIAR_STATE',
    'KL:REGIME_FRACTURE',
    'CONF:INSUFFICIENT',
  ])('[QU7] %s has plain words', (reason) => {
    expect(plainReason(reason)).not.toContain(':');
  });

  it.each(['NEW:THING', 'constructor', '__proto__', '<b>x</b>', ''])(
    '[QU-T11] %s, which nobody knows, stays as it is',
    (reason) => {
      expect(plainReason(reason)).toBe(reason);
    },
  );

  it('[QU7] that come twice, or in two spellings, are told once', () => {
    expect(distinctReasons(['MANDRA:DE<0', null, 'L3:LIAR_STATE', 'MANDRA:ΔE<0'])).toEqual([
      'MANDRA:DE<0',
      'L3:LIAR_STATE',
    ]);
  });
});

describe('the mark of a refusal', () => {
  it('[F5][QU-T12] is critical where the kill switch refused, however it is spelt', () => {
    const severities = (reason: string) =>
      bars(
        apply(initialState, [
          heardBar(0, { veto: { decision: 'Halt', reasons: [reason], trade_allowed: false } }),
        ]),
      ).flatMap(({ marks }) => marks.map(({ shape, severity }) => `${shape} ${severity}`));
    expect(severities('λ₈: leak')).toEqual(['halt critical']);
    expect(severities('λ8: leak')).toEqual(['halt critical']);
    expect(severities('λ₇: dollar')).toEqual(['halt warning']);
  });
});
