import { useStore } from 'zustand';
import type { StoreApi } from 'zustand';
import { assertNever } from '~/lib/assert-never';
import type { SessionState, SessionStatus } from '~/session/status';

/** How current a view is: `live`, or why it is not, in words. */
export interface WireWords {
  readonly isLive: boolean;
  readonly title: string;
  readonly hint: string;
}

/** What an empty or outdated view of this connection has to say about its wire. */
export function useWireWords(connection: { readonly status: StoreApi<SessionStatus> }): WireWords {
  const state = useStore(connection.status, (status) => status.state);
  return wireWords(state);
}

function wireWords(state: SessionState): WireWords {
  switch (state.status) {
    case 'live':
      return { isLive: true, title: 'Live', hint: '' };
    case 'off':
      return { isLive: false, title: 'Not connected', hint: 'The Hyperoru connection is off.' };
    case 'connecting':
    case 'signing-in':
      return {
        isLive: false,
        title: 'Waiting for Hyperoru',
        hint: 'The first state is asked for as soon as the connection stands.',
      };
    case 'waiting':
      return {
        isLive: false,
        title: 'Connection lost',
        hint: `${state.cause}. It is dialled again.`,
      };
    case 'refused':
      return { isLive: false, title: 'Refused by the server', hint: state.reason };
    default:
      return assertNever(state);
  }
}
