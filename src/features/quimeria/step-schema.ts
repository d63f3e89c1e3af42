import { z } from 'zod';
import { barTimeSec } from './bar-time';

// A bar is usable when its time and close are (QU4). A field of the wrong type becomes null, "not known", so that one
// odd detector cannot cost us the candle and its gate. Strings are open enums; unknown keys are kept.
const num = z.number().nullish().catch(null);
const text = z.string().nullish().catch(null);
const flag = z.boolean().nullish().catch(null);
const nums = list(z.number());
const texts = list(z.string());

function list<Item extends z.ZodType>(item: Item) {
  return z.array(item.nullable().catch(null)).nullish().catch(null);
}

function block<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.looseObject(shape).nullish().catch(null);
}

const time = z.unknown().transform((value, context) => {
  const sec = barTimeSec(value);
  if (sec !== null) return sec;
  context.addIssue({ code: 'custom', message: 'expected a time' });
  return z.NEVER;
});

/** 5.3. Time in Unix seconds after reading; prices in quote units; volume in base units. */
const bar = z.looseObject({
  time,
  open: num,
  high: num,
  low: num,
  close: z.number(),
  volume: num,
  buyVolume: num,
  sellVolume: num,
  delta: num,
});

const sensor = z.looseObject({
  id: z.string(),
  name: text,
  score: num,
  active: flag,
  layer: text,
  status: text,
});

/** 5.4 to 5.8: the gate, the cycle, the fused signal, the sensors, the plan. */
const verdictBlocks = {
  veto: block({ decision: text, reasons: texts, trade_allowed: flag }),
  amd: block({ state: text, changed: flag, prev: text, R_MASTER: flag }),
  fusion: block({
    p_fused: num,
    confidence: num,
    regime: text,
    veto_active: flag,
    active_lambdas: texts,
    status: text,
    weights: z.record(z.string(), num).nullish().catch(null),
  }),
  sensors: list(sensor),
  execution: block({
    action: text,
    is_armed: flag,
    stop_loss_price: num,
    take_profit_price: num,
    lot_size: num,
    reason: text,
    direction: num,
    pattern: text,
    dominant: text,
    kelly_size: num,
    venue_allocation: nums,
    risk_pips: num,
    rr_ratio: num,
    delta_e: num,
    rev_score: num,
    risk_profile: text,
  }),
};

/** 5.9: market structure. */
const structureBlocks = {
  dealing_range: block({ high: num, low: num, eq: num, zone: text, coherence: num, status: text }),
  bias: block({ bias: text, eq: num, zone: text, coherence: num, valid: flag }),
  ipda_phase: block({ phase: text, eq: num, confidence: num, valid: flag }),
  eq_cross: block({ zone: text, cross: flag, direction: text, confidence: num }),
  session: block({ active: flag, name: text, killzone: flag, score: num, status: text }),
  swings: block({ count: num, nodes: list(z.looseObject({ idx: num, price: num, type: text })) }),
  fvg: block({
    count: num,
    active: flag,
    recent: list(z.looseObject({ type: text, top: num, bot: num, eq: num })),
  }),
  ob: block({
    count: num,
    active: flag,
    recent: list(z.looseObject({ type: text, level: num, high: num, low: num, score: num })),
  }),
  vol_profile: block({ zones: num, hvn: list(z.looseObject({ price: num, density: num })) }),
};

/** 5.10: the λ sensors. */
const lambdaBlocks = {
  vol_decay: block({ ratio: num, entrapped: flag, energy: num, stasis: num, status: text }),
  displacement: block({
    is_disp: flag,
    dir: num,
    body_ratio: num,
    range_mult: num,
    vetoed: flag,
    status: text,
  }),
  harmonic: block({ phase_diff: num, inverted: flag, freq: num, trap: text, status: text }),
  expansion: block({ sigma: num, prob: num, entrapped: flag, target: num, status: text }),
  manipulation: block({ active: flag, score: num, level: text, wick: num, status: text }),
  lambda_7: block({
    score: num,
    active: flag,
    status: text,
    dxy_correlation: num,
    dxy_veto: flag,
    signal_valid: flag,
    risk_regime: text,
    veto_reason: text,
  }),
  lambda_8: block({
    score: num,
    active: flag,
    status: text,
    violation_detected: flag,
    violation_type: text,
    dxy_z_score: num,
    target_z_score: num,
    kill_switch: flag,
    kill_switch_reason: text,
  }),
};

/** 5.11: ring 0 and order flow; `gmos` is the ring −1 governor of a later build. */
const ringBlocks = {
  kl: block({ score: num, stable: flag, h_curr: num, h_ref: num, status: text }),
  topology: block({ h1_score: num, fractured: flag, islands: num, status: text }),
  mandra: block({
    open: flag,
    delta_e: num,
    size: num,
    clamped_size: num,
    regime_stable: flag,
    status: text,
  }),
  order_flow: block({
    delta: num,
    imbalances: list(z.looseObject({ type: text, level: num, ratio: num })),
    is_absorption: flag,
    burst_density: num,
    institutional_pulse: flag,
    status: text,
  }),
  gmos: block({ execute: flag, available: flag }),
};

/** 5.12: by name; three fields are common, the rest differs from plugin to plugin and is kept as it came. */
const plugins = z
  .record(z.string(), block({ status: text, active: flag, score: num }))
  .nullish()
  .catch(null);

/** 5.13: only in the React and Node build; no shape is promised. */
const otherBuildBlocks = {
  causality: block({}),
  smart: block({}),
  rhythm: block({}),
  seismology: block({}),
  lambdas: block({}),
};

/**
 * The SMK step result, sections 5.1 to 5.13 of the reference: everything the kernel says about one bar. All optional
 * but `bar.time` and `bar.close`.
 */
export const stepSchema = z.preprocess(
  liftFlatBar,
  z.looseObject({
    bar,
    bar_index: num,
    total_bars: num,
    live: flag,
    symbol: text,
    ...verdictBlocks,
    ...structureBlocks,
    ...lambdaBlocks,
    ...ringBlocks,
    plugins,
    ...otherBuildBlocks,
  }),
);

/** One bar and the kernel's whole opinion of it. */
export type Step = z.output<typeof stepSchema>;

/** A later build sends `t o h l c` beside the blocks instead of `bar` (5.13). */
function liftFlatBar(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || 'bar' in value) return value;
  const { t, o, h, l, c } = value as Record<string, unknown>;
  if (t === undefined || c === undefined) return value;
  return { ...value, bar: { time: t, open: o, high: h, low: l, close: c } };
}
