import type { Connection } from '~/feature';
import type { RestOutcome } from '~/session/rest';
import { problemOf } from './feed-start';
import { kernelStatus, listPlugins, setModules, setPlugins } from './rest';
import type { QuimeriaState } from './state';

type Kernel = Pick<Connection<QuimeriaState>, 'rest' | 'store'>;

/** How an act ended, for a person. */
export interface SetupResult {
  readonly ok: boolean;
  readonly words: string;
}

/** Module keys of the published build (8.3). A server may know more; those it names are added. */
export const MODULES: readonly string[] = [
  'bias',
  'ipda',
  'dealing',
  'eq_cross',
  'swing',
  'session',
  'vol_decay',
  'displacement',
  'harmonic',
  'expansion',
  'manipulation',
  'fvg',
  'ob',
  'vol_profile',
  'kl',
  'fusion',
  'mandra',
  'topology',
  'lambda7',
  'lambda8',
  'order_flow',
];

/** Asks which plugins and modules there are. Null: told; else why not, in words. */
export async function askSetup({ rest }: Kernel): Promise<string | null> {
  const [plugins] = await Promise.all([listPlugins(rest), kernelStatus(rest)]);
  if (plugins.kind === 'ok') return null;
  return isAbsent(plugins)
    ? 'This build of the server has no switches for plugins.'
    : `The server does not tell its plugins: ${problemOf(plugins)}.`;
}

/**
 * Leaves only these plugins on, for every client, and looks whether the server did so. The list is complete, and an empty
 * one does nothing without a word (QU-T27), so it is not sent.
 */
export async function applyPlugins(
  kernel: Kernel,
  enabled: readonly string[],
): Promise<SetupResult> {
  if (enabled.length === 0) {
    return { ok: false, words: 'The server ignores a list without a plugin: leave one on.' };
  }
  const answer = await setPlugins(kernel.rest, enabled);
  if (answer.kind !== 'ok') return refused(answer);
  const asked = await askSetup(kernel);
  if (asked !== null) return { ok: false, words: asked };
  const told = kernel.store.getState().plugins?.list ?? [];
  const wrong = told.filter(({ name, enabled: on }) => on !== enabled.includes(name));
  return wrong.length === 0
    ? { ok: true, words: `${enabled.length} of ${told.length} plugins are on.` }
    : {
        ok: false,
        words: `The server did otherwise: ${wrong.map(({ name }) => name).join(', ')}.`,
      };
}

/** Switches these modules off, and all others on: the list is complete (QU-T27). */
export async function applyModules(
  kernel: Kernel,
  disabled: readonly string[],
): Promise<SetupResult> {
  const answer = await setModules(kernel.rest, disabled);
  if (answer.kind !== 'ok') return refused(answer);
  const off = kernel.store.getState().modulesOff?.names ?? [];
  const same = off.length === disabled.length && disabled.every((name) => off.includes(name));
  return same
    ? { ok: true, words: off.length === 0 ? 'All modules are on.' : `Off: ${off.join(', ')}.` }
    : { ok: false, words: `The server did otherwise. Off: ${off.join(', ') || 'none'}.` };
}

function refused(outcome: Exclude<RestOutcome, { kind: 'ok' }>): SetupResult {
  return isAbsent(outcome)
    ? { ok: false, words: 'This build of the server has no such switch.' }
    : { ok: false, words: `Refused: ${problemOf(outcome)}.` };
}

function isAbsent(outcome: RestOutcome): boolean {
  return outcome.kind === 'http' && (outcome.status === 404 || outcome.status === 405);
}
