import { z } from 'zod';
import { parseJson } from '~/lib/json';
import { stepSchema, type Step } from './step-schema';

const text = z.string().nullish().catch(null);
const num = z.number().nullish().catch(null);

/** Messages of `/ws/live` and `/ws/stream` (4.2), by type. */
export const socketSchemas = {
  bar: z.looseObject({ type: z.literal('bar'), data: stepSchema }),
  pong: z.looseObject({ type: z.literal('pong') }),
  ping: z.looseObject({ type: z.literal('ping') }),
  error: z.looseObject({ type: z.literal('error'), message: text }),
  done: z.looseObject({ type: z.literal('done') }),
  stopped: z.looseObject({ type: z.literal('stopped') }),
  reset: z.looseObject({ type: z.literal('reset') }),
  order: z.looseObject({
    type: z.literal('order'),
    event: text,
    order: z.looseObject({ side: text, lots: num, price: num }).nullish().catch(null),
  }),
  tick: z.looseObject({
    type: z.literal('tick'),
    data: z.looseObject({ price: z.number(), symbol: text, time: z.unknown() }),
  }),
  log: z.looseObject({ type: z.literal('log'), data: z.string() }),
};

const names = z.array(z.string()).nullish().catch(null);
const flag = z.boolean().nullish().catch(null);
const pluginRow = z.looseObject({
  name: z.string(),
  layer: text,
  sensor: text,
  enabled: flag,
  ready: flag,
  warmup: num,
  bars: num,
});

const loaded = z.looseObject({ status: text, count: num, source: text });

/** Answers of the REST surface (8.1 to 8.3), by resource. They get the resource's name as their type. */
export const restSchemas = {
  'live/status': tagged(
    'live/status',
    z.looseObject({
      running: z.boolean(),
      symbol: text,
      granularity: text,
      clients: num,
      last_ts: num,
    }),
  ),
  'live/start': tagged(
    'live/start',
    z.looseObject({ status: text, symbol: text, granularity: text }),
  ),
  'live/stop': tagged('live/stop', z.looseObject({ status: text })),
  'api/ping': tagged(
    'api/ping',
    z.looseObject({ status: z.string(), pipeline_ready: z.boolean() }),
  ),
  'api/status': tagged(
    'api/status',
    z.looseObject({
      bars_loaded: num,
      cursor: num,
      amd_state: text,
      modules_ok: names,
      modules_failed: names,
    }),
  ),
  plugins: tagged(
    'plugins',
    z.looseObject({
      plugins: z.array(pluginRow),
      errors: z.record(z.string(), z.unknown()).nullish().catch(null),
    }),
  ),
  'plugins/toggle': tagged('plugins/toggle', z.looseObject({ status: text, enabled: names })),
  'config/modules': tagged(
    'config/modules',
    z.looseObject({ status: text, enabled: names, disabled: names }),
  ),
  'load/sample': tagged('load/sample', loaded),
  'load/csv': tagged('load/csv', loaded),
  'logs/raw_bars': z
    .looseObject({ lines: z.array(z.string()) })
    .transform(({ lines }) => ({ type: 'logs/raw_bars' as const, ...readLines(lines) })),
};

/** Everything the QUIMERIA wire can say, validated. */
export type QuimeriaMessage =
  | z.output<(typeof socketSchemas)[keyof typeof socketSchemas]>
  | z.output<(typeof restSchemas)[keyof typeof restSchemas]>;

/** A command of `/ws/stream`. The server reads a speed of 0 as 300 ms and nothing works below 16 ms (QU-T10). */
export const commandSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('run'), speed: z.int().min(16) }),
  z.strictObject({ action: z.literal('step') }),
  z.strictObject({ action: z.literal('stop') }),
  z.strictObject({ action: z.literal('reset') }),
]);

export type StreamCommand = z.infer<typeof commandSchema>;

/** The frame of a command. Throws on a speed that is not a whole number of at least 16 ms: a bug of the caller. */
export function encodeCommand(command: StreamCommand): string {
  return JSON.stringify(commandSchema.parse(command));
}

function tagged<Type extends string, Body extends z.ZodType>(type: Type, body: Body) {
  return body.transform((value) => ({ type, body: value }));
}

/** One JSON result a line, NaN and all; what cannot be read is counted. */
function readLines(lines: readonly string[]): { steps: Step[]; unreadable: number } {
  const steps: Step[] = [];
  for (const line of lines) {
    const parsed = parseJson(line, true);
    const step = parsed.ok ? stepSchema.safeParse(parsed.value) : null;
    if (step?.success) steps.push(step.data);
  }
  return { steps, unreadable: lines.length - steps.length };
}
