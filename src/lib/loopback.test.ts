import { describe, expect, it } from 'vitest';
import { isLoopback, isLoopbackUrl } from './loopback';

describe('an address of this machine', () => {
  it.each([
    'http://localhost:8000',
    'ws://LOCALHOST',
    'ws://vigil.localhost:1/ws',
    'http://127.0.0.1:8000/api',
    'http://127.9.9.9',
    'http://2130706433/', // 127.0.0.1, as a number
    'http://[::1]:8080',
  ])('[QU-T24] is %s', (address) => {
    expect(isLoopbackUrl(address)).toBe(true);
  });

  it.each([
    'http://127.evil.example:8000',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'http://notlocalhost',
    'ws://127.example',
    'http://192.168.1.5',
    'http://[::2]',
    'http://user:127.0.0.1@evil.example',
    'nonsense',
    '',
  ])('[QU-T24] is not %s', (address) => {
    expect(isLoopbackUrl(address)).toBe(false);
  });

  it('is known by its host with or without brackets', () => {
    expect(isLoopback('::1')).toBe(true);
    expect(isLoopback('[::1]')).toBe(true);
    expect(isLoopback('')).toBe(false);
  });
});
