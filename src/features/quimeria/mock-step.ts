import type { KernelVerdict } from '~/mock/contract';
import type { Bar } from '~/ui/chart-types';
import { bodyRatio, noise, round, type Blocks } from './mock-numbers';
import { planBlock } from './mock-plan';
import { pluginBlocks } from './mock-plugins';
import { sensorRows } from './mock-sensors';
import { structureBlocks } from './mock-structure';

/** What a step result is made of. The same input gives the same result. */
export interface StepInput {
  readonly bar: Bar;
  readonly kernel: KernelVerdict;
  /** Bars up to this one, oldest first, at most 60 of which the kernel looks at. */
  readonly window: readonly Bar[];
  readonly index: number;
  readonly total: number;
  /** Upper-case symbol on the live feed, null in a replay. */
  readonly liveSymbol: string | null;
  /** Bars since the server started, by which plugins warm up. */
  readonly processed: number;
  /** Plugins that are on. */
  readonly plugins: ReadonlySet<string>;
}

/** The complete step result of one bar, as the kernel of the published build sends it: NaN where Python has NaN. */
export function mockStep(input: StepInput): Record<string, unknown> {
  const { bar, kernel, index, total, liveSymbol } = input;
  const window = input.window.slice(-60);
  const base = {
    ...(liveSymbol === null ? {} : { live: true, symbol: liveSymbol }),
    bar: {
      time: bar.timeSec,
      open: bar.open,
      high: bar.high,
      low: bar.low,
      close: bar.close,
      volume: bar.volume ?? 100,
    },
    bar_index: index,
    total_bars: total,
  };
  if (index < 2) return { ...base, ...warmUp() };

  const blocks: Blocks = {
    ...structureBlocks(bar, window, kernel),
    ...lambdaBlocks(bar, kernel),
    ...ringBlocks(bar, kernel),
  };
  return {
    ...base,
    veto: {
      decision: kernel.decision,
      reasons: kernel.reasons,
      trade_allowed: kernel.decision === 'Proceed',
    },
    amd: {
      state: kernel.amd,
      changed: kernel.amd !== kernel.amdBefore,
      prev: kernel.amdBefore,
      R_MASTER: kernel.decision === 'Reset',
    },
    fusion: fusion(kernel),
    sensors: sensorRows(blocks, input.plugins),
    execution: planBlock(bar, window, kernel),
    ...blocks,
    plugins: pluginBlocks(bar, kernel, input.processed, input.plugins),
  };
}

/** JSON as Python's json module writes it: NaN is a bare token. */
export function pythonJson(value: unknown): string {
  const text = JSON.stringify(value, (_key, one: unknown) => (Number.isNaN(one) ? NAN_TOKEN : one));
  return text.replaceAll(`"${NAN_TOKEN}"`, 'NaN');
}

const NAN_TOKEN = '\uE000NaN\uE000';

function fusion(kernel: KernelVerdict) {
  const vetoing = kernel.reasons.includes('FUSION:LAMBDA_VETO') || kernel.regime === 'LIAR_STATE';
  const strong = kernel.decision === 'Proceed' && Math.abs(kernel.bias) > 0.3;
  return {
    p_fused: strong ? kernel.bias : 0,
    confidence: kernel.confidence,
    veto_active: vetoing,
    active_lambdas: vetoing ? ['λ1_vol_decay', 'λ3_harmonic(VETO)'] : ['λ1_vol_decay'],
    regime: kernel.regime,
    status: vetoing
      ? 'VETO ACTIVATED by: λ3_harmonic'
      : strong
        ? 'STRONG CONVERGENCE'
        : 'LOW CONVERGENCE',
  };
}

