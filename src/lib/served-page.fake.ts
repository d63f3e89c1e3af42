import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, preview, type InlineConfig, type Plugin } from 'vite';

export interface ServedPage {
  readonly port: number;
  close(): Promise<void>;
}

/** For tests of a Vite plugin: an app of one page that has it, on a free port, in development or built. */
export async function servePage(mode: 'dev' | 'preview', plugin: Plugin): Promise<ServedPage> {
  const root = mkdtempSync(join(tmpdir(), 'vigil-'));
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>page</title>');
  const address = { host: '127.0.0.1', port: 0 };
  const config: InlineConfig = {
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [plugin],
    server: address,
    preview: address,
    build: { outDir: root },
  };
  const server =
    mode === 'dev' ? await (await createServer(config)).listen() : await preview(config);
  return {
    port: ((server.httpServer as Server).address() as AddressInfo).port,
    async close() {
      await server.close();
      rmSync(root, { recursive: true });
    },
  };
}
