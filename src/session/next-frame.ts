import type { NextFrame } from './door';

const HIDDEN_INTERVAL_MS = 50;

/** What is needed of the page to know when to work. */
export interface FrameHost {
  requestAnimationFrame(run: () => void): number;
  cancelAnimationFrame(handle: number): void;
  setTimeout(run: () => void, ms: number): number;
  clearTimeout(handle: number): void;
  isHidden(): boolean;
  onVisibilityChange(run: () => void): void;
}

/**
 * The next animation frame, or a timer while the tab is hidden, where animation frames stop. Work that waits for an
 * animation frame when the tab becomes hidden is moved to a timer.
 */
export function createNextFrame(host: FrameHost): NextFrame {
  const waiting = new Map<object, { run: () => void; cancel: () => void }>();

  function schedule(token: object, run: () => void): void {
    const fire = () => {
      waiting.delete(token);
      run();
    };
    if (host.isHidden()) {
      const handle = host.setTimeout(fire, HIDDEN_INTERVAL_MS);
      waiting.set(token, { run, cancel: () => host.clearTimeout(handle) });
    } else {
      const handle = host.requestAnimationFrame(fire);
      waiting.set(token, { run, cancel: () => host.cancelAnimationFrame(handle) });
    }
  }

  host.onVisibilityChange(() => {
    for (const [token, { run, cancel }] of [...waiting]) {
      cancel();
      schedule(token, run);
    }
  });

  return (run) => {
    const token = {};
    schedule(token, run);
    return () => {
      waiting.get(token)?.cancel();
      waiting.delete(token);
    };
  };
}

/** The frame host of a browser window. */
export function browserFrameHost(view: Window): FrameHost {
  return {
    requestAnimationFrame: (run) => view.requestAnimationFrame(run),
    cancelAnimationFrame: (handle) => view.cancelAnimationFrame(handle),
    setTimeout: (run, ms) => view.setTimeout(run, ms),
    clearTimeout: (handle) => view.clearTimeout(handle),
    isHidden: () => view.document.visibilityState === 'hidden',
    onVisibilityChange: (run) => view.document.addEventListener('visibilitychange', run),
  };
}
