import { lazyView } from '~/ui/lazy-view';

/** The heavy parts of the dashboard: what frames them is there before they are. */
export const BarChart = lazyView(() => import('~/ui/BarChart'), 'BarChart');
export const EquityChart = lazyView(() => import('~/ui/EquityChart'), 'EquityChart');
export const EventFeed = lazyView(() => import('~/ui/EventFeed'), 'EventFeed');
export const DeskTabs = lazyView(() => import('./DeskTabs'), 'DeskTabs');
export const WideLayout = lazyView(() => import('./WideLayout'), 'WideLayout', null);
export const GapsSheet = lazyView(() => import('./GapsSheet'), 'GapsSheet');
