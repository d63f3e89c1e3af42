import type { KernelVerdict } from '~/mock/contract';
import type { Bar } from '~/ui/chart-types';
import { bodyRatio, noise, round } from './mock-numbers';

/** Bars since server start that each plugin needs (5.12). Neither a load nor a new feed resets the count. */
const WARM_UP = {
  MarketRhythm: 64,
  MarketHeuristic: 20,
  MarketVision: 32,
  MarketSeismology: 20,
  FileCarvingEngine: 30,
  SignatureScanEngine: 20,
  KineticExec: 3,
} as const;

type PluginName = keyof typeof WARM_UP;

const LAYERS: Record<PluginName, string> = {
  MarketRhythm: 'L2-ext',
  MarketHeuristic: 'L2-ext',
  MarketVision: 'L3-ext',
  MarketSeismology: 'L2-ext',
  FileCarvingEngine: 'L3-ext',
  SignatureScanEngine: 'L3-ext',
  KineticExec: 'EXE-ext',
};

/** Names of all plugins, in the order of their sensors. */
export const PLUGIN_NAMES: readonly string[] = Object.keys(WARM_UP);

/** Rows of `GET /api/plugins`. */
export function pluginRows(processed: number, enabled: ReadonlySet<string>) {
  return (Object.keys(WARM_UP) as PluginName[]).map((name, place) => ({
    name,
    layer: LAYERS[name],
    sensor: `p0${place + 1}`,
    enabled: enabled.has(name),
    ready: processed >= WARM_UP[name],
    warmup: WARM_UP[name],
    bars: processed,
  }));
}

export function pluginBlocks(
  bar: Bar,
  kernel: KernelVerdict,
  processed: number,
  enabled: ReadonlySet<string>,
): Record<string, unknown> {
  const ready = readyPlugins(bar, kernel);
  const names = (Object.keys(WARM_UP) as PluginName[]).filter((name) => enabled.has(name));
  return Object.fromEntries(
    names.map((name) => [
      name,
      processed < WARM_UP[name]
        ? { status: 'WARMUP', active: false, score: 0 }
        : { status: 'OK', ...ready[name] },
    ]),
  );
}

function readyPlugins(
  bar: Bar,
  kernel: KernelVerdict,
): Record<PluginName, Record<string, unknown>> {
  const at = (name: string) => round(noise(bar.timeSec, name));
  const body_ratio = round(bodyRatio(bar));
  return {
    MarketRhythm: {
      active: false,
      score: at('mr'),
      tempo_bpm: 96,
      beat_count: 12,
      is_harmonic: kernel.regime !== 'LIAR_STATE',
      phase_diff: at('mp'),
      fingerprint: 'a1b2',
      pattern_repeat: false,
    },
    MarketHeuristic: {
      active: false,
      score: round(at('mh') * 100, 1),
      score_norm: at('mh'),
      static_score: 20,
      dynamic_score: round(at('md') * 100, 1),
      entropy: 1.9,
      is_suspicious: false,
      threat_type: 'STATIC',
      lambda_impact: 'NONE',
      sequence: 'BUwX',
      current_token: 'B',
      wick_body_ratio: 0.7,
      volume_ratio: 1.1,
      body_ratio,
      momentum: kernel.bias,
    },
    MarketVision: {
      active: false,
      score: at('mv'),
      keypoint_count: 9,
      match_count: 2,
      match_avg: at('ma'),
      top_convictions: [0.6, 0.4],
      sequence: 'BUwX',
      current_token: 'B',
      alignment_score: at('as'),
      alignment_pct: round(at('as') * 100, 1),
      homology_detected: false,
    },
    MarketSeismology: {
      active: kernel.regime === 'REVERSE_PERIOD',
      score: 1.4,
      event_type: kernel.regime === 'REVERSE_PERIOD' ? 'S_WAVE' : 'NOISE',
      magnitude: round(at('mg') * 2),
      is_epicenter: false,
      has_p_wave: true,
      has_s_wave: kernel.regime === 'REVERSE_PERIOD',
      body_ratio,
      phase: 'BUILDUP',
      sigma_t: 1,
    },
    FileCarvingEngine: {
      active: true,
      score: 0.6,
      zone_count: 1,
      level_count: 2,
      inside_zone: true,
      zones: [
        {
          high: bar.high,
          low: bar.low,
          width: round(bar.high - bar.low),
          eq: bar.close,
          inside: true,
        },
      ],
      nearest_high: bar.high,
      nearest_low: bar.low,
      nearest_eq: bar.close,
    },
    SignatureScanEngine: {
      active: false,
      score: at('ss'),
      entropy: 1.7,
      regime: kernel.regime === 'TRENDING' ? 'TRENDING' : 'RANGING',
      pattern: 'NONE',
      pattern_bias: 0,
      pattern_detected: false,
      signature: 'BUw',
      sequence: 'BUwX',
      current_token: 'B',
    },
    KineticExec: {
      active: false,
      score: 0,
      is_displacement: false,
      fvg_exists: false,
      mandra_gate_open: true,
      bias_agrees: true,
      body_ratio,
      signal_action: 'HOLD',
      signal_direction: 'NONE',
      signal_entry: 0,
      signal_sl: 0,
      signal_tp: 0,
      signal_rr: 0,
      signal_pips: 0,
      confidence: 'NONE',
    },
  };
}
