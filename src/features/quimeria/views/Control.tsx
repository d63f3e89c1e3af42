import { FeedControl } from './FeedControl';
import { ReplayPanel } from './ReplayPanel';
import type { ControlProps } from './view-props';

/** What a person can make the server do, on a connection of this kind. */
export function Control({ connection }: ControlProps) {
  return connection.target.options.mode === 'replay' ? (
    <ReplayPanel connection={connection} />
  ) : (
    <FeedControl connection={connection} />
  );
}
