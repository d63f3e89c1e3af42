import { useStore } from 'zustand';
import { Button } from '~/ui/Button';
import { useServices } from './services';

/** Offers a newer version; the person decides when, because a half-written order would be lost with a reload. */
export function UpdateNotice() {
  const { worker } = useServices();
  const waits = useStore(worker.updateWaits);
  const isForeign = useStore(worker.isForeign);
  if (!waits && !isForeign) return null;
  return (
    <div
      role="status"
      className="border-line text-muted flex shrink-0 items-center gap-2 border-b px-2.5 py-1 text-[12px]"
    >
      <span className="min-w-0 flex-1">{waits ? READY : FOREIGN}</span>
      {waits ? (
        <Button size="small" onClick={() => worker.update()}>
          Update
        </Button>
      ) : null}
    </div>
  );
}

const READY =
  'A newer version of Vigil is ready. It is used from the next reload; connections stay up.';
const FOREIGN =
  'This tab is of another version than its service worker and reconnects without it. Reload it when nothing is half-written.';
