import type { FakeClock } from '~/lib/fake-clock';
import type { PeerChannel } from '~/session/peers';
import { LATENCY_MS } from './sim-motion';

/** What tabs say to each other. */
export type Bus = (isAlive: (run: () => void) => void) => PeerChannel;

export function simBus(clock: FakeClock): Bus {
  const listeners = new Set<(message: unknown, from: PeerChannel) => void>();
  return (whenAlive) => {
    const mine: PeerChannel = {
      post(message) {
        const copy: unknown = structuredClone(message);
        clock.after(LATENCY_MS, () => listeners.forEach((listener) => listener(copy, mine)));
      },
      listen(heard) {
        const listener = (message: unknown, from: PeerChannel) => {
          if (from !== mine) whenAlive(() => heard(message));
        };
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    return mine;
  };
}
