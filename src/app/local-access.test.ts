import { describe, expect, it } from 'vitest';
import { watchLocalAccess } from './local-access';

const PAGE = 'https://vigil.example/';

function browser(names: Readonly<Record<string, PermissionState>>) {
  return {
    query: ({ name }: PermissionDescriptor) =>
      name in names
        ? Promise.resolve({ state: names[name] } as PermissionStatus)
        : Promise.reject(new TypeError('not a permission of this browser')),
  };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

describe('the permission to reach this machine and its network', () => {
  it.each([
    ['ws://localhost:8000', 'loopback-network'],
    ['ws://127.0.0.1:8000', 'loopback-network'],
    ['ws://192.168.1.9', 'local-network'],
    ['ws://nas.local', 'local-network-access'],
  ])('[RF-55] for %s is the browser’s %s', async (address, name) => {
    for (const [state, access] of [
      ['prompt', 'asking'],
      ['denied', 'denied'],
      ['granted', 'granted'],
    ] as const) {
      const accessTo = watchLocalAccess(browser({ [name]: state }), PAGE);
      await settled();
      expect(accessTo(address)).toBe(access);
    }
  });

  it('[RF-55] is not needed by a page of the same place, for the internet, or in a browser without it', async () => {
    const denied = browser({ 'loopback-network': 'denied', 'local-network': 'denied' });
    const ofThisMachine = watchLocalAccess(denied, 'http://localhost:4173/');
    const fromElsewhere = watchLocalAccess(denied, PAGE);
    const older = watchLocalAccess(browser({}), PAGE);
    await settled();
    expect(ofThisMachine('ws://localhost:8000')).toBe('granted');
    expect(fromElsewhere('wss://nexusglass.live')).toBe('granted');
    expect(older('ws://localhost:8000')).toBe('granted');
    expect(watchLocalAccess(undefined, PAGE)('ws://localhost:8000')).toBe('granted');
  });
});
