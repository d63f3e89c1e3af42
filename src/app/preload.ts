import type { Panel } from '~/feature';
import { preloadAll } from '~/ui/lazy-view';
import type { LiveConnection } from './connection';
import { useDeskChoice } from './dashboard/desk-choice';
import { desksOf, shownDesk } from './dashboard/desks-of';
import { BarChart, DeskTabs, EquityChart, EventFeed, WideLayout } from './dashboard/lazy-views';
import { features } from './registry';
import { WIDE } from './use-media-query';

/** By then the first screen is live, and the service worker has what it keeps. */
const REST_AFTER_MS = 5_000;

/** Asks for the code of all that the first screen shows, at once, while connections are still being made. */
export function preloadFirst(view: Window): void {
  void BarChart.preload();
  if (view.matchMedia(WIDE).matches) void WideLayout.preload();
  for (const lazy of [EventFeed, EquityChart, DeskTabs]) void lazy.preload();
  for (const { panels } of features) {
    for (const { area, component } of panels as readonly Panel[]) {
      if (area === 'board') void component.preload?.();
    }
  }
}

/** The table that the desk opens with: it is not asked for only when the desk is there. */
export function preloadDesk(connections: readonly LiveConnection[]): void {
  const { connectionId, panelIds } = useDeskChoice.getState();
  const withDesk = connections.filter((connection) => desksOf(connection).length > 0);
  const chosen = withDesk.find(({ id }) => id === connectionId) ?? withDesk[0];
  const shown = chosen && shownDesk(desksOf(chosen), panelIds[chosen.featureId]);
  void shown?.component.preload?.();
}

/**
 * Asks for everything else when there is nothing better to do: a page that stays open for days must not depend on a
 * server that may be gone, or be another version, when a tab is first opened.
 */
export function preloadRest(view: Window): void {
  view.setTimeout(() => {
    // Not in every browser.
    if ('requestIdleCallback' in view)
      view.requestIdleCallback(() => void preloadAll(), { timeout: REST_AFTER_MS });
    else void preloadAll();
  }, REST_AFTER_MS);
}
