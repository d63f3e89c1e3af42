import type { PriceLine } from './chart-types';

/** Parts of a chart that can be switched off. */
export type LayerId =
  | 'veto'
  | 'decision'
  | 'trade'
  | 'event'
  | 'regime'
  | 'phase'
  | 'gap'
  | 'line'
  | 'swing'
  | 'volume';

export const LAYERS: Record<LayerId, string> = {
  veto: 'Vetoes, halts, resets',
  decision: 'Decisions',
  trade: 'Trades',
  event: 'Events',
  regime: 'Regimes',
  phase: 'Phases',
  gap: 'Gaps',
  line: 'Price lines',
  swing: 'Swing levels',
  volume: 'Volume',
};

/** Off until a person switches them on. */
export const HIDDEN_AT_FIRST: readonly LayerId[] = ['swing'];

/** The layer of a price line. */
export function layerOfLine(role: PriceLine['role']): LayerId {
  return role === 'swing' ? 'swing' : 'line';
}

/** Layer ids in the order of the menu. */
export const LAYER_IDS = Object.keys(LAYERS) as readonly LayerId[];
