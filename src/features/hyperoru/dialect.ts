import type { WireSpec } from '~/session/wire';
import { type Command, encodeCommand } from './commands';
import type { HyperoruMessage } from './messages';
import { wire } from './wire';

/**
 * One way of putting the protocol on the wire: how frames become messages and commands become frames. The documented
 * one has an envelope with `data` and `request_id`; the open project it descends from (Hyper-Alpha-Arena) sends its
 * fields flat and would be a second object of this type.
 */
export interface Dialect {
  readonly id: string;
  readonly wire: WireSpec<HyperoruMessage>;
  /** Whether replies carry the id of their request. */
  readonly echoes: boolean;
  encode(command: Command): string;
}

export const documented: Dialect = {
  id: 'documented',
  wire,
  echoes: true,
  encode: encodeCommand,
};
