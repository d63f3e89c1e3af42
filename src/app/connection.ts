import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AnyConnection, AnyFeature, Connection, Target } from '~/feature';
import type { Clock } from '~/lib/clock';
import { isLoopbackUrl } from '~/lib/loopback';
import type { Recorder } from '~/recorder/recorder';
import { endpointOf } from '~/session/endpoint';
import type { Door } from '~/session/door';
import type { ErrandDesk } from '~/session/errand-desk';
import { httpProbe } from '~/session/http-probe';
import { offStatus, startSession, type Hindrances, type Session } from '~/session/session';
import type { OpenSocket } from '~/session/socket';
import type { SessionPlan } from '~/session/plan';
import type { SendResult, SessionStatus } from '~/session/status';
import type { Frame, Received } from '~/session/wire';
import type { ClockWatch } from '~/timeline/clock-skew';
import type { GapLedger } from '~/timeline/gap-ledger';
import type { Timeline } from '~/timeline/timeline';
import type { Mode } from '~/ui/page-mode';
import { createIntake } from './connection-intake';
import { createMemory } from './connection-memory';
import { restOf } from './connection-rest';
import { named } from './devtools';
import type { KnownStates } from './known-states';
import type { AccessTo } from './local-access';
import { whyNothingActs } from './play-guard';
import type { SuperviseEndpoint } from './worker-supervise';
import type { ViewOf } from './view-store';

/** What all connections of this page share. */
export interface ConnectionDeps {
  readonly clock: Clock;
  readonly openSocket: OpenSocket;
  readonly supervise: SuperviseEndpoint;
  readonly fetch: typeof fetch;
  readonly door: Door;
  readonly recorder: Recorder;
  readonly timeline: Timeline;
  readonly viewOf: ViewOf;
  /** What is at stake on this page now. */
  readonly mode: () => Mode;
  /** Where it is noted what was missed; absent for a connection that is only tried. */
  readonly gaps?: GapLedger | undefined;
  /** What the service worker does besides supervising; absent for a connection that is only tried. */
  readonly errands?: ErrandDesk | undefined;
  /** Whether the browser lets this page dial an address; absent: it does. */
  readonly accessTo?: AccessTo;
  /** Where last states are kept; absent where none are. */
  readonly known?: KnownStates | undefined;
  /** Where servers' clocks are compared with ours; absent likewise. */
  readonly clocks?: ClockWatch | undefined;
  /** Absent likewise. */
  readonly steering?: Steering | undefined;
}

/** How a feature changes its own connection, by id; see `Connection`. */
export interface Steering {
  configure(id: string, options: Readonly<Record<string, unknown>>): void;
  addBeside(id: string, label: string, options: Readonly<Record<string, unknown>>): void;
}

/** A connection with the handles that only the app uses. */
export interface LiveConnection extends AnyConnection {
  readonly feature: AnyFeature;
  /** The same connection with its store at a pace for views: what panels are given. */
  readonly view: AnyConnection;
  /** Tells this connection from an earlier one of the same id, whose setting has since changed. */
  readonly made: number;
  /** Online, visible, resumed. */
  hint(): void;
  /** The page ends, or sleeps: other tabs must not wait for its dials. */
  away(): void;
  /** What charts read: the live state at its own pace, or until there is any the last one known. */
  readonly shown: StoreApi<object>;
  /** When what is shown was true; null while it is live. */
  readonly knownAt: StoreApi<number | null>;
  /** Keeps what is new now: the page may end at any moment. */
  flush(): void;
  /** Drops what is kept of it in this browser. */
  forgetKept(): void;
  /**
   * Ends it for good: its socket is closed, nothing more is asked, and what still waits at the door or is answered late goes
   * nowhere.
   */
  end(): void;
}

/** Identity and address of the connection to make. */
export interface ConnectionSpec {
  readonly id: string;
  readonly label: string;
  readonly target: Target;
  /** Literals that must never be shown. */
  readonly secrets: readonly string[];
  /** Whether a person has just set it up; see `SessionDeps`. */
  readonly insists?: boolean;
  /** Why nobody listened since what was last kept of it, in words. */
  readonly absence?: string;
}

let made = 0;

/** The same connection, alive all the while, under another name. */
export function relabelled(connection: LiveConnection, label: string): LiveConnection {
  return { ...connection, label, view: { ...connection.view, label } };
}

