import { describe, expect, it } from 'vitest';
import { stayAwake } from './stay-awake';

/** A page whose locks and visibility are held by the test. */
function page(visibilityState: DocumentVisibilityState = 'visible') {
  const own = new EventTarget();
  const document = Object.assign(new EventTarget(), { visibilityState });
  let held = 0;
  const asked: unknown[] = [];
  const locks = {
    async request(name: string, options: LockOptions, run: () => Promise<void>) {
      asked.push([name, options.mode]);
      held += 1;
      await run();
      held -= 1;
    },
  };
  const view = {
    document,
    navigator: { locks: locks as unknown as LockManager },
    addEventListener: own.addEventListener.bind(own),
  };
  async function turn(): Promise<number> {
    await Promise.resolve();
    await Promise.resolve();
    return held;
  }
  return {
    view,
    asked,
    held: turn,
    show(next: DocumentVisibilityState) {
      document.visibilityState = next;
      document.dispatchEvent(new Event('visibilitychange'));
    },
    say: (type: 'pagehide' | 'pageshow') => own.dispatchEvent(new Event(type)),
  };
}

describe('a page that listens', () => {
  it('[SE45] [RF-48] holds a shared lock while it is hidden, so that the browser does not freeze it', async () => {
    const { view, asked, held, show } = page();
    stayAwake(view, () => true);
    expect(await held()).toBe(0);
    show('hidden');
    show('hidden');
    expect(await held()).toBe(1);
    expect(asked).toEqual([['vigil-awake', 'shared']]);
    show('visible');
    expect(await held()).toBe(0);
    show('hidden');
    expect(await held()).toBe(1);
  });

  it('[SE45] [RF-48] holds it from the start where it is opened in the background', async () => {
    const { view, held } = page('hidden');
    stayAwake(view, () => true);
    expect(await held()).toBe(1);
  });

  it('[SE45] [RF-51] holds none when it is left, or the back button would find it gone', async () => {
    const { view, held, show, say } = page();
    stayAwake(view, () => true);
    // The order in which browsers say so.
    say('pagehide');
    show('hidden');
    expect(await held()).toBe(0);
    say('pageshow');
    show('visible');
    show('hidden');
    expect(await held()).toBe(1);
    say('pagehide');
    expect(await held()).toBe(0);
  });

  it('[SE45] holds none while nothing is connected, nor where there are no locks', async () => {
    const { view, held, show } = page();
    stayAwake(view, () => false);
    show('hidden');
    expect(await held()).toBe(0);
    const bare = page('hidden');
    expect(() => stayAwake({ ...bare.view, navigator: {} }, () => true)).not.toThrow();
  });
});
