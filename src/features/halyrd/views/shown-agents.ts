import { useEffect } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ViewProps } from './view-props';

type Agent = ViewProps['connection'];

const agents = createStore<readonly Agent[]>(() => []);

/** The agents whose boards are on screen, in order; the caller's board is one of them while it is mounted. */
export function useShownAgents(connection: Agent): readonly Agent[] {
  useEffect(() => {
    agents.setState((before) => [...before, connection], true);
    return () => agents.setState((before) => before.filter((each) => each !== connection), true);
  }, [connection]);
  return useStore(agents);
}
