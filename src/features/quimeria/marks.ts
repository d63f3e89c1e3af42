import type { ChartMark, MarkShape } from '~/ui/chart-types';
import type { BarFact } from './bar-fact';
import { normaliseReason, plainReason } from './reasons';

const SHAPES: Readonly<Record<string, Pick<ChartMark, 'shape' | 'severity'>>> = {
  Halt: { shape: 'halt', severity: 'warning' },
  Reset: { shape: 'reset', severity: 'notice' },
};

/** Marks of one bar: a refused gate, a forced reset of the cycle, an executable plan. */
export function marksOf(fact: BarFact): readonly ChartMark[] {
  const marks: ChartMark[] = [];
  if (fact.gate === 'closed') {
    const decision = fact.decision ?? '';
    const look = (Object.hasOwn(SHAPES, decision) && SHAPES[decision]) || UNKNOWN_LOOK;
    marks.push({
      id: `veto:${fact.timeSec}`,
      timeSec: fact.timeSec,
      ...look,
      ...(fact.reasons.some(isKillSwitch) ? { severity: 'critical' as const } : {}),
      text: vetoWords(fact),
    });
  }
  if (fact.masterReset && fact.decision !== 'Reset') {
    marks.push(mark('master', fact, 'reset', 'Market cycle forced back to accumulation'));
  }
  if (fact.plan) marks.push(mark('plan', fact, 'decision', `Plan: ${fact.plan}`));
  return marks;
}

/** The light-cone sensor does not merely refuse: it stops everything (5.4, 5.10). */
function isKillSwitch(reason: string): boolean {
  return normaliseReason(reason).startsWith('λ8');
}

/** Decision and reasons in words: "Halt: spectral phase is inverted (liar state)". */
export function vetoWords(veto: Pick<BarFact, 'decision' | 'reasons'>): string {
  const decision = veto.decision || 'Trade not allowed';
  return veto.reasons.length === 0
    ? decision
    : `${decision}: ${veto.reasons.map(plainReason).join('; ')}`;
}

/** The server holds fewer bars than before: it was started afresh. */
export function restartMark(previous: BarFact, fact: BarFact): ChartMark {
  return mark(
    'restart',
    fact,
    'reset',
    `Feed restarted on the server: it held ${previous.total} bars, now ${fact.total}`,
  );
}

const UNKNOWN_LOOK = { shape: 'veto', severity: 'warning' } as const;

function mark(id: string, fact: BarFact, shape: MarkShape, text: string): ChartMark {
  return { id: `${id}:${fact.timeSec}`, timeSec: fact.timeSec, shape, severity: 'notice', text };
}
