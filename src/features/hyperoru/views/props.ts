import type { Connection } from '~/feature';
import type { HyperoruOptions } from '../options';
import type { HyperoruState } from '../state';

/** What each view of this feature is given. */
export interface ViewProps {
  readonly connection: Connection<HyperoruState, HyperoruOptions>;
}
