import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AnyFeature } from '~/feature';
import { createRecorder } from '~/recorder/recorder';
import { createTimeline } from '~/timeline/timeline';
import { ownerOf } from '~/session/endpoint';
import { superviseInPage } from '~/session/supervisor';
import {
  createConnection,
  relabelled,
  type ConnectionDeps,
  type LiveConnection,
  type Steering,
} from './connection';
import { named } from './devtools';
import { heldByDemo, modeOf } from './mode';
import { secretNames } from './options-fields';
import { freshId, MAX_LABEL, saveSettings, type ConnectionSetting } from './settings';
import { resolveTarget, type Secrets } from './target';

/** What the app is working with: the configured connections and those alive in this page. */
export interface DeskState {
  readonly settings: readonly ConnectionSetting[];
  readonly connections: readonly LiveConnection[];
  /** Sentences for the person, newest last: broken settings, refused storage. */
  readonly notices: readonly string[];
}

/** The one place that creates and ends connections. */
export interface Desk {
  readonly store: StoreApi<DeskState>;
  /** Adds a connection, or changes the one with its id; other connections are not touched. */
  put(setting: ConnectionSetting, secrets?: Secrets): void;
  remove(id: string): void;
  /** Switches every demo connection off, so that real backends are dialled. */
  leaveDemo(): void;
  /** Secrets typed for a connection, in memory. */
  secretsOf(id: string): Secrets;
  /** A connection to try a setting with: on no list, recorded nowhere. Or what is wrong with the setting. */
  scratch(
    setting: ConnectionSetting,
    secrets: Secrets,
  ): { readonly connection: LiveConnection } | { readonly problem: string };
  dismissNotice(notice: string): void;
}

export interface DeskDeps extends Omit<ConnectionDeps, 'mode'> {
  readonly features: readonly AnyFeature[];
  readonly origin: string;
  readonly storage: Pick<Storage, 'setItem'>;
}

export interface DeskStart {
  readonly settings: readonly ConnectionSetting[];
  readonly notices: readonly string[];
}

