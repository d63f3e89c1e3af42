import type { MockReply } from '~/mock/contract';
import { MODULES } from './kernel-setup';
import { PLUGIN_NAMES, pluginRows } from './mock-plugins';

/** What is switched on in the kernel, for all of its clients. */
export interface MockSetup {
  /** Plugins that are on. */
  readonly plugins: ReadonlySet<string>;
  togglePlugins(body: unknown): MockReply;
  configureModules(body: unknown): MockReply;
  /** `processed`: bars since the server started. */
  list(processed: number): MockReply;
}

export function createMockSetup(): MockSetup {
  const plugins = new Set(PLUGIN_NAMES);
  return {
    plugins,
    togglePlugins(body) {
      const wanted = namesIn(body, 'enabled');
      if (wanted === null) return missing('enabled');
      // An empty list does nothing, and is answered like any other (QU-T27).
      if (wanted.length > 0) {
        plugins.clear();
        for (const name of PLUGIN_NAMES) if (wanted.includes(name)) plugins.add(name);
      }
      return { status: 200, body: { status: 'ok', enabled: [...plugins] } };
    },
    configureModules(body) {
      const wanted = namesIn(body, 'disabled_modules');
      if (wanted === null) return missing('disabled_modules');
      const disabled = MODULES.filter((name) => wanted.includes(name));
      const enabled = MODULES.filter((name) => !wanted.includes(name));
      return { status: 200, body: { status: 'ok', enabled, disabled } };
    },
    list: (processed) => ({
      status: 200,
      body: { plugins: pluginRows(processed, plugins), errors: {} },
    }),
  };
}

function namesIn(body: unknown, key: string): readonly string[] | null {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, key) : null;
  return Array.isArray(value) ? value.map(String) : null;
}

function missing(field: string): MockReply {
  const detail = [{ loc: ['body', field], msg: 'Field required', type: 'missing' }];
  return { status: 422, body: { detail } };
}
