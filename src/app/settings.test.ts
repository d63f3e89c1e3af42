import { describe, expect, it } from 'vitest';
import {
  connectionSettingSchema,
  loadSettings,
  saveSettings,
  type ConnectionSetting,
} from './settings';

const setting: ConnectionSetting = {
  id: 'halyrd-1',
  featureId: 'halyrd',
  label: 'My agent',
  enabled: true,
  via: 'direct',
  socketUrl: 'ws://localhost:8000',
  restUrl: 'http://localhost:8000',
  relay: 'halyrd',
  options: { agentId: 'current' },
};

function storageWith(items: Record<string, string> = {}) {
  const held = new Map(Object.entries(items));
  return {
    held,
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
  };
}

describe('stored connections', () => {
  it('come back as they were stored', () => {
    const storage = storageWith();
    expect(saveSettings(storage, [setting])).toBe(true);
    expect(loadSettings(storage)).toEqual({ connections: [setting], notices: [] });
  });

  it('are none on a first visit', () => {
    expect(loadSettings(storageWith())).toEqual({ connections: null, notices: [] });
  });

  it('lose only the broken one, which is named field by field and kept aside', () => {
    const stored = JSON.stringify({
      version: 1,
      connections: [setting, { ...setting, socketUrl: 'localhost', label: '' }],
    });
    const storage = storageWith({ 'vigil.connections': stored });
    const { connections, notices } = loadSettings(storage);
    expect(connections).toEqual([setting]);
    expect(notices).toEqual([
      'Stored connection 2 was left out: label must not be empty; socketUrl must be an address that starts with ws:// or wss://.',
    ]);
    expect(storage.held.get('vigil.connections.rejected')).toBe(stored);
  });

  it.each(['{', 'null', '[]', '{"version":99,"connections":[]}'])(
    'fall back with a notice when they read %s',
    (text) => {
      const storage = storageWith({ 'vigil.connections': text });
      const { connections, notices } = loadSettings(storage);
      expect(connections).toBeNull();
      expect(notices).toHaveLength(1);
      expect(storage.held.get('vigil.connections.rejected')).toBe(text);
    },
  );

  it('[RF-64] survive a browser that refuses storage', () => {
    const refusing = {
      getItem: () => {
        throw new DOMException('denied', 'SecurityError');
      },
      setItem: () => {
        throw new DOMException('denied', 'QuotaExceededError');
      },
    };
    expect(loadSettings(refusing)).toEqual({ connections: null, notices: [] });
    expect(saveSettings(refusing, [setting])).toBe(false);
  });
});

describe('an address', () => {
  it('loses its trailing slash', () => {
    const parsed = connectionSettingSchema.parse({ ...setting, restUrl: 'http://localhost:8000/' });
    expect(parsed.restUrl).toBe('http://localhost:8000');
  });

  it.each(['http://x', 'localhost:8000', 'ws://', 'javascript:alert(1)'])(
    'of a socket may not be %s',
    (socketUrl) => {
      const { error } = connectionSettingSchema.safeParse({ ...setting, socketUrl });
      expect(error?.issues[0]?.path).toEqual(['socketUrl']);
    },
  );
});
