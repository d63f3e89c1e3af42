import { devtools } from 'zustand/middleware';
import type { StateCreator } from 'zustand/vanilla';

/** Names a store in the Redux DevTools of development builds; production builds carry nothing of it. */
export function named<State extends object>(
  name: string,
  initial: StateCreator<State>,
): StateCreator<State> {
  if (!import.meta.env.DEV || import.meta.env.MODE === 'test') return initial;
  return devtools(initial, { name: `Vigil ${name}` }) as unknown as StateCreator<State>;
}
