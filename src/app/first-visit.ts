import type { AnyFeature } from '~/feature';
import type { ConnectionSetting } from './settings';

/**
 * Whether the demo backend is served on our origin. A static deployment answers with its own page or a 404, so only the
 * backend's own JSON counts.
 */
export async function isDemoServed(fetcher: typeof fetch): Promise<boolean> {
  try {
    const response = await fetcher('/mock/__control/state', { signal: AbortSignal.timeout(3_000) });
    if (!response.ok) return false;
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null && 'wires' in body;
  } catch {
    return false;
  }
}

/** A setting with the addresses of the protocol's documents. */
export function newSetting(
  feature: AnyFeature,
  id: string,
  via: ConnectionSetting['via'],
): ConnectionSetting {
  return {
    id,
    featureId: feature.id,
    label: via === 'demo' ? `${feature.title} demo` : feature.title,
    enabled: true,
    via,
    ...feature.defaults,
    relay: feature.id,
    options: {},
  };
}

/** One connection to the demo per feature. */
export function demoSettings(features: readonly AnyFeature[]): readonly ConnectionSetting[] {
  return features.map((feature) => newSetting(feature, `demo-${feature.id}`, 'demo'));
}
