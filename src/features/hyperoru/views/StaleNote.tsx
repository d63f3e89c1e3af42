import { Badge } from '~/ui/Badge';
import type { WireWords } from './use-wire-words';

/** Says that what is shown was true once; nothing while the wire is live. */
export function StaleNote({ wire }: { readonly wire: WireWords }) {
  if (wire.isLive) return null;
  return (
    <p role="status" className="text-muted flex items-center gap-2 px-2.5 py-1 text-[12px]">
      <Badge tone="warn">stale</Badge>
      <span className="truncate" title={wire.hint}>
        {wire.title}: the last values are kept. {wire.hint}
      </span>
    </p>
  );
}
