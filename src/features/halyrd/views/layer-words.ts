import type { Layer } from '../blocks';

export const LAYERS: readonly Layer[] = ['policy', 'signing', 'unknown'];

export const LAYER_NAMES: Readonly<Record<Layer, string>> = {
  policy: 'Policy',
  signing: 'Signing',
  unknown: 'Not named',
};

export const LAYER_TITLES: Readonly<Record<Layer, string>> = {
  policy: 'Refused by the risk engine (risk_veto): the order never left the agent',
  signing: 'Refused at the wallet (twak_block): policy had let the order through',
  unknown: 'The backend does not name the layer',
};
