import { create } from 'zustand';

/**
 * What the page says is at stake, in the header's word: LIVE, PAPER, DEMO, REPLAY and others. The shell sets it; whoever
 * acts on a backend, or names the stake, reads it. Empty until the shell has said it.
 */
export const usePageMode = create<{ readonly word: string }>(() => ({ word: '' }));

/** In these modes nothing is done to a backend that is not the demo's. */
export const PLAY_MODES: ReadonlySet<string> = new Set(['DEMO', 'REPLAY']);
