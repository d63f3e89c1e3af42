import type { AnyFeature, Target } from '~/feature';
import { secretNames } from './options-fields';
import type { ConnectionSetting } from './settings';

/** Secret option values by name, held in memory. */
export type Secrets = Readonly<Record<string, string>>;

/** Where a setting leads, or which field is wrong. */
export type ResolvedTarget =
  | { readonly ok: true; readonly target: Target; readonly secrets: readonly string[] }
  | {
      readonly ok: false;
      readonly problems: readonly { readonly field: string; readonly problem: string }[];
    };

/**
 * Turns a setting into addresses. `origin` is our own (`https://host:port`): relay and demo live on it. Demo and relay
 * never carry the secret options: the relay adds keys itself, the demo needs none.
 */
export function resolveTarget(
  feature: AnyFeature,
  setting: ConnectionSetting,
  secrets: Secrets,
  origin: string,
): ResolvedTarget {
  const keyed = setting.via === 'direct' ? secrets : {};
  const parsed = feature.options.safeParse({ ...setting.options, ...keyed });
  if (!parsed.success) {
    return {
      ok: false,
      problems: parsed.error.issues.map((issue) => ({
        field: issue.path.map(String).join('.'),
        problem: issue.message,
      })),
    };
  }
  const names = secretNames(feature.options);
  return {
    ok: true,
    target: {
      via: setting.via,
      ...addresses(feature, setting, origin),
      options: parsed.data as unknown,
    },
    secrets: names.flatMap((name) => (keyed[name] ? [keyed[name]] : [])),
  };
}

function addresses(
  feature: AnyFeature,
  setting: ConnectionSetting,
  origin: string,
): { socketUrl: string; restUrl: string } {
  if (setting.via === 'direct') return { socketUrl: setting.socketUrl, restUrl: setting.restUrl };
  const path = setting.via === 'demo' ? `/mock/${feature.id}` : `/relay/${setting.relay}`;
  return { socketUrl: `${origin.replace(/^http/, 'ws')}${path}`, restUrl: `${origin}${path}` };
}
