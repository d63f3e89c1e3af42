// `npm test`: every check there is, from a fresh clone. `--no-browser` leaves the browser tests out (`npm run check`).
import { mkdirSync, rmSync } from 'node:fs';
import { chdir } from 'node:process';
import { fileURLToPath } from 'node:url';
import { ensureChromium } from './chromium.mjs';
import { addCounts, oneFailure, readPlaywrightReport, readVitestReport } from './counts.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { runNode } from './processes.mjs';

const minute = 60_000;
const reports = { unit: '.cache/test/unit.json', browser: '.cache/test/browser.json' };
const tools = {
  tsc: 'node_modules/typescript/bin/tsc',
  oxlint: 'node_modules/oxlint/bin/oxlint',
  prettier: 'node_modules/prettier/bin/prettier.cjs',
  knip: 'node_modules/knip/bin/knip.js',
  vitest: 'node_modules/vitest/vitest.mjs',
  vite: 'node_modules/vite/bin/vite.js',
  playwright: 'node_modules/@playwright/test/cli.js',
};

chdir(fileURLToPath(new URL('..', import.meta.url)));
const startedAtMs = Date.now();
const withBrowser = !process.argv.includes('--no-browser');
const outcomes = [];

await ensureDependencies();
// A report of an earlier run must not be taken for this one's.
rmSync('.cache/test', { recursive: true, force: true });
mkdirSync('.cache/test', { recursive: true });

await check('types', tools.tsc, ['--noEmit']);
await check('lint', tools.oxlint, []);
await check('format', tools.prettier, ['--check', '.']);
await check('dead code', tools.knip, []);
await step('unit tests', unitTests);
const isBuilt = await check('build', tools.vite, ['build']);
if (withBrowser) await step('browser tests', isBuilt ? browserTests : noBuild);

report();

function check(name, tool, args) {
  return step(name, async () => {
    const exitCode = await runNode(tool, args, { timeoutMs: 10 * minute });
    return exitCode === 0 ? null : oneFailure;
  });
}

async function unitTests() {
  const args = [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reports.unit}`,
  ];
  const exitCode = await runNode(tools.vitest, args, { timeoutMs: 20 * minute });
  return readVitestReport(reports.unit, exitCode);
}

async function browserTests() {
  const env = {
    VIGIL_CHROMIUM: await ensureChromium(),
    PLAYWRIGHT_JSON_OUTPUT_FILE: reports.browser,
  };
  // A second try keeps one slow moment of a shared machine from hiding the result; what needed it is listed as flaky.
  // Recording every test's trace makes the suite a quarter slower, so only that second try has one.
  const args = ['test', '-c', 'e2e/playwright.config.ts', '--reporter=list,json'];
  args.push('--retries=1', '--trace=on-first-retry');
  const exitCode = await runNode(tools.playwright, args, { timeoutMs: 40 * minute, env });
  return readPlaywrightReport(reports.browser, exitCode);
}

async function noBuild() {
  console.log('There is no build to test in a browser.');
  return oneFailure;
}

/** Runs one step, records what it counted, and never lets it hide the steps after it. */
async function step(name, perform) {
  console.log(`\n=== ${name}`);
  const sinceMs = Date.now();
  const counts = await perform();
  const isOk = !counts?.failed;
  const outcome = { name, counts, isOk, seconds: ((Date.now() - sinceMs) / 1000).toFixed(1) };
  outcomes.push(outcome);
  console.log(describe(outcome));
  return isOk;
}

function describe({ name, isOk, seconds }) {
  return `=== ${name}: ${isOk ? 'ok' : 'FAILED'} in ${seconds} s`;
}

function report() {
  console.log(`\nSummary, ${((Date.now() - startedAtMs) / 1000).toFixed(0)} s in all`);
  for (const outcome of outcomes) console.log(describe(outcome));
  const total = outcomes
    .map(({ counts }) => counts)
    .reduce(addUp, { passed: 0, failed: 0, skipped: 0 });
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
  console.log(
    `${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`,
  );
}

function addUp(total, counts) {
  return counts ? addCounts(total, counts) : total;
}
