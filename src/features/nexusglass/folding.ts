import type { Received } from '~/session/wire';
import type { FeedState } from './state';

/** A state under construction: a copy that may be written to, and whether its list of events is ours to change. */
export interface Folding {
  readonly state: { -readonly [Key in keyof FeedState]: FeedState[Key] };
  ownsEvents: boolean;
}

/** What of a message counts besides its content. */
export type Meta = Pick<Received<unknown>, 'receivedAtMs' | 'frameId' | 'source'>;
