import type { Blocks } from './mock-numbers';

/** Plugins that have a row of their own while they are on. */
const SENSOR_OF: Readonly<Record<string, string>> = {
  p01: 'MarketRhythm',
  p02: 'MarketHeuristic',
  p04: 'MarketSeismology',
  p07: 'KineticExec',
};

/** Rows of 5.7, from the blocks that they are derived from. Scores are not clamped, as on the real wire. */
export function sensorRows(blocks: Blocks, plugins: ReadonlySet<string>) {
  const read = (block: string, field: string) => Number(blocks[block]?.[field]);
  const flag = (block: string, field: string) => blocks[block]?.[field] === true;
  const rows: readonly (readonly [string, string, number, boolean, string?])[] = [
    ['s01', 'PHASE ENTRAP', read('vol_decay', 'ratio'), flag('vol_decay', 'entrapped')],
    ['s02', 'EXPANSION', read('expansion', 'prob'), read('expansion', 'sigma') === 2],
    ['s03', 'HARMONIC L3', read('harmonic', 'phase_diff') / 3.14, flag('harmonic', 'inverted')],
    ['s04', 'DEAL RANGE', read('dealing_range', 'coherence'), true],
    ['s05', 'PREM/DISC', 0.9, true],
    ['s06', 'DISPLACEMENT', read('displacement', 'body_ratio'), flag('displacement', 'is_disp')],
    ['s07', 'FVG DETECT', read('fvg', 'count') / 5, flag('fvg', 'active')],
    ['s08', 'ORDER BLOCK', read('ob', 'count') / 5, flag('ob', 'active')],
    ['s09', 'KL DIVERGE', read('kl', 'score'), !flag('kl', 'stable')],
    ['s10', 'TOPO FRACT', read('topology', 'h1_score') / 5, flag('topology', 'fractured')],
    ['s11', 'MANDRA GATE', flag('mandra', 'open') ? 0.9 : 0.1, flag('mandra', 'open')],
    ['s12', 'SESSION L2', read('session', 'score'), flag('session', 'active')],
    ['s13', 'MANIPULATION', read('manipulation', 'score') / 100, flag('manipulation', 'active')],
    ['s14', 'SWING NODES', read('swings', 'count') / 10, read('swings', 'count') > 0],
    [
      's15',
      'ORDER FLOW',
      read('order_flow', 'burst_density'),
      flag('order_flow', 'institutional_pulse'),
    ],
    ['λ₇', 'Macro Gate', read('lambda_7', 'score'), flag('lambda_7', 'dxy_veto'), 'L5-MACRO'],
    ['λ₈', 'Light-Cone', read('lambda_8', 'score'), flag('lambda_8', 'kill_switch'), 'L0-ALPHA'],
    ['p01', 'MarketRhythm', 0.5, false, 'L2-ext'],
    ['p02', 'MarketHeurist', 0.31, false, 'L3-ext'],
    ['p04', 'MarketSeismolo', 1.4, true, 'L3-ext'],
    ['p07', 'KineticExec', 0, false, 'EXE-ext'],
  ];
  const isOn = (id: string) => plugins.has(SENSOR_OF[id] ?? '') || !Object.hasOwn(SENSOR_OF, id);
  const shown = rows.filter(([id]) => isOn(id));
  return shown.map(([id, name, score, active, layer]) =>
    layer === undefined
      ? { id, name, score, active }
      : { id, name, score, active, layer, status: 'OK' },
  );
}
