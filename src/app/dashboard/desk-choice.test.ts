// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
});
afterEach(() => void vi.restoreAllMocks());

/** What a page makes of it that has just been loaded. */
async function loaded() {
  vi.resetModules();
  return import('./desk-choice');
}

describe('the choice of a table', () => {
  it('[F18] outlives a reload, and another tab does not change it', async () => {
    const { choosePanel, chooseGaps } = await loaded();
    choosePanel({ id: 'a', featureId: 'hyperoru' }, 'trade');
    const mine = { connectionId: 'a', showsGaps: false, panelIds: { hyperoru: 'trade' } };
    expect((await loaded()).useDeskChoice.getState()).toEqual(mine);
    localStorage.setItem('vigil.desk', JSON.stringify({ ...mine, connectionId: 'b' }));
    expect((await loaded()).useDeskChoice.getState()).toEqual(mine);
    sessionStorage.clear();
    expect((await loaded()).useDeskChoice.getState().connectionId).toBe('b');
    chooseGaps();
    expect((await loaded()).useDeskChoice.getState().showsGaps).toBe(true);
  });

  it('is none where what was stored is unreadable, and stands as far as it is readable', async () => {
    const { parseDeskChoice } = await loaded();
    const none = { connectionId: null, showsGaps: false, panelIds: {} };
    for (const text of [null, '', '{', '[]', '7', '{"connectionId":7,"panelIds":[1]}']) {
      expect(parseDeskChoice(text)).toEqual(none);
    }
    expect(parseDeskChoice('{"showsGaps":true,"panelIds":7}')).toEqual({
      ...none,
      showsGaps: true,
    });
  });

  it('[F18] lives as long as the page where storage throws', async () => {
    const refuse = () => {
      throw new Error('no storage');
    };
    vi.spyOn(Storage.prototype, 'getItem').mockImplementation(refuse);
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(refuse);
    const { chooseDesk, useDeskChoice } = await loaded();
    chooseDesk('a');
    expect(useDeskChoice.getState().connectionId).toBe('a');
  });
});
