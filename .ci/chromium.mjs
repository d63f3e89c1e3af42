// The Chromium that browser tests and the benchmark run in: the only place that knows where to find one.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run, runNode } from './processes.mjs';

const systemNames = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser'];
const usualPlaces = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].map((folder) =>
    join(process.env[folder] ?? '', 'Google\\Chrome\\Application\\chrome.exe'),
  ),
};

const advice = `No Chromium to run the browser tests in. Any one of these helps:
  - npx playwright install --with-deps chromium
  - install Google Chrome or Chromium (Debian and Ubuntu as root: apt-get install -y chromium)
  - VIGIL_CHROMIUM=/path/to/chrome npm test`;

/** The path of a Chromium that is there already, or null. */
export function findChromium() {
  const chosen = process.env.VIGIL_CHROMIUM;
  if (!chosen) return [playwrightChromium(), ...systemChromiums()].find(starts) ?? null;
  if (existsSync(chosen)) return chosen;
  throw new Error(`VIGIL_CHROMIUM is ${chosen}, and there is no such file.`);
}

/** The path of a Chromium, fetched if there is none; without any it says what to do and ends the program. */
export async function ensureChromium() {
  const path = findChromium() ?? (await download()) ?? (await installPackage());
  if (path) return path;
  console.error(advice);
  process.exit(1);
}

async function download() {
  console.log('No Chromium found: asking Playwright to download one …');
  const cli = createRequire(import.meta.url).resolve('@playwright/test/cli');
  await runNode(cli, ['install', 'chromium'], { timeoutMs: 90_000 });
  return findChromium();
}

async function installPackage() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null;
  console.log('Installing the system package chromium …');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { timeoutMs: 5 * 60_000, env });
  await run(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation'],
    {
      timeoutMs: 10 * 60_000,
      env,
    },
  );
  return findChromium();
}

function playwrightChromium() {
  return createRequire(import.meta.url)('@playwright/test').chromium.executablePath();
}

function systemChromiums() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const onPath = systemNames.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...(usualPlaces[process.platform] ?? [])];
}

/** Being there is not enough: Ubuntu ships a stub that only advertises a snap, and a download may lack libraries. */
function starts(path) {
  if (!path || !existsSync(path)) return false;
  // On Windows --version opens a window instead of answering.
  if (process.platform === 'win32') return true;
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  console.log(await ensureChromium());
