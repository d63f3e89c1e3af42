import type { AnyFeature } from '~/feature';

const modules = import.meta.glob<{ feature: AnyFeature }>('../features/*/index.ts', {
  eager: true,
});

/** Every protocol that this build knows: each folder of `src/features`, ordered by name. */
export const features: readonly AnyFeature[] = Object.values(modules)
  .map((module) => module.feature)
  .sort((a, b) => a.title.localeCompare(b.title));
