// Child processes that end when they should: with a time limit, and with all that they started.
import { spawn } from 'node:child_process';

const isWindows = process.platform === 'win32';

/**
 * Runs a command to its end and resolves to its exit code, never rejects. A command that cannot be
 * started, is killed, or passes its limit answers with a code other than zero.
 */
export function run(command, args, { timeoutMs, env, shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
      // A group of its own, so that a limit or an interrupt also ends grandchildren (browsers, servers).
      detached: !isWindows,
      shell,
    });
    const end = () => endGroup(child);
    const limit = setTimeout(
      () => {
        console.error(
          `${command} ${args.join(' ')} took longer than ${timeoutMs / 1000} s and was ended`,
        );
        end();
      },
      timeoutMs ?? 2 ** 31 - 1,
    );
    const stopWatching = forwardInterrupts(end);
    const finish = (code) => {
      clearTimeout(limit);
      stopWatching();
      // A runner that was killed leaves its workers and servers behind.
      end();
      resolve(code);
    };
    child.on('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      finish(1);
    });
    child.on('close', (code) => finish(code ?? 1));
  });
}

export const runNode = (script, args = [], options = {}) =>
  run(process.execPath, [script, ...args], options);

/** npm by its own path where npm started us: on Windows `npm` is a .cmd, which spawn refuses. */
export function runNpm(args, options = {}) {
  const npmCli = process.env.npm_execpath;
  if (npmCli?.endsWith('npm-cli.js')) return runNode(npmCli, args, options);
  return run('npm', args, { ...options, shell: isWindows });
}

function endGroup(child) {
  if (isWindows || child.pid === undefined) return child.kill('SIGKILL');
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}

function forwardInterrupts(end) {
  const interrupt = () => {
    end();
    process.exit(130);
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return () => {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  };
}
