import type { Connection } from '~/feature';
import type { QuimeriaOptions } from '../options';
import type { QuimeriaState } from '../state';

/** What a view of this feature is given, and no more than it needs. */
export interface ViewProps {
  readonly connection: Pick<Connection<QuimeriaState, QuimeriaOptions>, 'store' | 'target'>;
}

/** What a view is given that makes the server do something. */
export interface ControlProps {
  readonly connection: Pick<
    Connection<QuimeriaState, QuimeriaOptions>,
    'store' | 'target' | 'rest' | 'status' | 'send'
  >;
}
