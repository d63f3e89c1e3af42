import type { CommandType } from './messages';

/**
 * Gives a request id that is unique within its connection. Command and account are part of it, so an answer that
 * echoes the id says by itself what it answers: a snapshot names no account (HY14), and the store must be able to tell
 * from the frame alone, live and in replay.
 */
export type NextRequestId = (command: CommandType, accountId?: string) => string;

/** What a request id of ours says. */
export interface RequestRef {
  readonly command: CommandType;
  readonly accountId: string | null;
}

const COMMANDS: ReadonlySet<string> = new Set<CommandType>([
  'connect',
  'bootstrap',
  'subscribe',
  'switch_user',
  'switch_account',
  'get_snapshot',
  'get_asset_curve',
  'place_order',
  'ping',
]);

const OURS = /^vg[0-9a-z]+\.\d+\.([a-z_]+)(?:\.(.+))?$/s;

/** `salt`: letters and digits that tell this connection's requests from those of another tab. */
export function createRequestIds(salt: string): NextRequestId {
  let count = 0;
  return (command, accountId) => {
    count += 1;
    const id = `vg${salt}.${count}.${command}`;
    return accountId === undefined ? id : `${id}.${accountId}`;
  };
}

/** Tells this tab's requests from those of another client of the same account. */
export function createSalt(): string {
  return crypto.getRandomValues(new Uint32Array(1))[0]!.toString(36);
}

/** Reads an id that `createRequestIds` made; null for any other. */
export function readRequestId(requestId: string | null): RequestRef | null {
  const match = requestId === null ? null : OURS.exec(requestId);
  const command = match?.[1];
  if (!match || command === undefined || !COMMANDS.has(command)) return null;
  return { command: command as CommandType, accountId: match[2] ?? null };
}
