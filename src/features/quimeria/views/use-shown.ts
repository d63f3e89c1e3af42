import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useTimeCursor } from '~/ui/time-cursor';
import { shownOf, type Shown } from '../history';
import { selectCurrent } from '../select';
import type { Series } from '../series';
import type { ViewProps } from './view-props';

/** The bar whose details are to be shown, and the series that it is of. */
export function useShown({ connection }: ViewProps): Shown & { readonly series: Series | null } {
  const series = useStore(connection.store, selectCurrent);
  const chosenSec = useTimeCursor((cursor) => cursor.chosenSec);
  return useMemo(() => ({ ...shownOf(series, chosenSec), series }), [series, chosenSec]);
}
