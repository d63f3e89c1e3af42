import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import {
  normalizePath,
  type Plugin,
  runnerImport,
  type PreviewServer,
  type ViteDevServer,
} from 'vite';
import type { MockBackend, MockBackendOptions } from './backend';

/** What the plugin reads from the environment. */
export interface MockEnvironment {
  readonly VIGIL_MOCK?: string | undefined;
  readonly VIGIL_MOCK_SEED?: string | undefined;
  readonly VIGIL_MOCK_SPEED?: string | undefined;
  /** Further names under which the server may be reached, separated by commas. */
  readonly VIGIL_HOSTS?: string | undefined;
  /** Unit tests load the configuration too, and need no backend. */
  readonly VITEST?: string | undefined;
}

const SOURCE = fileURLToPath(new URL('..', import.meta.url));
const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const DEFAULT = { seed: 7, speed: 60 };

/**
 * Serves the bundled backend below `/mock/`, in development and for the production build alike. `VIGIL_MOCK=off` leaves
 * it out. Other paths, and the sockets of other parties of the same server, are not touched.
 */
export function mockBackend(environment: MockEnvironment = process.env): Plugin {
  const off = environment.VIGIL_MOCK === 'off' || environment.VITEST !== undefined;
  const options = off ? null : optionsFrom(environment);
  return {
    name: 'vigil:mock-backend',
    configureServer: async (server) => {
      const served = options && (await serve(server, options));
      if (served) reloadOnChange(server, served);
    },
    configurePreviewServer: async (server) => {
      if (options) await serve(server, options);
    },
  };
}

/** Throws with the variable's name when its value is of no use. */
export function optionsFrom(environment: MockEnvironment): {
  seed: number;
  speed: number;
  hosts: string[];
} {
  return {
    seed: numberFrom(
      'VIGIL_MOCK_SEED',
      environment.VIGIL_MOCK_SEED,
      DEFAULT.seed,
      Number.isSafeInteger,
    ),
    speed: numberFrom(
      'VIGIL_MOCK_SPEED',
      environment.VIGIL_MOCK_SPEED,
      DEFAULT.speed,
      (value) => value >= 1 && value <= 600,
    ),
    hosts: (environment.VIGIL_HOSTS ?? '')
      .split(',')
      .map((host) => host.trim())
      .filter(Boolean),
  };
}

function numberFrom(
  name: string,
  text: string | undefined,
  usual: number,
  fits: (value: number) => boolean,
): number {
  if (text === undefined || text.trim() === '') return usual;
  const value = Number(text);
  if (fits(value)) return value;
  throw new Error(
    `${name}=${text} is no use: a whole number is needed${name.endsWith('SPEED') ? ', from 1 to 600' : ''}`,
  );
}

/** What `main.ts` exports. It is loaded through Vite, which knows `import.meta.glob`, not imported. */
interface MainModule {
  startMockBackend(options: Omit<MockBackendOptions, 'mocks'>): MockBackend;
}

type Server = ViteDevServer | PreviewServer;

interface Served {
  /** Paths of all files that the backend was made from. */
  files(): readonly string[];
  /** A new backend from the files as they are now; the old one stays when they are broken. */
  reload(): void;
}

/** Null in middleware mode: without a server of its own there is nobody to upgrade. */
async function serve(
  server: Server,
  options: ReturnType<typeof optionsFrom>,
): Promise<Served | null> {
  if (!server.httpServer) return null;
  const report = (error: unknown) =>
    server.config.logger.error(
      `mock: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  const load = async () => {
    const { module, dependencies } = await runnerImport<MainModule>(MAIN, {
      configFile: false,
      logLevel: 'error',
      resolve: { alias: { '~': SOURCE } },
    });
    return { backend: module.startMockBackend({ ...options, report }), dependencies };
  };
  let current = await load();
  attach(server, () => current.backend);
  return {
    files: () => current.dependencies,
    reload: () => {
      load().then((next) => {
        current.backend.close();
        current = next;
      }, report);
    },
  };
}

function attach(server: Server, backend: () => MockBackend): void {
  server.httpServer!.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    backend().upgrade(request, socket, head);
  });
  server.httpServer!.once('close', () => backend().close());
  server.middlewares.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
    if (!backend().request(request, response)) next();
  });
}

/** In development a changed mock is loaded anew, with a new world. */
function reloadOnChange(server: ViteDevServer, { files, reload }: Served): void {
  server.watcher.on('change', (file) => {
    if (files().includes(normalizePath(file))) reload();
  });
}
