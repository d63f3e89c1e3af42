import type { AnyFeature, Target } from '~/feature';
import type { RestClient } from '~/session/rest';
import { PLAY_MODES, type Mode } from '~/ui/page-mode';

/**
 * Why nothing that acts may leave for this backend now, in words; null: it may. While the page plays (DEMO, REPLAY) only
 * the demo's own backend, and a connection that is itself the replay, are acted on.
 */
export function whyNothingActs(
  feature: AnyFeature,
  { via, options }: Target,
  mode: Mode,
): string | null {
  if (!PLAY_MODES.has(mode) || via === 'demo' || feature.replays?.(options)) return null;
  return `The page is in ${mode} mode; nothing that acts is sent to a real backend.`;
}

/** A REST client that sends nothing but reads while `why` gives a reason. */
export function guardRest(rest: RestClient, why: () => string | null): RestClient {
  return {
    call(call) {
      const reason = (call.method ?? 'GET') === 'GET' ? null : why();
      return reason === null ? rest.call(call) : Promise.resolve({ kind: 'withheld', reason });
    },
  };
}
