import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServer, type Server } from './fixtures/server';
import { expect, test } from './fixtures/test';

const root = fileURLToPath(new URL('..', import.meta.url));
const COPIED = ['src', 'public', 'index.html', 'vite.config.ts', 'tsconfig.json', 'package.json'];

/** A copy of the project with one folder more under `src/features`, and nothing else changed. */
function projectWithToy(): string {
  const copy = mkdtempSync(join(tmpdir(), 'vigil-toy-'));
  for (const name of COPIED) cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  cpSync(join(root, 'e2e/fixtures/toy'), join(copy, 'src/features/toy'), { recursive: true });
  return copy;
}

function run(cwd: string, script: string, ...args: string[]): string {
  return execFileSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd,
    encoding: 'utf8',
    stdio: 'pipe',
    env: { ...process.env, NO_COLOR: '1' },
  });
}

test.describe('a fifth protocol, added as one folder', () => {
  test.describe.configure({ mode: 'serial', timeout: 180_000 });
  let copy: string;
  let server: Server;

  test.beforeAll(async () => {
    copy = projectWithToy();
    run(copy, 'vite/bin/vite.js', 'build', '--logLevel', 'error');
    server = await startServer({ folder: copy });
  });

  test.afterAll(async () => {
    await server.stop();
    rmSync(copy, { recursive: true });
  });

  test('appears in the app and in the mock, live without a click', async ({ page }) => {
    await page.goto(server.baseURL);
    await expect(page.getByRole('button', { name: /^Toy demo: .*Live$/ })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Coin, Toy demo' })).toContainText(
      /\d+ flips so far/,
    );
    await expect(page.getByText(/The coin shows (heads|tails)/).first()).toBeVisible();
  });

  test('appears in the contract suite and passes it', () => {
    const report = run(
      copy,
      'vitest/vitest.mjs',
      'run',
      'src/app/contract.test.ts',
      '-t',
      "the contract of 'Toy'",
      '--reporter=verbose',
    );
    // A name that fits no test would skip them all and fail none.
    expect(report).toMatch(/✓ .*the contract of 'Toy' > .*lets no junk throw out of the door/);
    expect(report).toMatch(/Tests +\d+ passed/);
    expect(report).not.toMatch(/\d+ failed/);
  });
});
