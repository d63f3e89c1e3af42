import { z } from 'zod';
import type { Clock } from '~/lib/clock';
import { STAGGER_MS } from './station-canary';
import { NAMESPACE, VERSION } from './worker-messages';

/** A way to the other tabs of this origin; silent where there is none. */
export interface PeerChannel {
  post(message: unknown): void;
  /** Returns its undo. */
  listen(heard: (message: unknown) => void): () => void;
}

export interface PeerDeps {
  readonly clock: Clock;
  readonly channel: PeerChannel;
  readonly ep: string;
  readonly lineId: string;
}

/** The lines of other tabs that wait for the same endpoint: without a worker nobody else puts them in order. */
export interface Peers {
  /** Our line waits for a permit. */
  waits(visible: boolean): void;
  /** Our line dials, or has given up. */
  settled(): void;
  /**
   * How long until it is our turn. Time is cut into rounds with a slot for each that waits (those somebody looks at first,
   * then by name), so that no two dial together however their waits fell; 0 while nobody else waits.
   */
  untilTurnMs(): number;
  dispose(): void;
}

const said = z.object({
  ns: z.literal(NAMESPACE),
  v: z.literal(VERSION),
  k: z.enum(['waits', 'settled']),
  ep: z.string().max(500),
  line: z.string().min(1).max(64),
  visible: z.boolean(),
});

interface Peer {
  readonly visible: boolean;
  readonly untilMs: number;
}

/** The longest wait and some: a tab that was closed in the middle of one is forgotten. */
const WAITS_MS = 40_000;
/** Whoever has just dialled still counts, so that nobody moves up into the place of the one ahead. */
const GONE_MS = 5_000;
const MOST_PEERS = 200;

export function createPeers({ clock, channel, ep, lineId }: PeerDeps): Peers {
  const peers = new Map<string, Peer>();
  let isVisible = true;
  let isWaiting = false;

  const unlisten = channel.listen((data) => {
    const parsed = said.safeParse(data);
    if (!parsed.success || parsed.data.ep !== ep || parsed.data.line === lineId) return;
    const { k, line, visible } = parsed.data;
    if (k === 'settled' && !peers.has(line)) return;
    peers.delete(line);
    peers.set(line, { visible, untilMs: clock.now() + (k === 'waits' ? WAITS_MS : GONE_MS) });
    if (peers.size > MOST_PEERS) peers.delete(peers.keys().next().value!);
  });

  function tell(k: 'waits' | 'settled'): void {
    channel.post({ ns: NAMESPACE, v: VERSION, k, ep, line: lineId, visible: isVisible });
  }

  return {
    waits(visible) {
      isVisible = visible;
      isWaiting = true;
      tell('waits');
    },
    settled() {
      if (!isWaiting) return;
      isWaiting = false;
      tell('settled');
    },
    untilTurnMs() {
      const nowMs = clock.now();
      const others = [...peers].filter(([, { untilMs }]) => untilMs > nowMs);
      if (others.length === 0) return 0;
      const place = others.filter(([line, { visible }]) =>
        visible === isVisible ? line < lineId : visible,
      ).length;
      const roundMs = (others.length + 1) * STAGGER_MS;
      const untilMs = place * STAGGER_MS - (nowMs % roundMs);
      return untilMs < 0 ? untilMs + roundMs : untilMs;
    },
    dispose: unlisten,
  };
}
