import type { KernelVerdict, MockContext, MockSocket } from '~/mock/contract';
import type { Bar } from '~/ui/chart-types';
import type { MockSetup } from './mock-setup';
import { mockStep, pythonJson } from './mock-step';
import { commandSchema } from './schema';

type Judged = { readonly bar: Bar; readonly kernel: KernelVerdict };

/** The replay side of the server: one set of loaded bars and one cursor, shared by every client. */
export interface MockReplay {
  load(judged: readonly Judged[]): void;
  received(socket: MockSocket, text: string): void;
  closed(socket: MockSocket): void;
  readonly loaded: number;
  readonly cursor: number;
}

const DEFAULT_SPEED_MS = 300;
const LEAST_SPEED_MS = 16;
const STEPPED = 'stepped';

export function createMockReplay(context: MockContext, setup: MockSetup): MockReplay {
  let bars: readonly Judged[] = [];
  let cursor = 0;
  let processed = 0;
  let playing: { readonly socket: MockSocket; cancel: () => void } | null = null;

  const pause = () => {
    playing?.cancel();
    playing = null;
  };

  const step = (socket: MockSocket): boolean => {
    const judged = bars[cursor];
    if (!judged) {
      say(socket, 'done');
      return false;
    }
    const window = bars.slice(Math.max(0, cursor - 59), cursor + 1).map(({ bar }) => bar);
    const data = mockStep({
      ...judged,
      window,
      index: cursor,
      total: bars.length,
      liveSymbol: null,
      processed,
      plugins: setup.plugins,
    });
    cursor += 1;
    processed += 1;
    socket.send({
      type: 'bar',
      key: `replay:${judged.bar.timeSec}`,
      text: pythonJson({ type: 'bar', data }),
    });
    return true;
  };

  const run = (socket: MockSocket, speedMs: number) => {
    pause();
    // The published build consumes one bar and goes silent unless this connection has stepped before (QU-T9).
    if (!socket.memory.has(STEPPED)) {
      cursor = Math.min(cursor + 1, bars.length);
      return;
    }
    const next = () => {
      if (playing && step(socket)) playing.cancel = context.after(speedMs, next);
    };
    playing = { socket, cancel: context.after(speedMs, next) };
  };

  const obey = (socket: MockSocket, action: string, speed: unknown) => {
    if (action === 'run') return run(socket, speedOf(speed));
    pause();
    if (action === 'step') {
      socket.memory.set(STEPPED, true);
      step(socket);
    }
    if (action === 'reset') cursor = 0;
    if (action !== 'step') say(socket, action === 'stop' ? 'stopped' : 'reset');
  };

  return {
    load: (judged) => {
      pause();
      bars = judged;
      cursor = 0;
    },
    received: (socket, text) => {
      const command = readCommand(text);
      if (command === null) return;
      if (command.action === 'run' && Number.isNaN(speedOf(command.speed))) {
        const message = `invalid literal for int(): '${String(command.speed)}'`;
        socket.send({ type: 'error', key: null, text: JSON.stringify({ type: 'error', message }) });
        return;
      }
      obey(socket, command.action, command.speed);
    },
    closed: (socket) => {
      if (playing?.socket.id === socket.id) pause();
    },
    get loaded() {
      return bars.length;
    },
    get cursor() {
      return cursor;
    },
  };
}

function say(socket: MockSocket, type: 'done' | 'stopped' | 'reset'): void {
  socket.send({ type, key: null, text: JSON.stringify({ type }) });
}

/** A speed of zero is taken for a missing one (QU-T10). NaN: not a number. */
function speedOf(speed: unknown): number {
  return Math.max(LEAST_SPEED_MS, Number(speed || DEFAULT_SPEED_MS));
}

/** Null for what the server ignores: no JSON, or an action that it does not know. */
function readCommand(text: string): { readonly action: string; readonly speed?: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('action' in value)) return null;
    const known = commandSchema.options.some((one) => one.shape.action.value === value.action);
    return known ? (value as { action: string; speed?: unknown }) : null;
  } catch {
    return null;
  }
}
