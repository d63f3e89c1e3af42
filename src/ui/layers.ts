/** Parts of a chart that can be switched off. */
export type LayerId =
  'veto' | 'decision' | 'trade' | 'event' | 'regime' | 'phase' | 'gap' | 'line' | 'volume';

export const LAYERS: Record<LayerId, string> = {
  veto: 'Vetoes, halts, resets',
  decision: 'Decisions',
  trade: 'Trades',
  event: 'Events',
  regime: 'Regimes',
  phase: 'Phases',
  gap: 'Gaps',
  line: 'Price lines',
  volume: 'Volume',
};

/** Layer ids in the order of the menu. */
export const LAYER_IDS = Object.keys(LAYERS) as readonly LayerId[];
