import type { WireSpec } from '~/session/wire';
import { CHANNELS, type Command, type CurveSpan, encodeCommand } from './commands';
import type { CommandType, HyperoruMessage } from './messages';
import { type AuthMode, type HyperoruOptions, userOf } from './options';
import type { NextRequestId } from './request-id';
import { encodeUpstream } from './upstream/commands';
import { upstreamWire } from './upstream/wire';
import { wire } from './wire';

/**
 * One way of putting the protocol on the wire: how frames become messages and commands become frames, and what follows
 * from that for a session. The documented one has an envelope with `data` and `request_id`; the open project it descends
 * from (Hyper-Alpha-Arena) sends its fields flat. Nothing above asks which one is spoken.
 */
export interface Dialect {
  readonly id: HyperoruOptions['dialect'];
  readonly wire: WireSpec<HyperoruMessage>;
  /** Whether replies carry the id of their request. */
  readonly echoes: boolean;
  /** Whether a socket is bound to one account: its snapshots, positions and orders are that account's alone. */
  readonly binds: boolean;
  /** Whether the server signs anybody in; where not, no error is about a token. */
  readonly signsIn: boolean;
  /** How a curve is asked for, the best first. */
  readonly spans: readonly CurveSpan[];
  /** What is said on a new socket, in order. */
  greeting(about: Greeting, nextId: NextRequestId): readonly Command[];
  encode(command: Command): string;
}

/** What a greeting depends on. */
export interface Greeting {
  readonly mode: AuthMode;
  readonly options: HyperoruOptions;
  /** Commands that this server has said not to know. */
  readonly unsupported: readonly CommandType[];
}

export const documented: Dialect = {
  id: 'documented',
  wire,
  echoes: true,
  binds: false,
  signsIn: true,
  // A range on one page, a bucket elsewhere: what is rejected is asked for the other way.
  spans: [{ range: '7d' }, { bucket: '1h' }],
  greeting: greetDocumented,
  encode: encodeCommand,
};

/** The dialect that a connection's options name. */
export function dialectOf(options: HyperoruOptions): Dialect {
  if (options.dialect === 'documented') return documented;
  const settings = { username: userOf(options) ?? 'default', tradingMode: options.tradingMode };
  return {
    id: 'upstream',
    wire: upstreamWire,
    echoes: false,
    binds: true,
    signsIn: false,
    spans: [{ bucket: '1h' }],
    greeting: greetUpstream,
    encode: (command) => encodeUpstream(command, settings),
  };
}

/** Subscriptions end with the socket, so all of them are made anew (HY3). The user comes first: the bootstrap is his. */
function greetDocumented(
  { mode, options, unsupported }: Greeting,
  nextId: NextRequestId,
): readonly Command[] {
  const knows = (command: CommandType) => !unsupported.includes(command);
  const { sessionToken, account } = options;
  const user = userOf(options);
  const commands: Command[] = [];
  if (mode === 'message' && sessionToken !== '' && knows('connect')) {
    commands.push({ type: 'connect', requestId: nextId('connect'), data: { sessionToken } });
  }
  if (user !== null && knows('switch_user')) {
    commands.push({
      type: 'switch_user',
      requestId: nextId('switch_user'),
      data: { userId: user },
    });
  }
  commands.push(
    { type: 'bootstrap', requestId: nextId('bootstrap') },
    { type: 'subscribe', requestId: nextId('subscribe'), data: { channels: CHANNELS } },
  );
  if (account !== '' && knows('switch_account')) commands.push(switchTo(account, nextId));
  return commands;
}

/**
 * The bootstrap names the user, binds the socket to his account and is followed by a snapshot; subscribing as well would
 * register the socket twice (trap 16).
 */
function greetUpstream({ options }: Greeting, nextId: NextRequestId): readonly Command[] {
  const bootstrap = { type: 'bootstrap', requestId: nextId('bootstrap') } as const;
  return options.account === '' ? [bootstrap] : [bootstrap, switchTo(options.account, nextId)];
}

function switchTo(accountId: string, nextId: NextRequestId): Command {
  const requestId = nextId('switch_account', accountId);
  return { type: 'switch_account', requestId, data: { accountId } };
}
