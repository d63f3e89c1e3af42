import { ownerOf } from '~/session/endpoint';
import type { ErrandDesk } from '~/session/errand-desk';
import type { KnownStates } from './known-states';
import type { ConnectionSetting } from './settings';

/**
 * Drops what is kept of connections that are no more: removed in another tab, or while the browser was ended in the middle of
 * it. So what is kept is bound by what is configured.
 */
export function sweepKept(
  settings: readonly ConnectionSetting[],
  known: Pick<KnownStates, 'forgetAll'> | undefined,
  errands: Pick<ErrandDesk, 'forgetAll'>,
): void {
  const owners = settings.map(({ featureId, id }) => ownerOf(featureId, id));
  const isOver = (ep: string) => !owners.some((owner) => ep.startsWith(owner));
  known?.forgetAll(isOver);
  errands.forgetAll(isOver);
}
