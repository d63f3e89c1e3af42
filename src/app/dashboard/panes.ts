import type { ReactNode } from 'react';

/** The parts of the dashboard; a layout says where each goes. */
export interface Panes {
  readonly bars: ReactNode;
  readonly equity: ReactNode;
  readonly boards: ReactNode;
  readonly feed: ReactNode;
  readonly desk: ReactNode;
}
