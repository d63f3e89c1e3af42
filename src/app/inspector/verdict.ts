import { assertNever } from '~/lib/assert-never';
import { formatSize } from '~/lib/format';
import type { Direction, RecordedFrame } from '~/recorder/frame-log';
import type { SchemaIssue, Verdict } from '~/session/wire';
import type { Tone } from '~/ui/Badge';

/** A verdict in a word or two. */
export interface VerdictLabel {
  readonly tone: Tone;
  readonly word: string;
}

const LABELS: Record<Verdict['kind'], VerdictLabel> = {
  pending: { tone: 'neutral', word: 'pending' },
  ok: { tone: 'good', word: 'ok' },
  unknown: { tone: 'warn', word: 'unknown type' },
  'not-json': { tone: 'bad', word: 'not JSON' },
  schema: { tone: 'bad', word: 'schema error' },
  oversize: { tone: 'bad', word: 'too long' },
  fault: { tone: 'critical', word: 'our fault' },
};

export function labelOf(verdict: Verdict, direction: Direction): VerdictLabel {
  if (verdict.kind !== 'ok') return LABELS[verdict.kind];
  if (direction === 'out') return { tone: 'neutral', word: 'sent' };
  if (verdict.dropped) return { tone: 'warn', word: 'ok, in part' };
  return verdict.repaired > 0 ? { tone: 'info', word: 'ok, repaired' } : LABELS.ok;
}

/** A verdict in full: a sentence, and every place where the message is not what was promised. */
export interface VerdictStory {
  readonly sentence: string;
  readonly issues: readonly SchemaIssue[];
}

export function storyOf({ verdict, direction }: RecordedFrame): VerdictStory {
  return {
    sentence: direction === 'out' ? sentStory(verdict) : sentenceOf(verdict),
    issues: verdict.kind === 'schema' ? verdict.issues : [],
  };
}

function sentStory(verdict: Verdict): string {
  return verdict.kind === 'ok' ? `Sent by this page (${verdict.type}).` : sentenceOf(verdict);
}

/** In the place of a type, as decoding puts it. */
const NO_TYPE = '(none)';

function sentenceOf(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'pending':
      return 'Not decoded yet: it waits its turn behind other frames.';
    case 'ok':
      return `${understood(verdict)}${droppedWords(verdict.dropped ?? 0)}`;
    case 'unknown':
      return `No schema knows the type “${verdict.type}”. It was counted and changed nothing.`;
    case 'not-json':
      return `Not JSON: ${verdict.detail || 'it cannot be read'}. It was counted and changed nothing.`;
    case 'schema':
      if (verdict.type === NO_TYPE) {
        return 'It names no type, so that no schema could be chosen for it. It was counted and changed nothing.';
      }
      return `The type “${verdict.type}” is known, but the message is not as promised in ${counted(verdict.issues.length, 'place', 'places')}. It was counted and changed nothing.`;
    case 'oversize':
      return `Too long: ${formatSize(verdict.length)}, where this wire allows ${formatSize(verdict.limit)}. It was not parsed.`;
    case 'fault':
      return `It was understood, but our own ${verdict.type} failed on it: ${verdict.detail}. That is a bug of this program.`;
    default:
      return assertNever(verdict);
  }
}

function understood({ type, repaired }: Extract<Verdict, { kind: 'ok' }>): string {
  return repaired === 0
    ? `Understood as “${type}”.`
    : `Understood as “${type}”, after ${counted(repaired, 'bare NaN or Infinity was', 'bare NaN or Infinity were')} read as null. That is not JSON, but Python servers send it.`;
}

function droppedWords(dropped: number): string {
  if (dropped === 0) return '';
  return ` ${counted(dropped, 'row of its lists is not as promised and was', 'rows of its lists are not as promised and were')} left out.`;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** The type that decoding reported; null where it got none. */
export function typeOf(verdict: Verdict): string | null {
  return 'type' in verdict ? verdict.type : null;
}

/** Where a frame came from or went to: "socket", "REST equity". */
export function sourceOf({ source }: RecordedFrame): string {
  return source.channel === 'socket' ? 'socket' : `REST ${source.resource}`;
}
