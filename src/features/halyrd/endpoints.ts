import type { Operation } from './schema';

/** What a person may ask of the agent. `force-promote` is promotion before the agent is eligible. */
export type ActionKind =
  'promote' | 'force-promote' | 'demote' | 'reapprove' | 'kill' | 'config' | 'watchlist';

/** Where an action is sent to, and how we know. */
export interface Endpoint {
  readonly method: 'POST' | 'PUT' | 'PATCH';
  /** Under the REST base, the agent's id filled in. */
  readonly path: string;
  /** `setting`: the person said so. `described`: the backend's openapi.json. `assumed`: nobody did. */
  readonly origin: 'setting' | 'described' | 'assumed';
}

interface Known {
  readonly endings: RegExp;
  /** Best first. */
  readonly methods: readonly Endpoint['method'][];
  readonly assumed: string;
}

/** Paths are not documented, so they are recognised by their endings (halyrd.md 7.1). */
const KNOWN: Record<ActionKind, Known> = {
  promote: { endings: /\/promote$/, methods: ['POST'], assumed: 'promote' },
  'force-promote': {
    endings: /\/(?:force[-_]promote|promote[-_/]force)$/,
    methods: ['POST'],
    assumed: 'promote',
  },
  demote: { endings: /\/demote$/, methods: ['POST'], assumed: 'demote' },
  reapprove: { endings: /\/(?:re[-_]?approve|approve)$/, methods: ['POST'], assumed: 'reapprove' },
  kill: {
    endings: /\/(?:kill[-_]?switch|kill|revoke[-_]signing|signing\/revoke)$/,
    methods: ['POST'],
    assumed: 'kill-switch',
  },
  config: { endings: /\/config$/, methods: ['PATCH', 'PUT', 'POST'], assumed: 'config' },
  watchlist: { endings: /\/watchlist$/, methods: ['PUT', 'PATCH', 'POST'], assumed: 'watchlist' },
};

/**
 * Where an action goes: where the person said, else where the backend's own description has it, else a guess. Null:
 * the backend describes itself and knows no such action. Never a GET (trap T18).
 */
export function endpointOf(
  kind: ActionKind,
  operations: readonly Operation[] | null,
  { agentId, actionPaths }: { readonly agentId: string; readonly actionPaths: string },
): Endpoint | null {
  const { methods, assumed } = KNOWN[kind];
  const said = settingsOf(actionPaths).get(kind);
  if (said) return { ...said, path: filled(said.path, agentId), origin: 'setting' };
  if (operations === null) {
    return {
      method: methods[0]!,
      path: filled(`/agents/{id}/${assumed}`, agentId),
      origin: 'assumed',
    };
  }
  const found = described(kind, operations) ?? forcible(kind, operations);
  return found ? { ...found, path: filled(found.path, agentId), origin: 'described' } : null;
}

function described(
  kind: ActionKind,
  operations: readonly Operation[],
): Pick<Endpoint, 'method' | 'path'> | null {
  const { endings, methods } = KNOWN[kind];
  for (const method of methods) {
    const found = operations.find(
      (operation) =>
        operation.method === method && endings.test(operation.path) && isOfAgent(operation.path),
    );
    if (found) return { method, path: found.path };
  }
  return null;
}

/** Without a path of its own, force is a flag of the promotion, where that is said to take one. */
function forcible(kind: ActionKind, operations: readonly Operation[]) {
  if (kind !== 'force-promote') return null;
  return described(
    'promote',
    operations.filter(({ takesForce }) => takesForce),
  );
}

/** One agent's path with no other blank to fill in. */
function isOfAgent(path: string): boolean {
  return /^\/agents\/(?:\{[^{}]+\}|current)\/[^{}]+$/.test(path);
}

function filled(path: string, agentId: string): string {
  return path.replace(/\{[^{}]+\}/, encodeURIComponent(agentId));
}

const METHODS = new Set<string>(['POST', 'PUT', 'PATCH']);

/** Reads `kill=POST /agents/{id}/stop, config=PUT /x`. What cannot be read is left out. */
function settingsOf(text: string): ReadonlyMap<string, Pick<Endpoint, 'method' | 'path'>> {
  const said = new Map<string, Pick<Endpoint, 'method' | 'path'>>();
  for (const part of text.split(',')) {
    const match = /^\s*([a-z-]+)\s*=\s*([A-Za-z]+)\s+(\/\S*)\s*$/.exec(part);
    const method = match?.[2]?.toUpperCase() ?? '';
    if (match && Object.hasOwn(KNOWN, match[1]!) && METHODS.has(method)) {
      said.set(match[1]!, { method: method as Endpoint['method'], path: match[3]! });
    }
  }
  return said;
}
