import { createStore, type StoreApi } from 'zustand/vanilla';
import { assertNever } from '~/lib/assert-never';
import type { Clock } from '~/lib/clock';
import { createFailedDials } from './failed-dials';
import { createGreeting } from './greeting';
import {
  initialLine,
  type LineConfig,
  type LineEffect,
  type LineEvent,
  type LineState,
  type LineTimer,
} from './line';
import { stepLine } from './step-line';
import type { SessionPlan } from './plan';
import { dialSocket, type DialledSocket, type OpenSocket, type SocketListener } from './socket';
import type { Probe } from './station-host';
import { sessionStateOf, type Circumstances } from './session-state';
import type { SessionStatus } from './status';
import type { Supervise, Supervisor } from './supervisor';
import type { Received } from './wire';

/** How often the age of the last frame is published while frames flow; state changes are published at once. */
const AGE_RESOLUTION_MS = 500;

const CONNECT_WITHIN_MS = 10_000;
/** While the browser asks the person whether this page may reach the local network, the dial stays open. */
const PROMPT_WITHIN_MS = 60_000;

export interface SessionDeps {
  readonly clock: Clock;
  readonly openSocket: OpenSocket;
  readonly supervise: Supervise;
  /** Whether the browser lets this page dial there; absent: it does. */
  readonly access?: () => Access;
  readonly hindrances?: Hindrances;
  /** A person has just set this up: a refusal that is still remembered was of another key, and must not be inherited. */
  readonly insists?: boolean;
}

/** Why a wait may be vain, for the person. Both are asked, never acted upon: the browser's flag is often wrong. */
export interface Hindrances {
  /** The browser says that the machine has no network, and the address is not on this machine. */
  isOffline(): boolean;
  /** Asks whether anybody answers there over HTTP; null: nobody can be asked. */
  readonly answers: Probe;
}

/** `asking`: the browser shows the person a prompt, and the socket stays in CONNECTING for as long. */
export type Access = 'granted' | 'asking' | 'denied';

/** What a session hands on. */
export interface SessionOutlet<Message> {
  /** A frame came in; call `observe` with its message once it is decoded. */
  received(
    text: string,
    receivedAtMs: number,
    observe: (received: Received<Message>) => void,
  ): void;
  /** Calls back once all that was received before has been observed; absent: that is always so. */
  settled?(run: () => void): void;
  /** A frame went out. */
  sent(text: string, sentAtMs: number): void;
}

/** A logical connection that outlives sockets. */
export interface Session {
  readonly status: StoreApi<SessionStatus>;
  /**
   * Sends now; false when there is no live socket. Nothing is ever queued. What `acts` is also not sent while earlier frames
   * have not left the browser: on a path that has died it would leave when nobody expects it any more.
   */
  send(text: string, acts?: boolean): boolean;
  retryNow(): void;
  /** Online, visible, resumed: dial sooner, or test a live socket. */
  hint(): void;
  /** The page is closed or put to sleep: a dial that is under way, or a wait, must hold up no other tab. */
  away(): void;
  /** REST shows that the socket is half open. */
  suspect(reason: string): void;
  /** A frame was too long to be looked at. After three of them the session ends with code 4009. */
  oversize(): void;
  stop(): void;
}

export function offStatus(): SessionStatus {
  return { state: { status: 'off' }, lastFrameAtMs: null, dials: 0, lastCloseCode: null };
}

const DENIED =
  'the browser was told to keep this page out of the local network: allow it in the settings of this site, then retry';

/**
 * Runs the line machine of one feed against real sockets and timers and starts it. Events are handled to completion one
 * after the other: an effect may raise the next event, which then waits its turn.
 */
