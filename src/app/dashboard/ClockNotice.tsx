import { useStore } from 'zustand';
import type { LiveConnection } from '~/app/connection';
import { useServices } from '~/app/services';
import { formatDuration } from '~/lib/format';
import { Button } from '~/ui/Button';
import { setPreferences, usePreferences } from '~/ui/preferences';

/** Which servers' clocks are wrong and by how much, and what to do about it; nothing while all are right. */
export function ClockNotice({ connections }: { readonly connections: readonly LiveConnection[] }) {
  const { clocks } = useServices();
  const skews = useStore(clocks.store);
  const isAligned = usePreferences((preferences) => preferences.alignClocks);
  const wrong = connections.filter(({ id }) => skews.has(id));
  if (wrong.length === 0) return null;
  return (
    <div
      role="status"
      className="border-line text-warning flex flex-wrap items-center gap-x-2 gap-y-1 border-b px-2.5 py-1 text-[12px]"
    >
      <p className="min-w-48 flex-1">
        <span aria-hidden="true">⚠ </span>
        {wrong
          .map(({ id, label }) => `Clock of ${label} ${skewWords(skews.get(id)!)}`)
          .join('; ')}.{' '}
        {isAligned
          ? 'What it tells stands where it was received.'
          : 'What it tells stands beside the wrong bars.'}
      </p>
      <Button
        size="small"
        aria-pressed={isAligned}
        onClick={() => setPreferences({ alignClocks: !isAligned })}
      >
        {isAligned ? 'Use the servers’ times' : 'Align by receive time'}
      </Button>
    </div>
  );
}

/** "2 min 0 s ahead". */
function skewWords(skewMs: number): string {
  return `${formatDuration(Math.abs(skewMs))} ${skewMs > 0 ? 'ahead' : 'behind'}`;
}
