import type { Connection } from '~/feature';
import { systemClock, type Clock } from '~/lib/clock';
import { waitFor } from '~/lib/wait';
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

/** An answer that its schema rejects never reaches the store; a view's store is paced, so one that is read may be late. */
const FOLDED_WITHIN_MS = 5_000;

/** Asks which plugins and modules there are, and waits until it is told. Null: it is; else why not, in words. */
export async function askSetup(
  { rest, store }: Kernel,
  clock: Clock = systemClock,
): Promise<string | null> {
  const [plugins] = await Promise.all([listPlugins(rest), kernelStatus(rest)]);
  if (plugins.kind === 'ok') {
    const { frameId } = plugins;
    const isTold = (state: QuimeriaState) => (state.plugins?.frameId ?? -1) >= frameId || null;
    const told = await waitFor(store, isTold, { withinMs: FOLDED_WITHIN_MS, clock });
    return told ? null : 'What the server told of its plugins could not be read.';
  }
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
  clock: Clock = systemClock,
): Promise<SetupResult> {
  if (enabled.length === 0) {
    return { ok: false, words: 'The server ignores a list without a plugin: leave one on.' };
  }
  const answer = await setPlugins(kernel.rest, enabled);
  if (answer.kind !== 'ok') return refused(answer);
  const asked = await askSetup(kernel, clock);
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
  clock: Clock = systemClock,
): Promise<SetupResult> {
  const answer = await setModules(kernel.rest, disabled);
  if (answer.kind !== 'ok') return refused(answer);
  const { frameId } = answer;
  const toldOff = ({ modulesOff }: QuimeriaState) =>
    modulesOff && modulesOff.frameId >= frameId ? modulesOff.names : null;
  const off = await waitFor(kernel.store, toldOff, { withinMs: FOLDED_WITHIN_MS, clock });
  if (off === null) {
    const words =
      'The server took it, but what it then told could not be read: what is off is not known.';
    return { ok: false, words };
  }
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
