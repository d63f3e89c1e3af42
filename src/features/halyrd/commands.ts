import { createStore, type StoreApi } from 'zustand/vanilla';
import { systemClock, type Clock } from '~/lib/clock';
import type { RestOutcome } from '~/session/rest';
import { endpointOf, type ActionKind, type Endpoint } from './endpoints';
import { lifeOf } from './life';
import { agreesWith, wantedOf, type Wanted } from './observed';
import { detailOf, load, type HalyrdConnection } from './rest';
import type { Resource } from './schema';

/** What comes with an action. Percent values, as the configuration has them (trap T7). */
export type Act =
  | { readonly kind: Exclude<ActionKind, 'config' | 'watchlist'> }
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'watchlist'; readonly pairs: readonly string[] };

export interface Config {
  readonly max_drawdown_pct: number;
  readonly daily_drawdown_pct: number;
  readonly max_consecutive_losses: number;
  readonly eval_window_days: number;
  readonly trade_floor: number;
}

/** How the backend took an act. `unknown`: it may or may not have been carried out. */
export type Answer =
  | { readonly kind: 'sending' }
  | { readonly kind: 'accepted'; readonly status: number; readonly atMs: number }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly words: string;
      readonly atMs: number;
    }
  /** It never left this page. */
  | { readonly kind: 'not-sent'; readonly words: string; readonly atMs: number }
  | { readonly kind: 'unknown'; readonly words: string; readonly atMs: number };

/** One act that a person has asked for. Times by our clock, Unix milliseconds. */
export interface Command {
  readonly id: number;
  readonly kind: ActionKind;
  readonly sentAtMs: number;
  readonly answer: Answer;
  readonly wanted: Wanted;
  /** Since when the agent was seen to be as asked for; stays when it moves on later. */
  readonly seenAtMs: number | null;
}

const COMMAND_LIMIT = 20;

const ACTION_TIMEOUT_MS = 15_000;
/** An accepted act may take a moment to be carried out. */
const REREADS_MS = [3_000, 12_000, 30_000];
const REREAD: readonly Resource[] = ['agent', 'risk/objectives', 'evaluation', 'journal'];

const stores = new WeakMap<HalyrdConnection['rest'], StoreApi<readonly Command[]>>();

/** What was asked for on a connection, oldest first; one store for its life. */
export function commandsOf({ rest }: Pick<HalyrdConnection, 'rest'>): StoreApi<readonly Command[]> {
  const known = stores.get(rest);
  if (known) return known;
  const made = createStore<readonly Command[]>(() => []);
  stores.set(rest, made);
  return made;
}

/** Whether an act has changed nothing for sure. */
function isNotDone({ kind }: Answer): boolean {
  return kind === 'refused' || kind === 'not-sent';
}

/** Whether an act of this kind still waits for its answer. */
export function isSending(commands: readonly Command[], kind: ActionKind): boolean {
  return commands.some((command) => command.kind === kind && command.answer.kind === 'sending');
}

/**
 * Sends an act once; it is never sent again by itself (trap T18). While one of its kind waits, another is not sent.
 * Afterwards the state is read again, so that what the agent does stands beside what it was told.
 */
export async function sendAct(
  connection: HalyrdConnection,
  act: Act,
  clock: Clock = systemClock,
): Promise<void> {
  const commands = commandsOf(connection);
  const { kind } = act;
  const state = connection.store.getState();
  const endpoint = endpointOf(kind, state.operations?.value ?? null, connection.target.options);
  if (!endpoint || isSending(commands.getState(), kind)) return;
  const id = (commands.getState().at(-1)?.id ?? 0) + 1;
  const command: Command = {
    id,
    kind,
    sentAtMs: clock.now(),
    answer: { kind: 'sending' },
    wanted: wantedOf(act, state),
    seenAtMs: null,
  };
  commands.setState([...commands.getState(), command].slice(-COMMAND_LIMIT), true);
  watch(connection, id, clock);
  const outcome = await send(connection, act, endpoint);
  change(commands, id, { answer: answerOf(outcome, clock.now()) });
  reread(connection, kind, clock);
  for (const ms of REREADS_MS) clock.after(ms, () => reread(connection, kind, clock));
}

function send(connection: HalyrdConnection, act: Act, endpoint: Endpoint): Promise<RestOutcome> {
  const { method, path } = endpoint;
  return connection.rest.call({
    resource: `action/${act.kind}`,
    method,
    path,
    body: bodyOf(act),
    timeoutMs: ACTION_TIMEOUT_MS,
  });
}

function bodyOf(act: Act): unknown {
  switch (act.kind) {
    case 'config':
      return { evaluation_config: act.config };
    case 'watchlist':
      return act.pairs;
    case 'force-promote':
      return { force: true };
    default:
      return {};
  }
}

function answerOf(outcome: RestOutcome, atMs: number): Answer {
  switch (outcome.kind) {
    case 'ok':
      return { kind: 'accepted', status: outcome.status, atMs };
    // It was carried out; only the answer is too long to be read.
    case 'oversize':
      return { kind: 'accepted', status: 200, atMs };
    case 'http': {
      const { status } = outcome;
      const words = `${status} ${detailOf(outcome.detail)}`;
      // A proxy that gave up says nothing of what the backend behind it did.
      return status >= 500 || status === 408
        ? { kind: 'unknown', words, atMs }
        : { kind: 'refused', status, words, atMs };
    }
    case 'withheld':
      return { kind: 'not-sent', words: outcome.reason, atMs };
    case 'unreachable':
      return { kind: 'unknown', words: outcome.reason, atMs };
  }
}

function reread(connection: HalyrdConnection, kind: ActionKind, clock: Clock): void {
  const resources = kind === 'watchlist' ? [...REREAD, 'watchlist' as const] : REREAD;
  const signal = lifeOf(connection);
  // Nobody needs readings of a connection that was taken down meanwhile.
  if (signal.aborted) return;
  for (const resource of resources) void load(connection, resource, signal, clock);
}

/**
 * Notes when the agent is first seen to be as asked for, since it may move on before anybody looks. Goes on until then, or
 * until the command is forgotten.
 */
function watch(connection: HalyrdConnection, id: number, clock: Clock): void {
  const commands = commandsOf(connection);
  const stop = connection.store.subscribe((state) => {
    const command = commands.getState().find((each) => each.id === id);
    if (!command || isNotDone(command.answer)) return stop();
    if (!agreesWith(command, state)) return;
    change(commands, id, { seenAtMs: clock.now() });
    stop();
  });
}

function change(
  commands: StoreApi<readonly Command[]>,
  id: number,
  fields: Partial<Pick<Command, 'answer' | 'seenAtMs'>>,
): void {
  commands.setState(
    commands.getState().map((each) => (each.id === id ? { ...each, ...fields } : each)),
    true,
  );
}
