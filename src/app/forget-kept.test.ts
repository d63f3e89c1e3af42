import { describe, expect, it } from 'vitest';
import type { AnyFeature } from '~/feature';
import { FakeClock } from '~/lib/fake-clock';
import { createRecorder } from '~/recorder/recorder';
import { createCursorLog } from '~/session/cursor-log';
import { createDoor } from '~/session/door';
import { createErrandDesk } from '~/session/errand-desk';
import { FakeShelf } from '~/session/fake-shelf';
import { fakeSockets } from '~/session/fake-socket';
import { superviseInPage } from '~/session/supervisor';
import { createTimeline } from '~/timeline/timeline';
import { createDesk } from './desk-store';
import { newSetting } from './first-visit';
import { createKnownStates } from './known-states';
import { features } from './registry';
import { sweepKept } from './sweep-kept';

/** Connections of which the feature itself was told to forget what it keeps. */
const forgotten: string[] = [];
const feature: AnyFeature = {
  ...features.find(({ id }) => id === 'nexusglass')!,
  keeps: { unsettled: () => [], forget: (id) => void forgotten.push(id) },
};
const CURSOR = { era: 0, position: '7', atMs: null, overlap: null };

function setting(id: string, enabled: boolean) {
  return { ...newSetting(feature, id, 'direct'), enabled };
}

/** A browser in which three connections have been: one alive, one switched off, one that was removed elsewhere. */
function setUp() {
  const clock = new FakeClock();
  const cursors = new FakeShelf();
  const states = new FakeShelf();
  for (const id of ['alive', 'off', 'gone']) {
    for (const address of ['wss://now.test/ws', 'wss://before.test/ws']) {
      const ep = `nexusglass#${id}|${address}`;
      cursors.kept.set(ep, CURSOR);
      states.kept.set(ep, {});
      states.kept.set(`feed|${ep}`, {});
    }
  }
  const known = createKnownStates(states, 'build-1');
  const errands = createErrandDesk({
    clock,
    channel: {
      only: null,
      usable: () => false,
      post: () => undefined,
      listen: () => () => undefined,
    },
    cursors: createCursorLog(cursors),
    pageId: 'page',
  });
  const settings = [setting('alive', true), setting('off', false)];
  const desk = createDesk(
    { settings, notices: [] },
    {
      features: [feature],
      origin: 'https://vigil.test',
      storage: { setItem: () => undefined },
      clock,
      openSocket: fakeSockets().open,
      supervise: superviseInPage(clock, () => 0),
      fetch: () => Promise.reject(new Error('no network')),
      door: createDoor({ nextFrame: () => () => undefined, precise: () => 0 }),
      recorder: createRecorder(),
      timeline: createTimeline(),
      viewOf: (store) => store,
      known,
      errands,
    },
  );
  /** Of which connections anything is kept. */
  const keptOf = (shelf: FakeShelf) =>
    [...new Set([...shelf.kept.keys()].map((key) => /#(\w+)\|/.exec(key)![1]!))].toSorted((a, b) =>
      a.localeCompare(b),
    );
  return { desk, settings, known, errands, cursors, states, keptOf };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

describe('what is kept of connections', () => {
  it.each(['alive', 'off'])(
    '[SE41] [F24] goes with a connection that is removed, state, feed and cursor, whatever addresses it had: %s',
    async (id) => {
      const { desk, cursors, states, keptOf } = setUp();
      forgotten.length = 0;
      desk.remove(id);
      await settled();
      expect(forgotten).toEqual([id]);
      const others = ['alive', 'gone', 'off'].filter((other) => other !== id);
      expect(keptOf(cursors)).toEqual(others);
      expect(keptOf(states)).toEqual(others);
    },
  );

  it('[SE41] of an address that is no more goes with the address, and stays where only a switch was set', async () => {
    const { desk, cursors, keptOf } = setUp();
    desk.put(setting('off', true));
    await settled();
    expect(keptOf(cursors)).toContain('off');
    desk.put({ ...setting('off', true), socketUrl: 'wss://elsewhere.test' });
    await settled();
    expect(keptOf(cursors)).toEqual(['alive', 'gone']);
  });

  it('[SE41] is swept at the start where its connection is no more', async () => {
    const { settings, known, errands, cursors, states, keptOf } = setUp();
    sweepKept(settings, known, errands);
    await settled();
    expect(keptOf(cursors)).toEqual(['alive', 'off']);
    expect(keptOf(states)).toEqual(['alive', 'off']);
    sweepKept([], undefined, errands);
    await settled();
    expect(cursors.kept.size).toBe(0);
  });
});
