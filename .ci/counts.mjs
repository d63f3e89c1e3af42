// How many tests a runner really ran, from the report it wrote, never from its word alone.
import { existsSync, readFileSync } from 'node:fs';

export const oneFailure = { passed: 0, failed: 1, skipped: 0 };

export const addCounts = (a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

export function readVitestReport(path, exitCode) {
  return judge(path, exitCode, (report) => ({
    passed: report.numPassedTests,
    // A file that did not load has no tests to fail, but has failed.
    failed: report.numFailedTests + report.testResults.filter(isBrokenFile).length,
    skipped: report.numPendingTests + report.numTodoTests,
  }));
}

export function readPlaywrightReport(path, exitCode) {
  return judge(path, exitCode, ({ stats, errors }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  }));
}

const isBrokenFile = (file) =>
  file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed');

/** A runner that crashed, ran nothing, or is unhappy for a reason it did not count, has failed. */
function judge(path, exitCode, read) {
  const counts = readCounts(path, read);
  if (!counts) return oneFailure;
  const isSilentFailure = counts.failed === 0 && (exitCode !== 0 || counts.passed === 0);
  return isSilentFailure ? { ...counts, failed: 1 } : counts;
}

function readCounts(path, read) {
  if (!existsSync(path)) return null;
  try {
    const counts = read(JSON.parse(readFileSync(path, 'utf8')));
    return Object.values(counts).every(Number.isInteger) ? counts : null;
  } catch (error) {
    console.error(`The report ${path} could not be read: ${error.message}`);
    return null;
  }
}
