import { describe, expect, it } from 'vitest';
import { isAmong } from './origins';

const origins = ['https://agent.example:8443', 'http://localhost:8000'];

describe('the origins that may be asked', () => {
  it.each([
    ['https://agent.example:8443/api?since_id=4', true],
    ['http://localhost:8000', true],
    ['http://agent.example:8443/api', false],
    ['https://agent.example/api', false],
    ['https://agent.example:8443.evil.example/api', false],
    ['https://agent.example:8443@evil.example/api', false],
    ['//agent.example:8443/api', false],
    ['no address', false],
  ])('are judged by scheme, host and port: %s', (address, expected) => {
    expect(isAmong(origins, address)).toBe(expected);
  });

  it('are all where nothing is narrowed, and none where nothing is saved', () => {
    expect(isAmong(null, 'https://anywhere.example')).toBe(true);
    expect(isAmong([], 'https://anywhere.example')).toBe(false);
  });
});