/** One bar in seven has no average to be measured against, which Python writes as NaN. */
function lambdaBlocks(bar: Bar, kernel: KernelVerdict): Blocks {
  const at = (name: string) => noise(bar.timeSec, name);
  const odd = Math.floor(bar.timeSec / 60) % 7 === 3;
  const entrapped = kernel.amd === 'Accumulation';
  const body = bodyRatio(bar);
  const inverted = kernel.regime === 'LIAR_STATE';
  const manipulated = kernel.amd === 'Manipulation';
  return {
    vol_decay: {
      ratio: odd ? NaN : round(entrapped ? 0.4 + at('vd') * 0.3 : 0.7 + at('vd')),
      entrapped,
      energy: entrapped ? 8 : 0,
      stasis: entrapped ? 4 : 0,
      status: entrapped ? 'PHASE_ENTRAPMENT_ACTIVE' : 'NORMAL_DELIVERY',
    },
    displacement: {
      is_disp: body > 0.8,
      dir: body > 0.8 ? Math.sign(bar.close - bar.open) : 0,
      body_ratio: round(body),
      range_mult: odd ? NaN : round(0.4 + at('rm') * 1.6),
      vetoed: false,
      status: body > 0.8 ? 'DISPLACEMENT_DETECTED' : 'NOMINAL',
    },
    harmonic: {
      phase_diff: round(inverted ? 1.6 + at('ph') : at('ph') * 1.5),
      inverted,
      freq: round(0.05 + at('fr') * 0.2),
      trap: inverted ? 'PHASE_INVERSION' : 'NONE',
      status: inverted ? 'DISSONANT: L3 VETO' : 'IN_HARMONY',
    },
    expansion: {
      sigma: kernel.amd === 'Distribution' ? 2 : manipulated ? 1 : 0,
      prob: round(at('ex')),
      entrapped,
      target: 0.0,
      status: kernel.amd === 'Distribution' ? 'EXPANSION_ACTIVE' : 'IDLE_STASIS',
    },
    manipulation: {
      active: manipulated,
      score: round(manipulated ? 70 + at('mn') * 30 : at('mn') * 60, 1),
      level: manipulated ? 'H20' : 'NONE',
      wick: body === 0 ? 1e6 : round((1 - body) / body, 2),
      status: manipulated ? 'MANIPULATION_H20' : 'NONE',
    },
    lambda_7: {
      score: 0.1,
      active: false,
      status: 'OK',
      dxy_correlation: -0.2,
      dxy_veto: kernel.reasons.some((reason) => reason.startsWith('λ₇')),
      signal_valid: true,
      risk_regime: 'TRANSITION',
      veto_reason: kernel.reasons.find((reason) => reason.startsWith('λ₇')) ?? '',
    },
    lambda_8: {
      score: 0,
      active: false,
      status: 'MONITORING',
      violation_detected: false,
      violation_type: '',
      dxy_z_score: 0.1,
      target_z_score: round(at('z8') * 2),
      kill_switch: kernel.reasons.some((reason) => reason.startsWith('λ₈')),
      kill_switch_reason: kernel.reasons.find((reason) => reason.startsWith('λ₈')) ?? '',
    },
  };
}

function ringBlocks(bar: Bar, kernel: KernelVerdict): Blocks {
  const at = (name: string) => noise(bar.timeSec, name);
  const has = (part: string) => kernel.reasons.some((reason) => reason.startsWith(part));
  return {
    kl: {
      score: round(has('KL') ? 1 + at('kl') * 2 : at('kl')),
      stable: !has('KL'),
      h_curr: round(1.8 + at('hc') * 0.6),
      h_ref: 2.0,
      status: has('KL') ? 'REGIME_FRACTURE_DETECTED' : 'IN_HARMONY',
    },
    topology: {
      h1_score: round(has('TOPO') ? 8 : at('h1') * 4),
      fractured: has('TOPO'),
      islands: has('TOPO') ? 3 : 1,
      status: has('TOPO') ? 'GEOMETRY_FRACTURE' : 'COMPACT_CLOUD',
    },
    mandra: {
      open: !has('MANDRA'),
      delta_e: round(has('MANDRA') ? -0.02 * at('de') : 0.02 + at('de') * 0.06),
      size: has('MANDRA') ? 0 : round(at('sz') * 0.02),
      regime_stable: !has('KL'),
      status: has('MANDRA') ? 'VETO: NEGATIVE_INFORMATION_GAIN' : 'GATE_OPEN: EXECUTION_VALID',
    },
    order_flow: {
      delta: round((at('of') - 0.5) * 20, 2),
      imbalances: at('im') > 0.7 ? [{ type: 'ASK_IMBALANCE', level: 4, ratio: 3.4 }] : [],
      is_absorption: false,
      burst_density: round(at('bd') * 0.4),
      institutional_pulse: at('ip') > 0.95,
      status: 'NORMAL_FLOW',
    },
  };
}

/** The placeholder of the first two bars after a load (5.2): neutral, and without a plan. */
function warmUp() {
  const none = { status: 'INIT' };
  return {
    veto: { decision: 'Proceed', reasons: [], trade_allowed: true },
    amd: { state: 'Accumulation', changed: false, prev: 'Accumulation', R_MASTER: false },
    fusion: {
      p_fused: 0,
      confidence: 0,
      veto_active: false,
      active_lambdas: [],
      regime: 'INIT',
      status: 'INIT',
    },
    sensors: Array.from({ length: 16 }, (_, place) => ({
      id: `s${String(place + 1).padStart(2, '0')}`,
      name: '--',
      score: 0,
      active: false,
    })),
    dealing_range: none,
    session: none,
    vol_decay: none,
    displacement: none,
    harmonic: none,
    expansion: none,
    manipulation: none,
    kl: none,
    topology: none,
    mandra: none,
    order_flow: none,
  };
}
