import { describe, expect, it } from 'vitest';
import { endpointOf } from './endpoint';

const address = {
  featureId: 'nexusglass',
  connectionId: 'n1',
  socketUrl: 'wss://me:pass@nexus.example:8443/ws/fastfeed?token=nxg_secret',
  restUrl: 'https://me:pass@nexus.example:8443/api',
  probePath: '/health?api_key=nxg_secret',
};
const page = 'https://vigil.example/';

describe('an endpoint', () => {
  it('[NX-T1] is named without key, query or user, whatever its address holds', () => {
    const endpoint = endpointOf(address, page);
    expect(endpoint.key).toBe('nexusglass#n1|wss://nexus.example:8443/ws/fastfeed');
    expect(endpoint.probeUrl).toBe('https://nexus.example:8443/api/health');
  });

  it('is the same for all tabs of one connection and another for another connection', () => {
    const other = endpointOf({ ...address, connectionId: 'n2' }, page);
    expect(other.key).not.toBe(endpointOf(address, page).key);
  });

  it.each([
    'http://localhost:8000',
    'http://127.0.0.1:8000',
    'http://192.168.1.5',
    'http://nas.local',
  ])('[RF-55] on the local network is not asked from elsewhere: %s', (restUrl) => {
    expect(endpointOf({ ...address, restUrl }, page).probeUrl).toBeNull();
  });

  it.each([
    'https://127.evil.example',
    'https://10.evil.example',
    'https://192.168.1.5.evil.example',
  ])(
    '[RF-55] of a name that only begins like an address of the local network is asked: %s',
    (restUrl) => {
      expect(endpointOf({ ...address, restUrl }, page).probeUrl).toContain(restUrl);
    },
  );

  it('[RF-57] of such a name is not asked over http by a page of https', () => {
    const restUrl = 'http://127.evil.example';
    expect(endpointOf({ ...address, restUrl }, page).probeUrl).toBeNull();
  });

  it('on this machine is asked by a page of this machine', () => {
    const local = endpointOf(
      { ...address, restUrl: 'http://localhost:8000', probePath: '/x' },
      'http://127.0.0.1:5173/',
    );
    expect(local.probeUrl).toBe('http://localhost:8000/x');
  });

  it('[RF-57] is not asked over http by a page of https', () => {
    expect(endpointOf({ ...address, restUrl: 'http://nexus.example' }, page).probeUrl).toBeNull();
  });

  it('without an address is not asked', () => {
    const none = endpointOf({ ...address, restUrl: '', socketUrl: 'nonsense' }, page);
    expect(none).toEqual({ key: 'nexusglass#n1|no address', probeUrl: null });
  });
});
