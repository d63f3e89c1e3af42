import type { Gap } from '~/timeline/gap';
import { missingBetween } from './gap-band';
import type { Series } from './series';
import { isRestart } from './spacing';

/** What an outage cost in bars. `unrecoverable` null: cannot be known. */
export type OutageVerdict = Pick<Gap, 'recovered' | 'unrecoverable' | 'evidence'>;

/**
 * Judges an outage by the bars that lie behind the last one held at the cut (`heldSec`), up to the last that the server had
 * handled when we were back (`handledSec`). Bars that are there came in afterwards. Of those that are not, the index tells
 * which the server handled and which it never had (QU-T29); after a restart the index began anew and tells neither.
 */
export function judgeOutage(series: Series, heldSec: number, handledSec: number): OutageVerdict {
  const { intervalSec } = series.outline.spacing;
  const facts = series.facts.filter(({ timeSec }) => timeSec >= heldSec && timeSec <= handledSec);
  let lost = 0;
  let skipped = 0;
  let unsure = 0;
  let restarts = 0;
  for (const [place, fact] of facts.entries()) {
    const previous = facts[place - 1];
    if (!previous) continue;
    const missing = missingBetween(previous.timeSec, fact.timeSec, intervalSec);
    if (isRestart(previous, fact)) {
      restarts += 1;
      unsure += missing;
    } else if (previous.index === null || fact.index === null) {
      unsure += missing;
    } else {
      const handled = Math.min(missing, Math.max(0, fact.index - previous.index - 1));
      lost += handled;
      skipped += missing - handled;
    }
  }
  lost += atTheEnd(facts.at(-1)?.timeSec ?? heldSec, handledSec, intervalSec);
  const recovered = facts.filter(({ timeSec }) => timeSec > heldSec).length;
  return {
    recovered,
    unrecoverable: lost === 0 && unsure > 0 ? null : lost,
    evidence: evidenceOf({ lost, skipped, unsure, restarts }),
  };
}

/** The server says that it handled a bar which is not here, and none behind it is. */
function atTheEnd(lastSec: number, handledSec: number, intervalSec: number | null): number {
  if (handledSec <= lastSec) return 0;
  return missingBetween(lastSec, handledSec, intervalSec) + 1;
}

function evidenceOf(found: {
  readonly lost: number;
  readonly skipped: number;
  readonly unsure: number;
  readonly restarts: number;
}): string {
  const parts = ['bars by time and index, to the last that the server says it handled'];
  if (found.lost > 0) parts.push(`${found.lost} handled by the server and in no answer of it`);
  if (found.skipped > 0) parts.push(`${found.skipped} skipped by the server itself`);
  if (found.restarts > 0) parts.push('the index began anew: the server was restarted');
  if (found.unsure > 0) parts.push(`${found.unsure} of which nobody knows`);
  return parts.join('; ');
}
