// Makes a fresh clone runnable: the right Node, and node_modules as package-lock.json says.
import { existsSync, readFileSync } from 'node:fs';
import { runNpm } from './processes.mjs';

export async function ensureDependencies() {
  refuseOldNode();
  const reason = whyInstall();
  if (!reason) return;
  console.log(`Installing dependencies (${reason}) …`);
  const code = await runNpm(['ci', '--include=dev', '--no-audit', '--no-fund'], {
    timeoutMs: 15 * 60_000,
  });
  if (code === 0) return;
  console.error(
    '\nThe dependencies could not be installed: npm says why above. Vigil needs the npm registry once.',
  );
  process.exit(1);
}

function refuseOldNode() {
  const wanted = readJson('package.json').engines.node.replace('>=', '');
  if (!isOlder(process.versions.node, wanted)) return;
  console.error(`Vigil needs Node ${wanted} or newer, and this is Node ${process.versions.node}.`);
  console.error(
    'Install a newer one from https://nodejs.org, or with your version manager (nvm install 22).',
  );
  process.exit(1);
}

function isOlder(version, wanted) {
  const [a, b] = [version, wanted].map((text) => text.split('.').map(Number));
  const at = a.findIndex((part, i) => part !== b[i]);
  return at !== -1 && a[at] < b[at];
}

/**
 * npm leaves a copy of the lock file in node_modules, written last, of what it really installed. Comparing
 * the two also sees an install that was broken off, and leaves one made by hand alone.
 */
function whyInstall() {
  if (!existsSync('node_modules/.package-lock.json')) return 'none are installed yet';
  const installed = readJson('node_modules/.package-lock.json').packages;
  const wanted = readJson('package-lock.json').packages;
  const differs = Object.entries(wanted).some(
    ([path, entry]) => path && !isInstalled(entry, installed[path]),
  );
  if (differs) return 'package-lock.json has changed';
  const isForeign = Object.values(installed).some(({ os }) => os && !runsHere(os));
  return isForeign ? 'those installed are for another system' : null;
}

function isInstalled(wanted, installed) {
  if (!installed) return Boolean(wanted.optional || wanted.peer);
  // Packages for other systems may be listed without a checksum.
  const isSame = !wanted.integrity || wanted.integrity === installed.integrity;
  return isSame && wanted.version === installed.version;
}

const runsHere = (systems) =>
  systems.includes(process.platform) ||
  systems.every((name) => name.startsWith('!') && name !== `!${process.platform}`);

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
