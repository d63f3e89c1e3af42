import { Badge, type Tone } from '~/ui/Badge';
import { plainReason } from '../reasons';
import { gateOf, planOf, reasonsOf, type Gate, type Plan } from '../step';
import type { Step } from '../step-schema';

const GATES: Readonly<Record<Gate, { readonly tone: Tone; readonly words: string }>> = {
  open: { tone: 'good', words: 'open' },
  closed: { tone: 'bad', words: 'closed' },
  'warm-up': { tone: 'neutral', words: 'warming up, no verdict yet' },
  unknown: { tone: 'neutral', words: 'not known, taken as closed' },
};

/** Three lamps, for they are three things: the gate may be open with nothing armed, and armed without a plan. */
export function KernelLamps({ step }: { readonly step: Step }) {
  const gate = GATES[gateOf(step)];
  const plan = planOf(step);
  const decision = step.veto?.decision;
  return (
    <>
      <ul aria-label="Kernel lamps" className="flex flex-wrap gap-1.5">
        <li>
          <Badge tone={gate.tone} title="veto.trade_allowed: the one execution gate">
            Gate: {gate.words}
            {decision && decision !== 'Proceed' ? ` (${decision})` : ''}
          </Badge>
        </li>
        <li>
          <Badge
            tone={plan?.executable ? 'good' : 'neutral'}
            title="execution.is_armed, as the bridge says"
          >
            Armed: {armedWords(plan)}
          </Badge>
        </li>
        <li>
          <Badge
            tone={plan?.executable ? 'info' : 'neutral'}
            title="execution.action: a plan, not an order"
          >
            Plan: {planWords(plan)}
          </Badge>
        </li>
      </ul>
      <Reasons step={step} />
    </>
  );
}

function Reasons({ step }: { readonly step: Step }) {
  const reasons = reasonsOf(step);
  if (reasons.length === 0) return null;
  return (
    <ul aria-label="Veto reasons" className="list-disc pl-4 text-[12px]">
      {reasons.map((reason) => (
        <li key={reason} title={reason}>
          {plainReason(reason)}
        </li>
      ))}
    </ul>
  );
}

function armedWords(plan: Plan | null): string {
  if (plan === null || plan.armed === null) return 'not known';
  if (!plan.armed) return 'no';
  return plan.executable ? 'yes' : `yes, but ${plan.action || 'no action'} is not executable`;
}

function planWords(plan: Plan | null): string {
  if (plan === null) return 'none sent';
  const direction = plan.direction ? `, ${plan.direction}${plan.implied ? ' (implied)' : ''}` : '';
  const reason = plan.reason ? `: ${plan.reason}` : '';
  return `${plan.action || 'no action'}${direction}${reason}`;
}
