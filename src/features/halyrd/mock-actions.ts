import { z } from 'zod';
import type { MockContext, MockReply, MockRequest, World } from '~/mock/contract';
import type { Settings } from './mock-backend';

/** What the actions need of the rest of the mock. */
export interface ActionDeps {
  readonly world: World;
  readonly settings: Settings;
  /** Writes and announces a journal entry. */
  readonly journal: (type: string, tags: readonly string[], body: string) => void;
  readonly after: MockContext['after'];
}

type Act = (body: unknown, deps: ActionDeps) => MockReply;

/** A promotion is accepted first and carried out a little later, as the backend has to open a signing session. */
const PROMOTION_TAKES_MS = 1_500;

const ACTIONS: Readonly<Record<string, Act>> = {
  'POST promote': (body, deps) =>
    checked(promotion, body, ({ force }) => promote(force ?? false, deps)),
  'POST demote': (_body, deps) => commanded(deps, { kind: 'demote' }),
  'POST reapprove': (_body, deps) => commanded(deps, { kind: 'reapprove' }),
  'POST kill-switch': (_body, deps) => {
    const reply = commanded(deps, { kind: 'revoke-signing' });
    if (reply.status === 200) {
      const body =
        'Kill switch: signing session revoked. Paper trading goes on, live exits do not.';
      deps.journal('KILL', ['KILL'], body);
    }
    return reply;
  },
  'PATCH config': (body, deps) => checked(configuration, body, (parsed) => configure(parsed, deps)),
  'PUT watchlist': (body, deps) => checked(watchlist, body, (pairs) => watch(pairs, deps)),
};

/** Carries out an action below `/agents/{id}/`; null: no such action. */
export function act(rest: string, request: MockRequest, deps: ActionDeps): MockReply | null {
  const action = `${request.method} ${rest}`;
  return Object.hasOwn(ACTIONS, action) ? ACTIONS[action]!(request.body, deps) : null;
}

const promotion = z
  .object({ force: z.boolean().optional() })
  .nullish()
  .transform((body) => body ?? {});

const share = z.number().gt(0).lte(100);
const configuration = z.object({
  evaluation_config: z
    .object({
      max_drawdown_pct: share,
      daily_drawdown_pct: share,
      max_consecutive_losses: z.int().min(1),
      eval_window_days: z.int().min(1),
      trade_floor: z.int().min(1),
    })
    .partial(),
});

const watchlist = z
  .array(z.string().regex(/^[A-Z0-9]+\/USDT$/))
  .min(1)
  .max(20);

function promote(force: boolean, { world, after }: ActionDeps): MockReply {
  const { status } = world.agent;
  if (status !== 'ELIGIBLE' && !(force && status === 'PAPER')) {
    return refused(409, `Cannot promote while ${status}${force ? '' : ' without force'}`);
  }
  if (!world.command) return refused(501, 'This world takes no commands');
  after(PROMOTION_TAKES_MS, () => world.command?.({ kind: 'promote', force }));
  return { status: 202, body: { status: 'accepted' } };
}

function configure(
  { evaluation_config }: z.infer<typeof configuration>,
  { world, settings, journal }: ActionDeps,
): MockReply {
  const given = Object.entries(evaluation_config).filter(([, value]) => value !== undefined);
  settings.config = { ...settings.config, ...Object.fromEntries(given) };
  const { config } = settings;
  world.command?.({
    kind: 'limits',
    maxDrawdown: config.max_drawdown_pct / 100,
    dailyDrawdown: config.daily_drawdown_pct / 100,
    consecutiveLosses: config.max_consecutive_losses,
  });
  settings.startVersion();
  journal('CONFIG_VERSION', ['CONFIG'], `Configuration version ${settings.version} is current.`);
  return { status: 200, body: { version: settings.version, evaluation_config: config } };
}

function watch(pairs: readonly string[], { settings, journal }: ActionDeps): MockReply {
  settings.watchlist = pairs;
  settings.startVersion();
  journal('WATCHLIST', ['WATCHLIST', 'CONFIG'], `Watchlist is now ${pairs.join(', ')}.`);
  return { status: 200, body: pairs };
}

function commanded(
  { world }: ActionDeps,
  command: Parameters<NonNullable<World['command']>>[0],
): MockReply {
  if (!world.command) return refused(501, 'This world takes no commands');
  const done = world.command(command);
  return done.ok
    ? { status: 200, body: { status: world.agent.status } }
    : refused(409, `Not allowed now: ${done.reason}`);
}

function refused(status: number, detail: string): MockReply {
  return { status, body: { detail } };
}

/** A body that is not as documented is answered as FastAPI does: 422 and a list of places. */
function checked<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  run: (value: z.output<Schema>) => MockReply,
): MockReply {
  const read = schema.safeParse(body);
  if (read.success) return run(read.data);
  const detail = read.error.issues.map(({ path, message }) => ({
    loc: ['body', ...path],
    msg: message,
    type: 'value_error',
  }));
  return { status: 422, body: { detail } };
}

const ok = { responses: { '200': { description: 'OK' } } };

/** A request body as FastAPI describes it; `force` is how the two promotions are told apart. */
function takes(properties: object) {
  return {
    requestBody: { content: { 'application/json': { schema: { type: 'object', properties } } } },
  };
}

/** The actions as the backend's own description has them. */
export const ACTION_PATHS: Readonly<Record<string, object>> = {
  '/agents/{id}/promote': {
    post: {
      summary: 'Promote',
      ...takes({ force: { type: 'boolean' } }),
      responses: { '202': {} },
    },
  },
  '/agents/{id}/demote': { post: { summary: 'Demote', ...ok } },
  '/agents/{id}/reapprove': { post: { summary: 'Re-approve', ...ok } },
  '/agents/{id}/kill-switch': { post: { summary: 'Revoke signing', ...ok } },
  '/agents/{id}/config': {
    patch: { summary: 'New version', ...takes({ evaluation_config: { type: 'object' } }), ...ok },
  },
  '/agents/{id}/watchlist': { get: ok, put: { summary: 'Watchlist', ...ok } },
};
