import { formatQuantity, UNKNOWN } from '~/lib/format';
import { isRecord } from '~/lib/is-record';
import type { Step } from './step-schema';

/** One field of a block, nested names joined by dots. */
export interface BlockRow {
  readonly name: string;
  readonly value: string;
  /** It is a time, Unix seconds. */
  readonly timeSec?: number;
}

export interface Block {
  readonly name: string;
  readonly rows: readonly BlockRow[];
  /** The server makes these values up or holds them constant (QU-T22). */
  readonly synthetic: string | null;
}

export interface BlockGroup {
  readonly title: string;
  readonly blocks: readonly Block[];
}

const CANDLE = 'bar';

const GROUPS: readonly (readonly [string, readonly string[]])[] = [
  ['Candle', [CANDLE]],
  ['Verdict', ['veto', 'amd', 'fusion', 'execution', 'gmos']],
  [
    'Structure',
    [
      'dealing_range',
      'bias',
      'ipda_phase',
      'eq_cross',
      'session',
      'swings',
      'fvg',
      'ob',
      'vol_profile',
    ],
  ],
  [
    'λ sensors',
    ['vol_decay', 'displacement', 'harmonic', 'expansion', 'manipulation', 'lambda_7', 'lambda_8'],
  ],
  ['Ring 0 and order flow', ['kl', 'topology', 'mandra', 'order_flow']],
];

const PLUGINS = 'plugins';
const ELSEWHERE = ['sensors', 'live', 'symbol', 'bar_index', 'total_bars', PLUGINS];

const SYNTHETIC: Readonly<Record<string, string>> = {
  order_flow: 'Candles carry no ticks: the server invents these with random numbers.',
  lambda_7: 'The published build feeds this with constants.',
  lambda_8: 'The published build feeds this with constants.',
};

const MAX_ROWS = 120;
const MAX_DEPTH = 4;

/** Every block that a bar carries, those that nobody has heard of included. */
export function blockGroups(step: Step): readonly BlockGroup[] {
  const known = GROUPS.flatMap(([, names]) => names);
  const others = Object.keys(step).filter(
    (name) => !known.includes(name) && !ELSEWHERE.includes(name),
  );
  const groups = [
    ...GROUPS.map(([title, names]) => ({ title, blocks: blocksIn(step, names) })),
    {
      title: 'Plugins',
      blocks: step.plugins ? blocksIn(step.plugins, Object.keys(step.plugins)) : [],
    },
    { title: 'Other blocks', blocks: blocksIn(step, others) },
  ];
  return groups.filter(({ blocks }) => blocks.length > 0);
}

function blocksIn(
  of: Readonly<Record<string, unknown>>,
  names: readonly string[],
): readonly Block[] {
  return names
    .filter((name) => Object.hasOwn(of, name))
    .map((name) => ({
      name,
      rows: name === CANDLE ? candleRows(of[name]) : rowsOf(of[name]),
      synthetic: syntheticWords(name),
    }));
}

function syntheticWords(name: string): string | null {
  return Object.hasOwn(SYNTHETIC, name) ? SYNTHETIC[name]! : null;
}

function rowsOf(value: unknown): readonly BlockRow[] {
  const rows: BlockRow[] = [];
  flatten(value, '', 0, rows);
  if (rows.length <= MAX_ROWS) return rows;
  return [
    ...rows.slice(0, MAX_ROWS),
    { name: '…', value: `${rows.length - MAX_ROWS} more in the inspector` },
  ];
}

/** Of a candle one number is a time, which nobody can read as one. */
function candleRows(candle: unknown): readonly BlockRow[] {
  const timeSec = isRecord(candle) ? candle['time'] : null;
  return rowsOf(candle).map((row) =>
    row.name === 'time' && typeof timeSec === 'number' ? { ...row, timeSec } : row,
  );
}

function flatten(value: unknown, name: string, depth: number, rows: BlockRow[]): void {
  const fields = typeof value === 'object' && value !== null ? Object.entries(value) : null;
  if (!fields || depth >= MAX_DEPTH) {
    rows.push({ name: name || 'value', value: valueText(value) });
  } else if (fields.length === 0) {
    rows.push({ name: name || 'value', value: 'none' });
  } else {
    for (const [key, field] of fields)
      flatten(field, name === '' ? key : `${name}.${key}`, depth + 1, rows);
  }
}

/** Null is what a NaN became on the way in: a value that the server could not compute. */
function valueText(value: unknown): string {
  switch (typeof value) {
    case 'number':
      return Math.abs(value) < 1e9 || Number.isSafeInteger(value)
        ? formatQuantity(value, 0)
        : value.toExponential(3);
    case 'boolean':
      return value ? 'yes' : 'no';
    case 'string':
      return value === '' ? UNKNOWN : value;
    default:
      return value === null || value === undefined ? 'n/a' : JSON.stringify(value);
  }
}
