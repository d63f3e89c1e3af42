import { z } from 'zod';
import type { MockReply, MockRequest } from './contract';
import { faultValue, FAULTS, isFaultName } from './faults';
import { FASTEST, SLOWEST } from './world-clock';
import type { WireHost } from './wire-host';

/** What the control API can do with the backend. */
export interface Controlled {
  readonly hosts: ReadonlyMap<string, WireHost>;
  state(): unknown;
  setSpeed(speed: number): void;
  reset(world: { readonly seed?: number | undefined; readonly speed?: number | undefined }): void;
  firehose(load: FirehoseLoad): void;
}

export interface FirehoseLoad {
  /** Messages a second over all wires together. */
  readonly rate: number;
  readonly seconds: number;
  /** Weight of each wire; equal without it. */
  readonly mix?: Readonly<Record<string, number>> | undefined;
  readonly stamp: boolean;
  readonly ledger: boolean;
}

const ALL_WIRES = '*';

/** The control API below `/mock/__control`: what the demo menu and the tests switch. */
export function control(request: MockRequest, backend: Controlled): MockReply {
  const route = `${request.method} ${request.path}`;
  const run = routes[route];
  if (!run) return { status: 404, body: { error: `no such control: ${route}` } };
  try {
    return { status: 200, body: run(request, backend) ?? { ok: true } };
  } catch (error) {
    if (error instanceof z.ZodError) return { status: 400, body: { error: wordsFor(error) } };
    throw error;
  }
}

const speed = z.number().min(SLOWEST).max(FASTEST);
const seed = z.int();

const routes: Readonly<Record<string, (request: MockRequest, backend: Controlled) => unknown>> = {
  'GET /state': (_, backend) => backend.state(),
  'GET /faults': () =>
    Object.entries(FAULTS).map(([name, spec]) => ({
      name,
      usual: spec.usual,
      once: 'once' in spec,
      does: spec.does,
    })),
  'POST /speed': ({ body }, backend) => backend.setSpeed(z.object({ speed }).parse(body).speed),
  'POST /reset': ({ body }, backend) =>
    backend.reset(z.object({ seed: seed.optional(), speed: speed.optional() }).parse(body ?? {})),
  'POST /fault': ({ body }, backend) => setFault(body, backend),
  'POST /clear': ({ body }, backend) => {
    const { wire } = z.object({ wire: z.string().optional() }).parse(body ?? {});
    for (const host of hostsOf(wire ?? ALL_WIRES, backend)) host.clearFaults();
  },
  'POST /firehose': ({ body }, backend) => {
    const load = firehose.parse(body);
    for (const wire of Object.keys(load.mix ?? {})) hostsOf(wire, backend, ['mix', wire]);
    backend.firehose(load);
  },
  'GET /ledger': ({ query }, backend) => {
    const since = z
      .object({ since: z.coerce.number().int() })
      .parse({ since: query.get('since') ?? 0 }).since;
    const [host] = hostsOf(query.get('wire') ?? '', backend);
    return { entries: host!.ledgerSince(since) };
  },
};

const firehose = z.object({
  rate: z.number().min(0).max(100_000),
  seconds: z.number().gt(0).max(3600),
  mix: z.record(z.string(), z.number().min(0)).optional(),
  stamp: z.boolean().default(false),
  ledger: z.boolean().default(false),
});

function setFault(body: unknown, backend: Controlled): void {
  const given = z
    .object({ wire: z.string(), fault: z.string(), value: z.unknown().default(true) })
    .parse(body);
  const hosts = hostsOf(given.wire, backend);
  const name = given.fault;
  if (!isFaultName(name)) throw wrong(['fault'], `one of ${Object.keys(FAULTS).join(', ')}`);
  if (given.value === false) {
    for (const host of hosts) host.faultOff(name);
    return;
  }
  const value = underValue(() => faultValue(name, given.value));
  for (const host of hosts) host.fault(name, value);
}

/** The hosts of one wire, or of all for `*`. */
function hostsOf(
  wire: string,
  backend: Controlled,
  path: string[] = ['wire'],
): readonly WireHost[] {
  if (wire === ALL_WIRES) return Array.from(backend.hosts.values());
  const host = backend.hosts.get(wire);
  if (!host) throw wrong(path, `one of ${Array.from(backend.hosts.keys()).join(', ')}`);
  return [host];
}

function wrong(path: string[], expected: string): z.ZodError {
  return new z.ZodError([
    { code: 'custom', path, message: `must be ${expected}`, input: undefined },
  ]);
}

function underValue<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    throw new z.ZodError(
      error.issues.map((issue) => ({ ...issue, path: ['value', ...issue.path] })),
    );
  }
}

function wordsFor(error: z.ZodError): string {
  return error.issues
    .map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`)
    .join('; ');
}
