import { assertNever } from '~/lib/assert-never';
import type { RecordedFrame } from '~/recorder/frame-log';
import type { Verdict } from '~/session/wire';
import { escapeRegExp, patternOf, type FilterTerm, type FrameKey, type Operator } from './filter';
import { createPayloadReader, type PayloadReader } from './payload';

export type Matcher = (frame: RecordedFrame) => boolean;

/** The connections whose frames are looked at. */
export interface InspectedConnection {
  readonly id: string;
  readonly label: string;
  readonly featureId: string;
  /** Of its feature: "Halyrd". */
  readonly title: string;
}

/** Makes one test of a filter's terms, the cheap ones first. */
export function matcherOf(
  terms: readonly FilterTerm[],
  connections: readonly InspectedConnection[],
  payloads: PayloadReader = createPayloadReader(),
): Matcher {
  const byId = new Map(connections.map((connection) => [connection.id, connection]));
  const tests = [...terms]
    .sort((a, b) => COSTS[a.kind] - COSTS[b.kind])
    .map((term) => testOf(term, byId, payloads));
  return (frame) => tests.every((test) => test(frame));
}

const COSTS: Record<FilterTerm['kind'], number> = {
  size: 0,
  frame: 1,
  text: 2,
  field: 3,
  number: 3,
};

type Connections = ReadonlyMap<string, InspectedConnection>;

function testOf(term: FilterTerm, connections: Connections, payloads: PayloadReader): Matcher {
  const test = positiveTestOf(term, connections, payloads);
  return term.negated ? (frame) => !test(frame) : test;
}

function positiveTestOf(
  term: FilterTerm,
  connections: Connections,
  payloads: PayloadReader,
): Matcher {
  switch (term.kind) {
    case 'text': {
      const pattern = new RegExp(escapeRegExp(term.text), 'i');
      return (frame) => pattern.test(frame.text);
    }
    case 'size':
      return (frame) => compare(frame.length, term.operator, term.bound);
    case 'frame': {
      const isAny = anyOf(term.values.map(patternOf));
      const { key } = term;
      return (frame) => wordsOf(key, frame, connections).some(isAny);
    }
    case 'field': {
      const isAny = anyOf(term.values.map(patternOf));
      return (frame) => payloads.some(frame, term.name, (value) => isAny(textOf(value)));
    }
    case 'number':
      return (frame) =>
        payloads.some(
          frame,
          term.name,
          (value) => isNumeric(value) && compare(Number(value), term.operator, term.bound),
        );
    default:
      return assertNever(term);
  }
}

function anyOf(patterns: readonly RegExp[]): (text: string) => boolean {
  return (text) => patterns.some((pattern) => pattern.test(text));
}

/** A field's value as a person would type it. Objects have no text of their own, so only `*` fits them. */
function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? '' : String(value);
}

/** Servers send numbers as text too. */
function isNumeric(value: unknown): boolean {
  return (
    typeof value === 'number' ||
    (typeof value === 'string' && /^-?[\d.]+(e[+-]?\d+)?$/i.test(value))
  );
}

function compare(value: number, operator: Operator, bound: number): boolean {
  switch (operator) {
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    default:
      return assertNever(operator);
  }
}

/** What a frame answers to under a key; any of them may be asked for. */
function wordsOf(key: FrameKey, frame: RecordedFrame, connections: Connections): readonly string[] {
  const connection = connections.get(frame.connectionId);
  switch (key) {
    case 'wire':
      return connection ? [connection.featureId, connection.title] : [];
    case 'conn':
      return connection ? [connection.id, connection.label] : [frame.connectionId];
    case 'type':
      return 'type' in frame.verdict ? [frame.verdict.type] : [];
    case 'verdict':
      return verdictWords(frame.verdict);
    case 'dir':
      return [frame.direction];
    case 'origin':
      return [frame.origin];
    case 'source':
      return frame.source.channel === 'rest' ? ['rest', frame.source.resource] : ['socket'];
    default:
      return assertNever(key);
  }
}

function verdictWords(verdict: Verdict): readonly string[] {
  switch (verdict.kind) {
    case 'ok':
      return verdict.repaired > 0 ? ['ok', 'repaired'] : ['ok'];
    case 'pending':
    case 'unknown':
      return [verdict.kind];
    case 'not-json':
    case 'schema':
    case 'oversize':
    case 'fault':
      return ['error', verdict.kind];
    default:
      return assertNever(verdict);
  }
}
