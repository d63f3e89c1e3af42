// `npm start`: from a fresh clone to the dashboard on its mock backend, with nothing but Node and npm.
import { spawn } from 'node:child_process';
import { chdir } from 'node:process';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './dependencies.mjs';

chdir(fileURLToPath(new URL('..', import.meta.url)));
await ensureDependencies();

const given = process.argv.slice(2);
const asked = given.filter((arg) => arg !== '--no-open');
const mayOpen = asked.length === given.length && !asked.some((arg) => arg.startsWith('--open'));
const opening = mayOpen && canOpenBrowser() ? ['--open'] : [];

const vite = spawn(process.execPath, ['node_modules/vite/bin/vite.js', ...asked, ...opening], {
  stdio: 'inherit',
});
// A terminal's Ctrl-C reaches Vite by itself; waiting for it leaves the last words on screen to Vite.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => vite.kill());
vite.on('close', (code) => process.exit(code ?? 0));

/** Where no window could appear, Vite's printed URL is all there is to offer. */
function canOpenBrowser() {
  if (process.env.CI || process.env.BROWSER === 'none' || process.env.SSH_CONNECTION) return false;
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  if (process.getuid?.() === 0) return false;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY || process.env.WSL_DISTRO_NAME);
}
