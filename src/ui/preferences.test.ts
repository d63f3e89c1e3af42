// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';
import { applyPreferences, parsePreferences, setPreferences, usePreferences } from './preferences';

const DEFAULTS = parsePreferences(null);

beforeEach(() => {
  localStorage.clear();
  usePreferences.setState(DEFAULTS);
});

describe('parsePreferences', () => {
  it('[F20] starts with UTC and the system theme', () => {
    expect(DEFAULTS).toMatchObject({ zone: 'utc', theme: 'system', direction: 'classic' });
  });

  it.each(['', 'null', '[]', '7', '{', '"x"'])(
    '[F18] falls back to the defaults for %j',
    (text) => {
      expect(parsePreferences(text)).toEqual(DEFAULTS);
    },
  );

  it('[F18] keeps the fields that can be read when one cannot', () => {
    const text = JSON.stringify({ zone: 'local', theme: 'neon', hiddenLayers: [1], extra: true });
    expect(parsePreferences(text)).toEqual({ ...DEFAULTS, zone: 'local' });
  });
});

describe('setPreferences', () => {
  it('[F5] survives a reload', () => {
    setPreferences({ hiddenLayers: ['veto'], zone: 'local' });
    expect(parsePreferences(localStorage.getItem('vigil.preferences'))).toEqual(
      usePreferences.getState(),
    );
    expect(usePreferences.getState().hiddenLayers).toEqual(['veto']);
  });
});

describe('applyPreferences', () => {
  it('[F21] writes theme and palette onto the root and follows changes until undone', () => {
    const root = document.createElement('html');
    const stop = applyPreferences(root);
    expect(root.dataset).toMatchObject({ theme: 'dark', direction: 'classic', density: 'dense' });
    setPreferences({ theme: 'light', direction: 'safe', contrast: 'high' });
    expect(root.dataset).toMatchObject({ theme: 'light', direction: 'safe', contrast: 'high' });
    stop();
    setPreferences({ theme: 'dark' });
    expect(root.dataset.theme).toBe('light');
  });

  it('[F24] adopts what another tab stored, unless it is for something else', () => {
    const stop = applyPreferences(document.createElement('html'));
    const stored = (key: string) =>
      window.dispatchEvent(new StorageEvent('storage', { key, newValue: '{"zone":"local"}' }));
    stored('other');
    expect(usePreferences.getState().zone).toBe('utc');
    stored('vigil.preferences');
    expect(usePreferences.getState().zone).toBe('local');
    stop();
  });
});