export function createDesk(start: DeskStart, deps: DeskDeps): Desk {
  const secrets = new Map<string, Secrets>();
  /** Connections that are off, with what they told set aside. */
  const aside = new Set<string>();
  const store = createStore(
    named<DeskState>('connections', () => ({
      settings: [],
      connections: [],
      notices: start.notices,
    })),
  );

  function notify(notice: string): void {
    store.setState(({ notices }) => ({
      notices: notices.includes(notice) ? notices : [...notices, notice],
    }));
  }

  function make(
    setting: ConnectionSetting,
    typed: Secrets,
    using: Omit<ConnectionDeps, 'mode'>,
    insists = false,
  ): { readonly connection: LiveConnection } | { readonly problem: string } {
    const feature = deps.features.find(({ id }) => id === setting.featureId);
    if (!feature) {
      return { problem: `needs a protocol that this version does not know: ${setting.featureId}` };
    }
    const resolved = resolveTarget(feature, setting, typed, deps.origin);
    if (!resolved.ok) {
      const fields = resolved.problems.map(({ field, problem }) => `${field} ${problem}`);
      return { problem: `cannot connect: ${fields.join('; ')}` };
    }
    const { target, secrets: literals } = resolved;
    const { id, label } = setting;
    const absence = aside.has(id) ? { absence: 'this connection was off' } : {};
    const spec = { id, label, target, secrets: literals, insists, ...absence };
    // Of the moment in which something acts: what the page shows may be a frame behind.
    const mode = () => modeOf(store.getState().connections);
    return { connection: createConnection(feature, spec, { ...using, mode }) };
  }

  const steering: Steering = {
    configure(id, options) {
      const next = changed(id, options);
      if (next) put(next.setting, next.typed);
    },
    addBeside(id, label, options) {
      const next = changed(id, options);
      if (!next) return;
      const besideId = freshId(next.setting.featureId, store.getState().settings);
      const short = label.slice(0, MAX_LABEL);
      put({ ...next.setting, id: besideId, label: short, enabled: true }, next.typed);
    },
  };

  function open(setting: ConnectionSetting, insists: boolean): LiveConnection | null {
    const made = make(setting, secrets.get(setting.id) ?? {}, { ...deps, steering }, insists);
    if ('connection' in made) {
      aside.delete(setting.id);
      deps.timeline.takeUp(setting.id);
      deps.gaps?.takeUp(setting.id);
      return made.connection;
    }
    notify(`“${setting.label}” ${made.problem}.`);
    return null;
  }

  /** Keeps connections whose setting is untouched, so that changing one never drops another's socket. */
  function apply(settings: readonly ConnectionSetting[], changedId: string | null): void {
    const alive = new Map(
      store.getState().connections.map((connection) => [connection.id, connection]),
    );
    const held = heldByDemo(settings);
    const connections = settings
      .filter((setting) => setting.enabled && !held.includes(setting))
      .map(
        (setting) =>
          (setting.id === changedId ? null : alive.get(setting.id)) ??
          open(setting, setting.id === changedId),
      )
      .filter((connection) => connection !== null);
    const replaced = new Set(connections.map(({ id }) => id));
    for (const connection of alive.values()) {
      if (connections.includes(connection)) continue;
      const isOff = settings.some(({ id }) => id === connection.id) && !replaced.has(connection.id);
      if (isOff) dismiss(connection);
      else connection.end();
    }
    store.setState({ settings, connections });
  }

  /** What a connection told is seen only while it is there. What was invented is forgotten: nowhere may it pass for real. */
  function dismiss(connection: LiveConnection): void {
    const { id, target } = connection;
    if (target.via === 'demo') return forget(id);
    connection.end();
    deps.timeline.setAside(id);
    deps.gaps?.setAside(id);
    deps.clocks?.forget(id);
    aside.add(id);
  }

  function persist(): void {
    if (!saveSettings(deps.storage, store.getState().settings)) {
      notify('The browser refuses to store settings: connections last until this tab is closed.');
    }
  }

  function forget(id: string): void {
    const connection = store.getState().connections.find((each) => each.id === id);
    connection?.forgetKept();
    // Ahead of the rest: to be ended is noted as well.
    connection?.end();
    aside.delete(id);
    deps.timeline.forget(id);
    deps.gaps?.forget(id);
    deps.clocks?.forget(id);
    deps.recorder.forget(id);
  }

  /** Also what a connection has kept that is not alive now, or was alive at another address. */
  function forgetKept({ featureId, id }: ConnectionSetting): void {
    const owner = ownerOf(featureId, id);
    const isOwn = (ep: string) => ep.startsWith(owner);
    deps.known?.forgetAll(isOwn);
    deps.errands?.forgetAll(isOwn);
  }

  function put(setting: ConnectionSetting, typed?: Secrets): void {
    const feature = featureOf(setting);
    const clean = feature ? withoutSecrets(feature, setting) : setting;
    const { settings } = store.getState();
    const known = settings.find(({ id }) => id === clean.id);
    const before = known ? sourceOf(known) : null;
    if (typed) secrets.set(setting.id, typed);
    const isSameSource = before !== null && before === sourceOf(clean);
    if (known && !isSameSource) {
      forget(clean.id);
      // What is kept goes by address: of one that is no more it would never be read again.
      if (!isSameAddress(known, clean)) forgetKept(known);
    }
    const next = known
      ? settings.map((other) => (other.id === clean.id ? clean : other))
      : [...settings, clean];
    if (!isSameSource || !goOn(clean, next)) apply(next, clean.id);
    persist();
  }

  /** What a setting leads to, keys included; null where it leads nowhere. */
  function sourceOf(setting: ConnectionSetting): string | null {
    const feature = featureOf(setting);
    const typed = secrets.get(setting.id) ?? {};
    const resolved = feature && resolveTarget(feature, setting, typed, deps.origin);
    return resolved?.ok ? JSON.stringify([setting.featureId, resolved.target]) : null;
  }

  /** Lets a connection to the same source go on, under the name that it now has. False: it is to be made or ended. */
  function goOn(setting: ConnectionSetting, settings: readonly ConnectionSetting[]): boolean {
    const { connections } = store.getState();
    const alive = connections.find(({ id }) => id === setting.id);
    if (!alive || !setting.enabled) return false;
    store.setState({
      settings,
      connections: connections.map((each) =>
        each === alive ? relabelled(each, setting.label) : each,
      ),
    });
    alive.retryNow();
    return true;
  }

  function featureOf({ featureId }: ConnectionSetting): AnyFeature | undefined {
    return deps.features.find(({ id }) => id === featureId);
  }

  /** The setting of a connection with these options, and its secrets, those among the options included. */
  function changed(
    id: string,
    options: Readonly<Record<string, unknown>>,
  ): { readonly setting: ConnectionSetting; readonly typed: Secrets } | null {
    const setting = store.getState().settings.find((each) => each.id === id);
    const feature = setting && featureOf(setting);
    if (!feature) return null;
    const typed = { ...secrets.get(id) };
    for (const name of secretNames(feature.options)) {
      const value = options[name];
      if (typeof value === 'string') typed[name] = value;
    }
    return { setting: { ...setting, options: { ...setting.options, ...options } }, typed };
  }

  apply(start.settings, null);
  return {
    store,
    put,
    remove(id) {
      const { settings } = store.getState();
      secrets.delete(id);
      forget(id);
      apply(
        settings.filter((setting) => setting.id !== id),
        null,
      );
      for (const setting of settings) {
        if (setting.id !== id) continue;
        forgetKept(setting);
        featureOf(setting)?.keeps?.forget(id);
      }
      persist();
    },
    leaveDemo() {
      const { settings } = store.getState();
      apply(
        settings.map((setting) =>
          setting.via === 'demo' ? { ...setting, enabled: false } : setting,
        ),
        null,
      );
      persist();
    },
    secretsOf: (id) => secrets.get(id) ?? {},
    // Supervised by itself: a refusal is remembered for all tabs, and what is tried here must neither be told one nor make one.
    scratch: (setting, typed) =>
      make({ ...setting, id: `test of ${setting.id}` }, typed, {
        ...deps,
        supervise: superviseInPage(deps.clock, Math.random),
        recorder: createRecorder(),
        timeline: createTimeline(),
        gaps: undefined,
        clocks: undefined,
        errands: undefined,
        known: undefined,
        steering: undefined,
      }),
    dismissNotice(notice) {
      store.setState(({ notices }) => ({ notices: notices.filter((other) => other !== notice) }));
    },
  };
}

function isSameAddress(a: ConnectionSetting, b: ConnectionSetting): boolean {
  return a.via === b.via && a.socketUrl === b.socketUrl && a.relay === b.relay;
}

function withoutSecrets(feature: AnyFeature, setting: ConnectionSetting): ConnectionSetting {
  const secret = new Set(secretNames(feature.options));
  const options = Object.fromEntries(
    Object.entries(setting.options).filter(([name]) => !secret.has(name)),
  );
  return { ...setting, options };
}
