import type { LiveConnection } from './connection';

/** What is at stake on this screen, in a word. The gravest of all connections wins. */
export type Mode = 'LIVE' | 'PAPER' | 'DEMO' | 'NO CONNECTION' | 'WATCHING';

/**
 * The mode of a set of connections. Demo wins over everything, because a screen that mixes the demo with real backends
 * must not pass for real; then real money, then paper; `WATCHING` where no connection says whether money is at stake.
 */
export function modeOf(connections: readonly LiveConnection[]): Mode {
  if (connections.length === 0) return 'NO CONNECTION';
  if (connections.some(({ target }) => target.via === 'demo')) return 'DEMO';
  const money = connections.map(({ feature, store }) => feature.money?.(store.getState()) ?? null);
  if (money.includes('live')) return 'LIVE';
  return money.includes('paper') ? 'PAPER' : 'WATCHING';
}

export const MODE_WORDS: Record<Mode, string> = {
  LIVE: 'Real money is at stake on at least one connection.',
  PAPER: 'Agents trade on paper; no real money moves.',
  DEMO: 'Invented data from the bundled demo backend; nothing here is real.',
  'NO CONNECTION': 'Nothing is connected.',
  WATCHING: 'Connected; no wire has said whether real money is at stake.',
};
