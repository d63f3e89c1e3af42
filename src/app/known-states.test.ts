import { describe, expect, it } from 'vitest';
import { FakeShelf } from '~/session/fake-shelf';
import { createKnownStates } from './known-states';

const state = { rows: [{ id: 1 }], by: new Map([['a', 1]]) };

async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

describe('the last known states', () => {
  it('[F24] come back as they were, with their time', async () => {
    const known = createKnownStates(new FakeShelf(), 'build-1');
    known.save('ep', { state, atMs: 5 }, []);
    await settled();
    expect(await known.load('ep')).toEqual({ state, atMs: 5 });
    expect(await known.load('another')).toBeNull();
  });

  it('[F24] of another build are dropped, not guessed at', async () => {
    const shelf = new FakeShelf();
    createKnownStates(shelf, 'build-1').save('ep', { state, atMs: 5 }, []);
    await settled();
    expect(await createKnownStates(shelf, 'build-2').load('ep')).toBeNull();
    await settled();
    expect(shelf.kept.size).toBe(0);
  });

  it.each([null, 'text', { build: 'build-1', atMs: 5, text: '{broken' }])(
    'that are broken are none: %j',
    async (kept) => {
      const shelf = new FakeShelf();
      shelf.kept.set('ep', kept);
      expect(await createKnownStates(shelf, 'build-1').load('ep')).toBeNull();
    },
  );

  it('[F24] are not kept when a server has echoed a secret into them, or when they are too large; nor is an older copy then', async () => {
    const shelf = new FakeShelf();
    const known = createKnownStates(shelf, 'build-1');
    known.save('ep', { state, atMs: 4 }, []);
    await settled();
    known.save('ep', { state: { said: 'your key nxg_"1 is old' }, atMs: 5 }, ['nxg_"1']);
    known.save('ep', { state: { text: 'x'.repeat(3_000_000) }, atMs: 5 }, []);
    known.save('ep', { state: { act: () => undefined }, atMs: 5 }, []);
    await settled();
    expect(shelf.kept.size).toBe(0);
  });

  it('[RF-64] are simply not there in a browser that keeps nothing', async () => {
    const shelf = new FakeShelf();
    shelf.refuses = true;
    const known = createKnownStates(shelf, 'build-1');
    known.save('ep', { state, atMs: 5 }, []);
    known.forget('ep');
    await settled();
    expect(await known.load('ep')).toBeNull();
  });

  it('are bounded in number', async () => {
    const shelf = new FakeShelf();
    const known = createKnownStates(shelf, 'build-1');
    for (let index = 0; index < 80; index += 1) {
      known.save(`ep${index}`, { state, atMs: index }, []);
      await settled();
    }
    expect(shelf.kept.size).toBeLessThanOrEqual(48);
    expect(await known.load('ep79')).not.toBeNull();
  });
});
