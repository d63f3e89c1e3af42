import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { mockBackend } from './src/mock/vite-plugin.ts';
import { relay } from './src/relay/relay-proxy.ts';
import { firstLoad } from './src/app/vite-plugin.ts';
import { contentSecurity } from './src/security/vite-plugin.ts';
import { serviceWorker } from './src/worker/vite-plugin.ts';

export default defineConfig({
  plugins: [
    react(),
    tailwindcss(),
    mockBackend(),
    relay(),
    firstLoad(),
    contentSecurity(),
    serviceWorker(),
  ],
  resolve: { alias: { '~': fileURLToPath(new URL('./src', import.meta.url)) } },
  test: {
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
  },
});