/** Joins one feature to one backend: store, session, REST and recorder behind the one door. */
export function createConnection(
  feature: AnyFeature,
  spec: ConnectionSpec,
  deps: ConnectionDeps,
): LiveConnection {
  const { id, label, target, secrets, absence = 'this page was not open' } = spec;
  const isDemo = target.via === 'demo';
  const wire = feature.wire(target.options);
  const store = createStore(
    named(`${feature.id}: ${label}`, () => feature.initialState() as object),
  );
  const status: StoreApi<SessionStatus> = createStore(offStatus);
  const address = { featureId: feature.id, connectionId: id, probePath: feature.fingerprint.path };
  const endpoint = endpointOf({ ...address, ...target }, globalThis.location?.href ?? '');
  const stops = new Set<() => void>();
  let session: Session | null = null;
  let lastSentId = 0;
  let isEnded = false;
  const isOver = () => isEnded;
  const whyNot = () => whyNothingActs(feature, target, deps.mode());

  const intake = createIntake(feature, wire, { id, isDemo, secrets, isOver }, store, deps);
  const memory = createMemory(
    feature,
    {
      id,
      key: endpoint.key,
      store,
      status,
      secrets,
      absence,
      isListening: () => session !== null,
      admit: (resource, text) =>
        intake.admit({
          text,
          receivedAtMs: deps.clock.now(),
          origin: 'backfill',
          source: { channel: 'rest', resource },
        }),
    },
    deps,
  );
  const rest = restOf(
    {
      baseUrl: target.restUrl,
      maxLength: wire.limits.rest,
      // Where the worker may not probe it may not ask either: it cannot show the browser's prompt.
      askShared: endpoint.probeUrl === null ? undefined : deps.errands?.ask,
      ingest,
      record: intake.record,
      whyNot,
      isOver,
    },
    deps,
  );

  function ingest(frame: Frame, observe?: (received: Received<unknown>) => void): number {
    memory.heard();
    return intake.admit(frame, observe);
  }

  function dial(plan: SessionPlan<unknown>): Session {
    return startSession(
      plan,
      {
        received: (text, receivedAtMs, observe) => {
          const source = { channel: 'socket' } as const;
          ingest({ text, receivedAtMs, origin: 'live', source }, observe);
          if (text.length > wire.limits.socket) session?.oversize();
        },
        settled: (run) => deps.door.after(run),
        sent: (text, atMs) => {
          lastSentId = intake.sent(text, atMs);
        },
      },
      {
        ...deps,
        supervise: (outlet) => deps.supervise(outlet, endpoint),
        insists: spec.insists === true,
        access: () => deps.accessTo?.(target.socketUrl) ?? 'granted',
        hindrances: hindrancesOf(target.socketUrl, endpoint.probeUrl, deps.fetch),
      },
      status,
    );
  }

  function run(plan: SessionPlan<unknown>): () => void {
    if (isEnded) return () => undefined;
    let running: Session | null = null;
    let isStopped = false;
    const unfollow = memory.follow();
    stops.add(stop);
    memory.ready(begin);
    return stop;

    function begin(): void {
      if (isStopped) return;
      session = running = dial(plan);
      memory.begun();
    }

    function stop(): void {
      if (isStopped) return;
      isStopped = true;
      stops.delete(stop);
      unfollow();
      running?.stop();
      if (session === running) session = null;
    }
  }

  function send(text: string): SendResult {
    const acts = feature.acts?.(text) === true;
    const reason = acts ? whyNot() : null;
    if (reason !== null) return { sent: false, reason };
    if (session?.send(text, acts)) return { sent: true, frameId: lastSentId };
    const isLive = status.getState().state.status === 'live';
    const why = isLive ? 'what was said before has not left the browser yet' : 'not live';
    return { sent: false, reason: `${why}: nothing was sent and nothing is queued` };
  }

  const connection: Connection<object, unknown, unknown> = {
    id,
    featureId: feature.id,
    label,
    target,
    store,
    status,
    rest,
    run,
    send,
    retryNow: () => session?.retryNow(),
    suspect: (reason) => session?.suspect(reason),
    judgeGap: (verdict) => (isEnded ? undefined : deps.gaps?.judge(id, verdict)),
    ...steeringOf(id, deps),
  };
  made += 1;
  return {
    ...connection,
    feature,
    view: {
      ...connection,
      store: deps.viewOf(memory.shown),
      timeline: deps.viewOf(deps.timeline.store),
    },
    made,
    shown: memory.shown,
    knownAt: memory.knownAt,
    hint: () => session?.hint(),
    away: () => session?.away(),
    flush: () => memory.flush(),
    forgetKept: () => memory.forget(),
    end() {
      for (const stop of [...stops]) stop();
      memory.end();
      isEnded = true;
    },
  };
}

/** What the browser knows of a wait. Its own flag says nothing of what runs on this machine. */
function hindrancesOf(
  socketUrl: string,
  probeUrl: string | null,
  fetcher: typeof fetch,
): Hindrances {
  const browser = globalThis.navigator as Partial<Navigator> | undefined;
  return {
    isOffline: () => browser?.onLine === false && !isLoopbackUrl(socketUrl),
    answers: probeUrl === null ? null : httpProbe(fetcher, probeUrl),
  };
}

function steeringOf(
  id: string,
  { steering }: ConnectionDeps,
): Pick<Connection<object>, 'configure' | 'addBeside'> {
  if (!steering) return {};
  return {
    configure: (options) => steering.configure(id, options),
    addBeside: (label, options) => steering.addBeside(id, label, options),
  };
}
