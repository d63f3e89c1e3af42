import { create } from 'zustand';

/** What is at stake on this screen, in a word. The gravest of all connections wins. */
export type Mode = 'LIVE' | 'PAPER' | 'DEMO' | 'REPLAY' | 'NO CONNECTION' | 'WATCHING';

/**
 * What the page says is at stake, in the header's word. The shell sets it; whoever acts on a backend, or names the stake,
 * reads it. Null until the shell has said it.
 */
export const usePageMode = create<{ readonly word: Mode | null }>(() => ({ word: null }));

/** In these modes nothing is done to a backend that is not the demo's. */
export const PLAY_MODES: ReadonlySet<Mode | null> = new Set(['DEMO', 'REPLAY']);
