import { useStore } from 'zustand';
import { useServices } from '~/app/services';

/** How many gaps there are, beside the tab's title. */
export function GapBadge() {
  const { gaps } = useServices();
  const count = useStore(gaps.store, (state) => state.gaps.length);
  return <span className="text-faint font-normal">{count}</span>;
}
