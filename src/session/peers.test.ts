import { describe, expect, it } from 'vitest';
import { FakeClock } from '~/lib/fake-clock';
import { createPeers, type PeerChannel } from './peers';
import { VERSION } from './worker-messages';

function tabs(count: number) {
  // A whole number of rounds of any size below, so that each begins now.
  const clock = new FakeClock(150 * 2_520 * 1_000);
  const listeners = new Set<(message: unknown) => void>();
  const channel: PeerChannel = {
    post: (message) => listeners.forEach((listener) => listener(structuredClone(message))),
    listen(heard) {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
  };
  const peers = Array.from({ length: count }, (_, index) =>
    createPeers({ clock, channel, ep: 'ep', lineId: `line-${index}` }),
  );
  return { clock, channel, peers };
}

describe('tabs without a worker', () => {
  it('[SE29] one alone waits for nobody', () => {
    const { peers } = tabs(2);
    peers[0]!.waits(true);
    expect(peers[0]!.untilTurnMs()).toBe(0);
  });

  it('[SE29] [RF-46] have a slot each, those somebody looks at first, wherever in a round they ask', () => {
    const { peers, clock } = tabs(4);
    peers.forEach((peer, index) => peer.waits(index >= 2));
    expect(peers.map((peer) => peer.untilTurnMs())).toEqual([300, 450, 0, 150]);
    clock.advance(200);
    expect(peers.map((peer) => peer.untilTurnMs())).toEqual([100, 250, 400, 550]);
  });

  it('[SE29] who has dialled keeps its slot for a while, who was closed in its wait is forgotten', () => {
    const { peers, clock } = tabs(3);
    for (const peer of peers) peer.waits(true);
    peers[0]!.settled();
    expect(peers[1]!.untilTurnMs()).toBe(150);
    // Two are left: rounds of 300 ms.
    clock.advance(6_000);
    expect(peers[1]!.untilTurnMs()).toBe(0);
    expect(peers[2]!.untilTurnMs()).toBe(150);
    clock.advance(40_000);
    expect(peers[2]!.untilTurnMs()).toBe(0);
  });

  it('[SE29] count no more than two hundred others, whatever is said on their channel', () => {
    const { peers, channel } = tabs(1);
    for (let index = 0; index < 300; index += 1) {
      const line = `a${index}`;
      channel.post({ ns: 'vigil', v: VERSION, k: 'waits', ep: 'ep', line, visible: true });
    }
    peers[0]!.waits(true);
    // All others come first by name.
    expect(peers[0]!.untilTurnMs()).toBeLessThanOrEqual(200 * 150);
  });

  it('[SE27] take no word of strangers, of other endpoints or of other versions', () => {
    const { peers, channel } = tabs(1);
    peers[0]!.waits(true);
    const word = { ns: 'vigil', v: VERSION, k: 'waits', ep: 'ep', line: 'a', visible: true };
    for (const other of [null, { ...word, ns: 'x' }, { ...word, ep: 'y' }, { ...word, v: 99 }]) {
      channel.post(other);
    }
    expect(peers[0]!.untilTurnMs()).toBe(0);
  });
});
