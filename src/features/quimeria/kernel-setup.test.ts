import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { FakeClock } from '~/lib/fake-clock';
import { decode } from '~/session/decode';
import type { RestCall, RestOutcome } from '~/session/rest';
import { applyModules, applyPlugins, askSetup } from './kernel-setup';
import { heard } from './sample-bars';
import { initialState, type QuimeriaState } from './state';
import { apply } from './store';
import { quimeriaWire } from './wire';

/** A server that answers with what `answers` hold for a path, through the door. */
function kernel(
  answers: Readonly<Record<string, unknown>>,
  fold: (run: () => void) => void = (run) => run(),
) {
  const calls: RestCall[] = [];
  const store = createStore<QuimeriaState>(() => initialState);
  const rest = {
    call(call: RestCall): Promise<RestOutcome> {
      calls.push(call);
      const body = answers[call.path];
      if (body === undefined) {
        return Promise.resolve({ kind: 'http', status: 404, detail: '', retryAfterSec: null });
      }
      const source = { channel: 'rest', resource: call.resource } as const;
      const { message } = decode(quimeriaWire, JSON.stringify(body), source);
      if (message === null) throw new Error('not decoded');
      const received = heard(message, calls.length, { source });
      fold(() => store.setState((state) => apply(state, [received]), true));
      return Promise.resolve({ kind: 'ok', status: 200, frameId: calls.length });
    },
  };
  return { calls, store, rest };
}

const turns = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

const told = (...enabled: readonly string[]) => ({
  plugins: ['A', 'B'].map((name) => ({ name, enabled: enabled.includes(name) })),
  errors: { C: 'no module' },
});

describe('plugins and modules', () => {
  it('[QU-T27] never sends a list without a plugin, which the server would ignore', async () => {
    const server = kernel({ '/api/plugins/toggle': { status: 'ok', enabled: ['A'] } });
    expect(await applyPlugins(server, [])).toMatchObject({ ok: false });
    expect(server.calls).toEqual([]);
  });

  it('[QU-T27] sends what shall stay on, and believes what the server then lists', async () => {
    const answers = { '/api/plugins/toggle': { status: 'ok' }, '/api/status': {} };
    const obeys = kernel({ ...answers, '/api/plugins': told('B') });
    expect(await applyPlugins(obeys, ['B'])).toEqual({ ok: true, words: '1 of 2 plugins are on.' });
    expect(obeys.calls[0]).toMatchObject({ method: 'POST', body: { enabled: ['B'] } });
    expect(obeys.store.getState().plugins?.errors).toEqual([{ name: 'C', words: 'no module' }]);
    const ignores = kernel({ ...answers, '/api/plugins': told('A', 'B') });
    expect(await applyPlugins(ignores, ['B'])).toMatchObject({
      ok: false,
      words: 'The server did otherwise: A.',
    });
  });

  it('[QU-T27] sends what modules shall be off, the whole list', async () => {
    const server = kernel({ '/api/config/modules': { status: 'ok', disabled: ['kl'] } });
    expect(await applyModules(server, ['kl'])).toEqual({ ok: true, words: 'Off: kl.' });
    expect(server.calls[0]?.body).toEqual({ disabled_modules: ['kl'] });
    expect(await applyModules(server, [])).toMatchObject({ ok: false });
  });

  it('[QU16] is believed by what the server told afterwards, not by what was known before, however late it is folded', async () => {
    const late: (() => void)[] = [];
    const answers = {
      '/api/plugins/toggle': { status: 'ok' },
      '/api/status': {},
      '/api/plugins': told('A', 'B'),
      '/api/config/modules': { status: 'ok', disabled: [] },
    };
    const server = kernel(answers, (run) => late.push(run));
    // What was known before would bear it out.
    server.store.setState({ plugins: { list: [], errors: [], receivedAtMs: 0, frameId: 0 } });
    const plugins = applyPlugins(server, ['B']);
    await turns();
    for (const fold of late.splice(0)) fold();
    expect(await plugins).toEqual({ ok: false, words: 'The server did otherwise: A.' });
    const modules = applyModules(server, ['kl']);
    await turns();
    for (const fold of late.splice(0)) fold();
    expect(await modules).toEqual({ ok: false, words: 'The server did otherwise. Off: none.' });
  });

  it('[QU16] is not known where what the server told cannot be read', async () => {
    const clock = new FakeClock();
    const answers = { '/api/plugins': told('A'), '/api/config/modules': {}, '/api/status': {} };
    const server = kernel(answers, () => undefined);
    const asked = [
      askSetup(server, clock),
      applyModules(server, ['kl'], clock).then(({ words }) => words),
    ];
    await turns();
    clock.advance(5_000);
    for (const words of await Promise.all(asked)) expect(words).toContain('could not be read');
  });

  it('[QU1] says so where a build has no such switches', async () => {
    const server = kernel({});
    expect(await askSetup(server)).toContain('no switches');
    expect(await applyModules(server, ['kl'])).toMatchObject({ ok: false });
  });
});
