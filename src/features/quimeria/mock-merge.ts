import type { KernelVerdict } from '~/mock/contract';
import type { Bar } from '~/ui/chart-types';

export interface Judged {
  readonly bar: Bar;
  readonly kernel: KernelVerdict;
}

/** Makes bars of `intervalSec` out of one-minute bars: gives one when its last minute has come, else null. */
export function createMerger(intervalSec: number): (minute: Judged) => Judged | null {
  let open: Judged | null = null;
  return (minute) => {
    const { timeSec } = minute.bar;
    const fromSec = timeSec - (timeSec % intervalSec);
    open =
      open?.bar.timeSec === fromSec
        ? merge(open, minute)
        : { ...minute, bar: { ...minute.bar, timeSec: fromSec } };
    if (timeSec + 60 < fromSec + intervalSec) return null;
    const whole = open;
    open = null;
    return whole;
  };
}

function merge({ bar: a, kernel: first }: Judged, { bar: b, kernel }: Judged): Judged {
  return {
    bar: {
      timeSec: a.timeSec,
      open: a.open,
      high: Math.max(a.high, b.high),
      low: Math.min(a.low, b.low),
      close: b.close,
      volume: (a.volume ?? 0) + (b.volume ?? 0),
    },
    kernel: { ...kernel, amdBefore: first.amdBefore },
  };
}
