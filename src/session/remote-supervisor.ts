import type { Clock } from '~/lib/clock';
import type { Endpoint } from './endpoint';
import type { LineAsk } from './line';
import { stationEvent, wordOf, type LineMemory } from './line-words';
import { createOwnStation, type OwnStation } from './own-station';
import type { Refusal } from './plan';
import type { Peers } from './peers';
import { LONGEST_WAIT_MS } from './policy';
import type { StationEvent, StationSnapshot } from './station';
import type { Probe } from './station-host';
import type { Supervisor, SupervisorOutlet } from './supervisor';
import { NAMESPACE, VERSION, type PageMessage, type WorkerMessage } from './worker-messages';

/** The way to the service worker, which may end at any time without notice. */
export interface WorkerChannel {
  /** Whether there is an active worker to speak to, as far as one can know. */
  usable(): boolean;
  /** Hands a message to the worker that is active now, and starts it if need be. Silent when nobody is there. */
  post(message: PageMessage): void;
  /** `heard` is called with each message of the worker; `ready` when a worker becomes usable. Returns its undo. */
  listen(heard: (message: WorkerMessage) => void, ready: () => void): () => void;
  /** The origins that this page's own policy lets it reach; null: any. The worker goes no further for it. */
  readonly only: readonly string[] | null;
  /** False once a newer worker waits: the old one may then end at its next slice. */
  mayLease(): boolean;
}

export interface RemoteDeps {
  readonly clock: Clock;
  readonly random: () => number;
  readonly channel: WorkerChannel;
  readonly endpoint: Endpoint;
  /** Unique for this line among all tabs. */
  readonly lineId: string;
  readonly isVisible: () => boolean;
  /** For the time in which this page has to do without a worker. */
  readonly probe: Probe;
  /** The lines of other tabs, for the same time; absent where tabs cannot speak to each other. */
  readonly peers?: Peers | undefined;
}

/** A worker that does not answer within this is not there. Starting one was measured at 0.2 s. */
const ANSWER_GUARD_MS = 1_500;
/** A worker's wait may take so much longer than planned: a probe of 5 s and slack. */
const WAIT_GUARD_MS = 7_500;
/** After so many unanswered questions in a row the page does not wait for the worker any more until it speaks. */
const DEAF_LIMIT = 2;
/** No permit lies further ahead than a stagger of many tabs. */
const LONGEST_STAGGER_MS = 30_000;

/**
 * Lets the service worker decide when one line dials, and trusts it no further than a timer: whatever it owes is guarded,
 * and when it stays silent a station in this page goes on from the state that the worker has last told.
 */
