import type { Connection } from '~/feature';
import { redact } from '~/lib/redact';
import type { Refusal, SessionPlan } from '~/session/plan';
import type { Command } from './commands';
import { dialectOf } from './dialect';
import { isAuthError } from './error-frame';
import type { HyperoruMessage } from './messages';
import { type AuthMode, authModeOf, type HyperoruOptions } from './options';
import { keepFresh, refresh } from './refresh';
import type { NextRequestId } from './request-id';
import { judgementOf } from './recovery';
import { loadAccounts } from './rest';
import type { HyperoruState } from './state';
import type { TradingDesk } from './trading/desk';

const PING_EVERY_MS = 30_000;
const PONG_WITHIN_MS = 10_000;
const SIGN_IN_WITHIN_MS = 3_000;

type Planned = Pick<
  Connection<HyperoruState, HyperoruOptions>,
  'send' | 'store' | 'rest' | 'target' | 'judgeGap'
>;

/** How a session with Hyperoru goes (HY1 to HY7): address, greeting, readiness, heartbeat, refusals, refresh. */
export function hyperoruPlan(
  connection: Planned,
  nextId: NextRequestId,
  isHidden: () => boolean,
  desk?: Pick<TradingDesk, 'opened' | 'refreshed'>,
): SessionPlan<HyperoruMessage> {
  const { target, store } = connection;
  const mode = authModeOf(target.options, target.socketUrl);
  const token = target.options.sessionToken;
  const dialect = dialectOf(target.options);
  const encode = (command: Command) => dialect.encode(command);
  /** What is said once `connect` has been answered, or was not in time: nothing states that it is (HY3). */
  let rest: readonly Command[] = [];
  return {
    url: () => socketUrl(target.socketUrl, dialect.signsIn ? mode : 'none', token),
    greet: () => {
      const { unsupported } = store.getState();
      const about = { mode, options: target.options, unsupported };
      const commands = dialect.greeting(about, nextId);
      const isSignIn = commands[0]?.type === 'connect';
      rest = isSignIn ? commands.slice(1) : [];
      return (isSignIn ? commands.slice(0, 1) : commands).map(encode);
    },
    greetThen: {
      frames: () => rest.map(encode),
      after: isAboutSignIn,
      withinMs: SIGN_IN_WITHIN_MS,
    },
    readyWhen: (message) => message.kind === 'bootstrap',
    heartbeat: {
      frame: () => encode({ type: 'ping', requestId: nextId('ping') }),
      everyMs: PING_EVERY_MS,
      // The shape of a pong is not documented, so any frame is life (HY4).
      answer: { withinMs: PONG_WITHIN_MS, mode: 'any', matches: (it) => it.kind === 'pong' },
    },
    refusalOf: (message) => (dialect.signsIn ? refusalOf(message, mode, token) : null),
    ...(dialect.signsIn ? { examine: () => whyRefused(connection, mode, token) } : {}),
    onLive: async (signal) => {
      const asking = { connection, dialect, nextId, signal };
      desk?.opened(asking);
      const recovery = await refresh(asking);
      if (!signal.aborted) {
        desk?.refreshed(recovery);
        connection.judgeGap?.(judgementOf(recovery));
      }
      // Not awaited: the gap is filled, what follows is upkeep.
      void keepFresh(asking, isHidden);
    },
  };
}

/** Nothing else has been asked by then, so whatever is acknowledged or refused is the sign-in. */
function isAboutSignIn({ kind }: HyperoruMessage): boolean {
  return kind === 'ack' || kind === 'error';
}

/** The token is in the address in `query` mode only (HY2). */
function socketUrl(base: string, mode: AuthMode, token: string): string {
  const url = `${base}/ws`;
  return mode === 'query' && token !== ''
    ? `${url}?session_token=${encodeURIComponent(token)}`
    : url;
}

function refusalOf(message: HyperoruMessage, mode: AuthMode, token: string): Refusal | null {
  if (message.kind !== 'error' || !isAuthError(message)) return null;
  // A server may repeat what it was given; its words are shown.
  return refusalWith(message.code ?? 'auth', redact(message.text, [token]), mode, token);
}

function refusalWith(code: string | number, said: string, mode: AuthMode, token: string): Refusal {
  const sentence = /[.!?]$/.test(said) ? said : `${said}.`;
  return { code, reason: `${sentence} ${adviceFor(mode, token)}` };
}

/** A browser does not say why an upgrade was refused; the same token over REST does (401). */
async function whyRefused(
  connection: Planned,
  mode: AuthMode,
  token: string,
): Promise<Refusal | null> {
  if (mode === 'none') return null;
  const outcome = await loadAccounts(connection);
  if (outcome.kind !== 'http' || outcome.status !== 401) return null;
  return refusalWith(401, 'The server does not take the session token (401)', mode, token);
}

/** The cause and the next step. Another way of signing in is offered, never taken silently. */
function adviceFor(mode: AuthMode, token: string): string {
  if (token === '') {
    return 'No session token is set for this connection; enter one on its Session tab.';
  }
  switch (mode) {
    case 'query':
      return 'The token was given in the address: it is wrong or has ended, or this server wants the sign-in "message". Change it on the Session tab.';
    case 'message':
      return 'The token was given as a message: it is wrong or has ended, or this server wants the sign-in "query". Change it on the Session tab.';
    case 'none':
      return 'Sign-in is "none"; this server wants the token. Change it on the Session tab.';
  }
}
