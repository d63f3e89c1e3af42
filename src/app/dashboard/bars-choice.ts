import { create } from 'zustand';

/** Which bars the candlestick view shows. Null: the first connection that has bars, its newest series. */
export interface BarsChoice {
  readonly connectionId: string | null;
  readonly seriesId: string | null;
}

/** Chosen in the view itself or by a link to a bar, for as long as the page lives. */
export const useBarsChoice = create<BarsChoice>(() => ({ connectionId: null, seriesId: null }));

/** Shows a connection's bars; its newest series unless told. */
export function chooseBars(connectionId: string, seriesId: string | null = null): void {
  useBarsChoice.setState({ connectionId, seriesId });
}
