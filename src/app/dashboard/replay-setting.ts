import type { z } from 'zod';
import { MAX_LABEL, type ConnectionSetting } from '../settings';

/** The setting of a replay beside a connection; null where its protocol knows none, or it is one itself. */
export function replaySetting(
  own: ConnectionSetting,
  options: z.ZodType,
): ConnectionSetting | null {
  if (own.options['mode'] === 'replay') return null;
  const wanted = { ...own.options, mode: 'replay' };
  const parsed = options.safeParse(wanted);
  if (!parsed.success || (parsed.data as Record<string, unknown>)['mode'] !== 'replay') return null;
  return {
    ...own,
    id: `${own.id}-replay`,
    enabled: true,
    label: `Replay of ${own.label}`.slice(0, MAX_LABEL),
    options: wanted,
  };
}
