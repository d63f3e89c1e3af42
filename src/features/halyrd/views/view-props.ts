import type { Connection } from '~/feature';
import type { Options } from '../options';
import type { State } from '../state';

/** What every view of this feature is given. */
export interface ViewProps {
  readonly connection: Connection<State, Options>;
}
