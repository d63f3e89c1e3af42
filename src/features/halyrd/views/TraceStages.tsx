import { linkWords } from '~/timeline/correlation';
import { Badge, type Tone } from '~/ui/Badge';
import { Time } from '~/ui/Time';
import type { Stage, StageId, StageVerdict, Trace } from '../trace';
import { ruleLabel } from '../units';

const NAMES: Record<StageId, string> = {
  quote: 'Quote',
  policy: 'Policy (risk engine)',
  signing: 'Signing (TWAK)',
  journal: 'Journal',
};

const TONES: Record<StageVerdict, Tone> = {
  refused: 'bad',
  passed: 'good',
  'not reached': 'neutral',
  discarded: 'warn',
  written: 'info',
  'not found': 'neutral',
  'not known': 'neutral',
};

/** The stages of one order, in the order in which they come. */
export function TraceStages({ trace }: { readonly trace: Trace }) {
  return (
    <ol className="border-line mt-1 flex flex-col border-t text-[13px]">
      {trace.stages.map((stage) => (
        <Row key={`${stage.id}/${stage.rule ?? ''}/${stage.atMs ?? ''}`} stage={stage} />
      ))}
    </ol>
  );
}

function Row({ stage }: { readonly stage: Stage }) {
  const { id, verdict, atMs, rule, reason, link, note, unexpected } = stage;
  return (
    <li
      aria-label={`${NAMES[id]}: ${verdict}`}
      className="border-line grid grid-cols-[9rem_1fr] gap-x-3 border-b py-1.5"
    >
      <div className="flex flex-col items-start gap-1">
        <span className="text-ink font-medium">{NAMES[id]}</span>
        <Badge tone={TONES[verdict]}>{verdict}</Badge>
      </div>
      <div className="flex min-w-0 flex-col gap-0.5">
        <div className="flex flex-wrap items-center gap-1.5 text-[12px]">
          {atMs === null ? null : <Time ms={atMs} withDate />}
          {rule === null ? null : <span className="text-ink">{ruleLabel(rule)}</span>}
          {link === null ? null : (
            <Badge tone={link.how === 'exact' ? 'good' : 'warn'}>{linkWords(link)}</Badge>
          )}
          {unexpected === null ? null : <Badge tone="critical">Unexpected</Badge>}
        </div>
        {reason ? <p className="text-ink break-words whitespace-pre-wrap">{reason}</p> : null}
        {unexpected === null ? null : <p className="text-critical text-[12px]">{unexpected}</p>}
        <p className="text-muted text-[12px]">{note}</p>
      </div>
    </li>
  );
}
