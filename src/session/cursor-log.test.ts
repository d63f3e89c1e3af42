import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFurther, readCursor, type Cursor } from './cursor';
import { createCursorLog } from './cursor-log';
import { FakeShelf } from './fake-shelf';

const at = (position: string, era = 0): Cursor => ({ era, position, atMs: null, overlap: null });

const anyCursor = fc
  .tuple(fc.nat(3), fc.bigInt({ min: 0n, max: 10n ** 20n }))
  .map(([era, position]) => at(String(position), era));

describe('the log of cursors', () => {
  it('[SE30] never moves backwards, whoever writes in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(anyCursor, fc.boolean()), { maxLength: 20 }),
        async (writes) => {
          const shelf = new FakeShelf();
          let last: Cursor | null = null;
          shelf.changed = (_ep, value) => {
            const next = readCursor(value)!;
            if (last) expect(isFurther(next, last)).toBe(true);
            last = next;
          };
          const logs = [createCursorLog(shelf), createCursorLog(shelf)];
          for (const [cursor, isFirst] of writes) {
            await logs[isFirst ? 0 : 1]!.commit('ep', cursor);
          }
          const furthest = writes
            .map(([cursor]) => cursor)
            .reduce<Cursor | null>((a, b) => (a === null || isFurther(b, a) ? b : a), null);
          expect(await createCursorLog(shelf).read('ep')).toEqual(furthest);
        },
      ),
    );
  });

  it('[SE30] a restart of the numbering goes on, although its positions are lower', async () => {
    const log = createCursorLog(new FakeShelf());
    await log.commit('ep', at('5000'));
    await log.commit('ep', at('7', 1));
    await log.commit('ep', at('5001'));
    expect(await log.read('ep')).toEqual(at('7', 1));
  });

  it('[SE30] [RF-65] what a browser that was killed goes on from is what was last committed', async () => {
    const shelf = new FakeShelf();
    await createCursorLog(shelf).commit('ep', at('41'));
    // Nothing of the program survives, the shelf does.
    expect(await createCursorLog(shelf).read('ep')).toEqual(at('41'));
  });

  it('[SE31] [RF-64] a browser that refuses means memory only, and is told of', async () => {
    const shelf = new FakeShelf();
    shelf.refuses = true;
    const log = createCursorLog(shelf);
    expect(await log.commit('ep', at('41'))).toBe(false);
    expect(await log.read('ep')).toEqual(at('41'));
    expect(await createCursorLog(shelf).read('ep')).toBeNull();
    await log.forget('ep');
    expect(await log.read('ep')).toBeNull();
  });

  it.each([null, 5, {}, { ...at('1'), position: '01' }, { ...at('1'), position: 'DROP' }])(
    'takes %j for no cursor',
    async (kept) => {
      const shelf = new FakeShelf();
      shelf.kept.set('ep', kept);
      const log = createCursorLog(shelf);
      expect(await log.read('ep')).toBeNull();
      await log.commit('ep', at('3'));
      expect(await log.read('ep')).toEqual(at('3'));
    },
  );

  it('[SE31] remembers no more than two hundred endpoints where the browser keeps nothing', async () => {
    const shelf = new FakeShelf();
    shelf.refuses = true;
    const log = createCursorLog(shelf);
    for (let index = 0; index <= 200; index += 1) await log.commit(`ep ${index}`, at('5'));
    expect(await log.read('ep 0')).toBeNull();
    expect(await log.read('ep 1')).toEqual(at('5'));
  });

  it('[SE41] forgets all endpoints that are over, also those it holds in memory only', async () => {
    const shelf = new FakeShelf();
    const log = createCursorLog(shelf);
    await log.commit('gone|1', at('5'));
    await log.commit('here|1', at('6'));
    shelf.refuses = true;
    await log.commit('gone|2', at('7'));
    await log.forgetAll((ep) => ep.startsWith('gone|'));
    expect(await log.read('gone|2')).toBeNull();
    shelf.refuses = false;
    await log.forgetAll((ep) => ep.startsWith('gone|'));
    expect([...shelf.kept.keys()]).toEqual(['here|1']);
    expect(await log.read('gone|1')).toBeNull();
    expect(await log.read('here|1')).toEqual(at('6'));
  });
});
