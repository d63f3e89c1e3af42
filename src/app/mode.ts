import type { Mode } from '~/ui/page-mode';
import type { LiveConnection } from './connection';
import type { ConnectionSetting } from './settings';

/**
 * The mode of a set of connections. Demo wins over everything: real backends wait meanwhile (`heldByDemo`); then replay,
 * because a screen with the past on it must not pass for real; then real money, then paper; `WATCHING` where no connection
 * says whether money is at stake.
 */
export function modeOf(connections: readonly LiveConnection[]): Mode {
  if (connections.length === 0) return 'NO CONNECTION';
  if (connections.some(({ target }) => target.via === 'demo')) return 'DEMO';
  if (connections.some(isReplay)) return 'REPLAY';
  const money = connections.map(({ feature, store }) => feature.money?.(store.getState()) ?? null);
  if (money.includes('live')) return 'LIVE';
  return money.includes('paper') ? 'PAPER' : 'WATCHING';
}

/**
 * Enabled connections to real backends that wait because a demo connection is enabled too: while the screen says DEMO no
 * frame leaves for a real backend.
 */
export function heldByDemo(settings: readonly ConnectionSetting[]): readonly ConnectionSetting[] {
  const enabled = settings.filter((setting) => setting.enabled);
  return enabled.some(isDemo) ? enabled.filter((setting) => !isDemo(setting)) : [];
}

function isDemo({ via }: ConnectionSetting): boolean {
  return via === 'demo';
}

function isReplay({ feature, target }: LiveConnection): boolean {
  return feature.replays?.(target.options) ?? false;
}

export const MODE_WORDS: Record<Mode, string> = {
  LIVE: 'Real money is at stake on at least one connection.',
  PAPER: 'Agents trade on paper; no real money moves.',
  DEMO: 'Invented data from the bundled demo backend.',
  REPLAY: 'The past is played again on at least one connection; no order leaves this page.',
  'NO CONNECTION': 'Nothing is connected.',
  WATCHING: 'Connected; no wire has said whether real money is at stake.',
};
