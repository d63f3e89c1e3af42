import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type ResolvedConfig } from 'vite';

const entry = fileURLToPath(new URL('./sw.ts', import.meta.url));
const src = fileURLToPath(new URL('..', import.meta.url));

/**
 * Serves and builds `/sw.js`. Built as one classic script with the list of the build's files inside, so that each build
 * is another worker; in development a module that imports the source and keeps nothing.
 */
export function serviceWorker(): Plugin {
  let config: ResolvedConfig;
  let files: string[] = [];
  let name = '';
  return {
    name: 'vigil-service-worker',
    configResolved(resolved) {
      config = resolved;
    },
    configureServer(server) {
      server.middlewares.use('/sw.js', (_request, response) => {
        response.setHeader('content-type', 'text/javascript');
        response.setHeader('cache-control', 'no-cache');
        response.end(`import '/src/worker/sw.ts';\n`);
      });
    },
    // Written, because the page itself is only added at the end of the bundle's making.
    writeBundle(_options, bundle) {
      const built = Object.values(bundle).filter(({ fileName }) => !fileName.endsWith('.map'));
      const still = filesIn(config.publicDir);
      files = [...built.map(({ fileName }) => fileName), ...still].map((name) => `/${name}`).sort();
      const hash = createHash('sha256').update(files.join('\n'));
      for (const part of built) {
        // Other names hold their content's hash already.
        if (part.type === 'asset' && part.fileName.endsWith('.html')) hash.update(part.source);
      }
      for (const name of still) hash.update(readFileSync(join(config.publicDir, name)));
      name = hash.digest('hex').slice(0, 12);
    },
    async closeBundle() {
      if (config.command !== 'build' || files.length === 0) return;
      await build({
        configFile: false,
        root: config.root,
        logLevel: 'warn',
        resolve: { alias: { '~': src } },
        define: { __SHELL__: JSON.stringify({ build: name, files }) },
        build: {
          outDir: config.build.outDir,
          emptyOutDir: false,
          copyPublicDir: false,
          rolldownOptions: {
            input: entry,
            output: { entryFileNames: 'sw.js', format: 'iife' },
          },
        },
      });
    },
  };
}

function filesIn(folder: string): string[] {
  if (folder === '' || !existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
}