export function superviseByWorker(outlet: SupervisorOutlet, deps: RemoteDeps): Supervisor {
  const { clock, channel, endpoint, lineId } = deps;
  const memory: LineMemory = { epoch: 0, lived: false };
  /** What the worker has last said, or what this page's own station has come to. */
  let carried: StationSnapshot | null = null;
  let local: OwnStation | null = null;
  /** The question that is not settled by a permit yet. */
  let open: { readonly event: StationEvent; heard: boolean } | null = null;
  let unanswered = 0;
  let cancelGuard: (() => void) | null = null;
  let cancelPermit: (() => void) | null = null;
  const unlisten = channel.listen(onMessage, onReady);
  announce();

  function ask(what: LineAsk, refusal: Refusal | null): void {
    const member = { id: lineId, visible: deps.isVisible() };
    const event = stationEvent(what, member, memory, refusal);
    switch (what) {
      case 'want':
      case 'retry':
      case 'slow':
      case 'user':
        open = { event, heard: false };
        deps.peers?.waits(deps.isVisible());
        return inquire(event);
      case 'hint':
        if (open) inquire(event);
        return;
      case 'stable':
        if (carried) carried = { ...carried, attempt: 0, vetoes: 0, phase: 'open' };
        return report(event);
      case 'live':
      case 'going':
      case 'refused':
      case 'gone':
        settle();
        return report(event);
    }
  }

  /** Asks whoever supervises now. */
  function inquire(event: StationEvent): void {
    if (local === null || mayTryAgain()) {
      if (channel.usable() && unanswered < DEAF_LIMIT) {
        handBack();
        guard(ANSWER_GUARD_MS);
        post(event);
        return;
      }
    }
    if (local === null) return takeOver();
    // A worker that has come back may hear this and answer.
    if (channel.usable()) post(event);
    local.step(event);
  }

  /** In the middle of its own wait a page does not change its mind. */
  function mayTryAgain(): boolean {
    return open !== null && !open.heard;
  }

  function report(event: StationEvent): void {
    local?.step(event);
    if (channel.usable()) post(event);
  }

  function settle(): void {
    open = null;
    cancelAll();
    deps.peers?.settled();
  }

  function cancelAll(): void {
    cancelGuard?.();
    cancelPermit?.();
    cancelGuard = cancelPermit = null;
  }

  function guard(ms: number): void {
    cancelGuard?.();
    cancelGuard = clock.after(ms, () => {
      unanswered += 1;
      takeOver();
    });
  }

  function takeOver(): void {
    cancelAll();
    if (!open) return;
    const { event, heard } = open;
    local = createOwnStation({
      clock,
      random: deps.random,
      probe: deps.probe,
      turnMs,
      connect(epoch) {
        memory.epoch = epoch;
        outlet.connect();
      },
      plan(attempt, retryAtMs) {
        if (open) open.heard = true;
        deps.peers?.waits(deps.isVisible());
        outlet.plan(attempt, retryAtMs);
      },
      block: blocked,
    });
    announce();
    if (carried) local.step({ type: 'restore', snapshot: carried });
    // A loss that the worker has acknowledged is counted already: only wait for the next permit.
    local.step(heard ? { type: 'want', member: { id: lineId, visible: true } } : event);
  }

  /** All tabs lost the same server: each goes a little after the ones before it. A person's wish and a first dial do not wait. */
  function turnMs(attempt: number): number {
    const isSpread = attempt > 0 && open?.event.type !== 'user';
    return isSpread ? (deps.peers?.untilTurnMs() ?? 0) : 0;
  }

  /** The worker is back in charge; what this page's station has come to goes with it. */
  function handBack(): void {
    if (local) {
      carried = local.snapshot();
      local.dispose();
      local = null;
    }
    announce();
  }

  function blocked(refusal: Refusal): void {
    settle();
    outlet.block(refusal);
  }

  function onMessage(message: WorkerMessage): void {
    if (message.k === 'who') return onReady();
    if (message.k === 'unsupported') {
      unanswered = DEAF_LIMIT;
      if (open && local === null) takeOver();
      return announce();
    }
    if (message.k === 'backfill' || message.k === 'cursor') return;
    if (message.ep !== endpoint.key || message.line !== lineId) return;
    unanswered = 0;
    if (!open) return;
    switch (message.k) {
      case 'plan':
        open.heard = true;
        if (local) handBack();
        carried = message.st;
        return planned(message.attempt, message.retryAtMs);
      case 'connect':
        // A permit that comes while this page supervises itself comes too late.
        if (local) return;
        carried = message.st;
        return permitted(message.epoch, message.notBeforeMs);
      case 'block':
        if (local) handBack();
        carried = message.st;
        return blocked(message.refusal);
    }
  }

  function planned(attempt: number, retryAtMs: number): void {
    const waitMs = Math.min(Math.max(0, retryAtMs - clock.now()), LONGEST_WAIT_MS);
    outlet.plan(attempt, clock.now() + waitMs);
    deps.peers?.waits(deps.isVisible());
    guard(waitMs + WAIT_GUARD_MS);
    if (channel.mayLease()) channel.post({ ...envelope(), k: 'lease' });
  }

  function permitted(epoch: number, notBeforeMs: number): void {
    cancelGuard?.();
    cancelPermit?.();
    cancelGuard = null;
    memory.epoch = epoch;
    const waitMs = Math.min(Math.max(0, notBeforeMs - clock.now()), LONGEST_STAGGER_MS);
    if (waitMs === 0) return outlet.connect();
    cancelPermit = clock.after(waitMs, () => outlet.connect());
  }

  /** A worker has started and knows nobody: tell it who we are and what we wait for. */
  function onReady(): void {
    unanswered = 0;
    if (!channel.usable()) return;
    if (!open) {
      handBack();
      return channel.post({ ...envelope(), k: 'hello', waiting: false });
    }
    if (local) carried = local.snapshot();
    else guard(ANSWER_GUARD_MS);
    // While this page's own station waits it goes on until the worker has answered.
    if (open.heard) channel.post({ ...envelope(), k: 'hello', waiting: true });
    else post(open.event);
  }

  function announce(): void {
    const byWorker = local === null && channel.usable() && unanswered < DEAF_LIMIT;
    outlet.supervisedBy(byWorker ? 'service worker' : 'this tab');
  }

  function envelope() {
    const visible = deps.isVisible();
    return {
      ns: NAMESPACE,
      v: VERSION,
      ep: endpoint.key,
      line: lineId,
      visible,
      st: local ? local.snapshot() : carried,
      probeUrl: endpoint.probeUrl,
      only: channel.only === null ? null : [...channel.only],
    } as const;
  }

  function post(event: StationEvent): void {
    const word = wordOf(event);
    if (word) channel.post({ ...envelope(), ...word });
  }

  return {
    ask,
    away() {
      if (channel.usable()) channel.post({ ...envelope(), k: 'gone' });
    },
    dispose() {
      settle();
      unlisten();
      deps.peers?.dispose();
      local?.dispose();
      local = null;
    },
  };
}
