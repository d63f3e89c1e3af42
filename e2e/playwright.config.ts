import { defineConfig } from '@playwright/test';
import { findChromium } from '../.ci/chromium.mjs';

// Workers read this file too; handing them the answer spares each a search.
process.env.VIGIL_CHROMIUM ??= findChromium() ?? '';
const executablePath = process.env.VIGIL_CHROMIUM;
if (!executablePath) throw new Error('No Chromium found. `node .ci/chromium.mjs` gets one.');

/** As root there is no sandbox to have; a closed network should not be asked for updates. */
const args = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

// No webServer: each worker has its own, see fixtures/server.ts.
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results',
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    headless: true,
    launchOptions: { executablePath, args },
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    serviceWorkers: 'allow',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
});
