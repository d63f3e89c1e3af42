import type { Clock } from '~/lib/clock';
import { createCursorLog } from '~/session/cursor-log';
import {
  parseWorkerMessage,
  type PageMessage,
  type WorkerMessage,
} from '~/session/worker-messages';
import { createErrands } from './errands';
import { LATENCY_MS, type Around } from './sim-motion';
import type { ServerInside } from './sim-server';
import { createSupervision, type Supervision } from './supervision';

export type WorkerMode = 'well' | 'deaf' | 'absent';

export interface SimWorker {
  mode: WorkerMode;
  /** Ends the running instance; the next message starts another. */
  kill(): void;
  readonly starts: number;
}

export interface WorkerInside extends SimWorker {
  receive(clientId: string, message: PageMessage): void;
}

/** One run of the worker's script. */
interface Instance {
  readonly core: Supervision;
  alive: boolean;
  /** Events that keep it alive. */
  holds: number;
  lastMs: number;
}

const IDLE_DEATH_MS = 30_000;

export function simWorker(
  { clock, random, server, shelf, motion }: Around & { readonly server: ServerInside },
  deliver: (clientId: string, message: WorkerMessage) => void,
): WorkerInside {
  let instance: Instance | null = null;
  const worker = {
    mode: 'well' as WorkerMode,
    starts: 0,
    kill() {
      if (instance) instance.alive = false;
      instance = null;
    },
    receive(clientId: string, message: PageMessage) {
      // As the browser does: a copy arrives later, and starts a worker that does not run.
      const copy = structuredClone(message);
      clock.after(LATENCY_MS, () => {
        if (worker.mode !== 'well') return;
        const running = (instance ??= start());
        running.lastMs = clock.now();
        running.holds += 1;
        running.core.hear(clientId, copy, () => (running.holds -= 1));
      });
    },
  };

  function start() {
    worker.starts += 1;
    const boot = `boot-${worker.starts}`;
    const own: Clock = {
      now: () => clock.now(),
      after: (ms, run) => clock.after(ms, () => mine.alive && run()),
    };
    const post = (clientId: string, message: WorkerMessage) =>
      mine.alive && send(clientId, message);
    const errands = createErrands({
      clock: own,
      boot,
      post,
      fetch: server.fetch,
      cursors: createCursorLog(shelf),
    });
    const mine: Instance = {
      alive: true,
      holds: 0,
      lastMs: clock.now(),
      core: createSupervision({
        clock: own,
        random,
        boot,
        errand(clientId, errand, release) {
          motion.kick();
          errands.run(clientId, errand, release);
        },
        probeOf: () => server.probe,
        post,
      }),
    };
    clock.after(0, () => mine.alive && send('*', mine.core.who()));
    watchIdle(mine);
    return mine;
  }

  /** A worker that no event holds ends 30 s after its last one, whatever timers it has. */
  function watchIdle(mine: Instance): void {
    const restMs = mine.lastMs + IDLE_DEATH_MS - clock.now();
    clock.after(Math.max(1_000, restMs), () => {
      if (!mine.alive) return;
      if (mine.holds === 0 && clock.now() - mine.lastMs >= IDLE_DEATH_MS) worker.kill();
      else watchIdle(mine);
    });
  }

  function send(clientId: string, message: WorkerMessage): void {
    const copy = parseWorkerMessage(structuredClone(message));
    if (!copy) throw new Error(`The worker said what no page accepts: ${JSON.stringify(message)}`);
    clock.after(LATENCY_MS, () => deliver(clientId, copy));
  }

  return worker;
}