export function startSession<Message>(
  plan: SessionPlan<Message>,
  outlet: SessionOutlet<Message>,
  deps: SessionDeps,
  status: StoreApi<SessionStatus> = createStore(offStatus),
): Session {
  const { clock } = deps;
  const base = lineConfig(plan);
  const timers = new Map<LineTimer, () => void>();
  const queue: LineEvent[] = [];
  let line: LineState = initialLine;
  let socket: DialledSocket | null = null;
  let life: AbortController | null = null;
  let handling = false;
  let oversized = 0;
  let isInsistent = deps.insists === true;
  let publishDue: (() => void) | null = null;
  let lastFrameAtMs: number | null = status.getState().lastFrameAtMs;

  const greeting = createGreeting(plan, send, clock);
  const failedDials = createFailedDials({
    examine: async () => (await plan.examine?.()) ?? null,
    answers: deps.hindrances?.answers,
    refused: (refusal) => raise({ type: 'examined', refusal }),
    changed: publish,
  });
  const around: Circumstances = {
    isAsking,
    isOffline: () => deps.hindrances?.isOffline() === true,
    isBarred: () => failedDials.isBarred(),
  };
  const supervisor: Supervisor = deps.supervise({
    connect: () => raise({ type: 'permit' }),
    plan: (attempt, retryAtMs) => raise({ type: 'plan', attempt, retryAtMs }),
    block: (refusal) => raise({ type: 'blocked', refusal }),
    supervisedBy(supervisedBy) {
      if (status.getState().supervisedBy !== supervisedBy) status.setState({ supervisedBy });
    },
  });

  function raise(event: LineEvent): void {
    queue.push(event);
    if (handling) return;
    handling = true;
    try {
      for (let next = queue.shift(); next; next = queue.shift()) handle(next);
    } finally {
      handling = false;
    }
  }

  function handle(event: LineEvent): void {
    if (event.type === 'user') {
      oversized = 0;
      failedDials.hush();
    }
    const step = stepLine(line, event, configNow(), clock.now());
    const changed = step.state !== line;
    const wasConnecting = line.at === 'connecting';
    line = step.state;
    if (changed && event.type === 'closed') status.setState({ lastCloseCode: event.code });
    for (const effect of step.effects) perform(effect);
    if (changed) publish();
    if (wasConnecting && step.state.at !== 'connecting') dialled(step.state.at === 'waiting');
  }

  function dialled(inVain: boolean): void {
    if (inVain) failedDials.add();
    else failedDials.end();
  }

  function configNow(): LineConfig {
    // A live line dials nobody, and is asked with every frame.
    if (line.at === 'live') return base;
    return isAsking() ? { ...base, connectWithinMs: PROMPT_WITHIN_MS } : base;
  }

  function isAsking(): boolean {
    return deps.access?.() === 'asking';
  }

  function perform(effect: LineEffect): void {
    switch (effect.do) {
      case 'open':
        return open(effect.generation);
      case 'abandon':
        life?.abort();
        greeting.end();
        socket?.abandon(effect.code);
        socket = null;
        return;
      case 'greet':
        return greeting.begin();
      case 'ping':
        if (plan.heartbeat) send(plan.heartbeat.frame());
        return;
      case 'went-live':
        life = new AbortController();
        return void loadHistory(life);
      case 'arm':
        return arm(effect.timer, effect.atMs);
      case 'disarm':
        timers.get(effect.timer)?.();
        timers.delete(effect.timer);
        return;
      case 'ask': {
        const ask = isInsistent && effect.ask === 'want' ? 'user' : effect.ask;
        isInsistent = false;
        return supervisor.ask(ask, line.at === 'refused' ? line.refusal : null);
      }
      default:
        assertNever(effect);
    }
  }

  function arm(timer: LineTimer, atMs: number): void {
    timers.get(timer)?.();
    const restMs = Math.max(0, atMs - clock.now());
    timers.set(
      timer,
      clock.after(restMs, () => raise({ type: 'timer', timer })),
    );
  }

  function open(generation: number): void {
    const listener: SocketListener = {
      opened: () => raise({ type: 'opened', generation }),
      closed: (code, reason) => settled(() => raise({ type: 'closed', generation, code, reason })),
      forbidden: (reason) => raise({ type: 'forbidden', generation, reason }),
      frame: (text) => {
        if (generation !== line.generation) return;
        lastFrameAtMs = clock.now();
        publishSoon();
        raise({ type: 'heard', generation });
        outlet.received(text, lastFrameAtMs, (received) => observe(received, generation));
      },
    };
    if (deps.access?.() === 'denied') return listener.forbidden(DENIED);
    status.setState({ dials: status.getState().dials + 1 });
    socket = dialSocket(deps.openSocket, () => plan.url(), listener, clock);
  }

  /** A server says why and hangs up at once: its reason may still wait to be decoded, and is the truer one. */
  function settled(run: () => void): void {
    if (outlet.settled) outlet.settled(run);
    else run();
  }

  /** What a decoded message means to the session itself. An older socket's messages mean nothing any more. */
  function observe(received: Received<Message>, generation: number): void {
    if (generation !== line.generation) return;
    const { message } = received;
    const refusal = plan.refusalOf?.(message);
    if (refusal) return raise({ type: 'refused', generation, refusal });
    greeting.heard(message);
    const pause = plan.pauseOf?.(message);
    if (pause) return raise({ type: 'paused', generation, pause });
    if (plan.readyWhen !== 'open' && line.at === 'signing-in' && plan.readyWhen(message)) {
      raise({ type: 'ready', generation });
    }
    if (plan.heartbeat?.answer?.matches(message)) raise({ type: 'answered', generation });
    for (const text of plan.reply?.(received) ?? []) send(text);
  }

  async function loadHistory({ signal }: AbortController): Promise<void> {
    try {
      await plan.onLive?.(signal);
    } catch (error) {
      // Failing to load is a value; a throw is a bug of the feature and must not end the session.
      if (!signal.aborted) reportError(error);
    }
  }

  function send(text: string): boolean {
    if (!socket?.send(text)) return false;
    outlet.sent(text, clock.now());
    return true;
  }

  function publishSoon(): void {
    publishDue ??= clock.after(AGE_RESOLUTION_MS, publish);
  }

  function publish(): void {
    publishDue?.();
    publishDue = null;
    status.setState({ state: sessionStateOf(line, clock.now(), around), lastFrameAtMs });
  }

  raise({ type: 'start' });
  return {
    status,
    send: (text, acts = false) =>
      line.at === 'live' && (!acts || socket?.isDrained() === true) && send(text),
    retryNow: () => raise({ type: 'user' }),
    hint() {
      raise({ type: 'hint' });
      // Whether the browser is offline may have changed, and nobody else tells.
      if (line.at === 'waiting') publish();
    },
    away() {
      if (line.at !== 'off' && line.at !== 'live' && line.at !== 'refused') supervisor.away();
    },
    suspect: (reason) => raise({ type: 'suspect', reason }),
    oversize() {
      oversized += 1;
      raise({ type: 'oversize', generation: line.generation, count: oversized });
    },
    stop() {
      raise({ type: 'stop' });
      failedDials.end();
      supervisor.dispose();
    },
  };
}

function lineConfig<Message>(plan: SessionPlan<Message>): LineConfig {
  return {
    readyOnOpen: plan.readyWhen === 'open',
    connectWithinMs: CONNECT_WITHIN_MS,
    heartbeat: plan.heartbeat ?? null,
  };
}
