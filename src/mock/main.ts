import { createMockBackend, type MockBackend, type MockBackendOptions } from './backend';
import type { FeatureMock } from './contract';

/** Every folder in `src/features` that has a `mock.ts` is served; nothing else has to be told of it. */
const modules = import.meta.glob<{ readonly mock?: FeatureMock }>('../features/*/mock.ts', {
  eager: true,
});

/** The backend with the mocks of all features. */
export function startMockBackend(options: Omit<MockBackendOptions, 'mocks'>): MockBackend {
  const mocks = Object.entries(modules).map(([path, { mock }]) => {
    if (!mock) throw new Error(`${path} exports no \`mock\``);
    return mock;
  });
  return createMockBackend({ ...options, mocks });
}
