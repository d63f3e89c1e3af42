// @vitest-environment jsdom
import { afterEach, describe, expect, it } from 'vitest';
import { newSetting } from './first-visit';
import { narrowOwnPolicy } from './own-policy';
import { features } from './registry';

const direct = {
  ...newSetting(features[0]!, 'one', 'direct'),
  socketUrl: 'wss://saved.test/ws',
  restUrl: 'https://saved.test/api',
};
const demo = { ...direct, id: 'two', via: 'demo', socketUrl: 'wss://unused.test' } as const;
const random = new Uint8Array(16);
const SERVED = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">';

afterEach(() => {
  document.head.innerHTML = '';
});

function policies(): readonly string[] {
  return [...document.querySelectorAll('meta')].map((meta) => meta.content);
}

describe('the page’s own policy', () => {
  it('[SE42] leaves the saved addresses and its own origin, and says so for the worker', () => {
    document.head.innerHTML = SERVED;
    const only = narrowOwnPolicy(document, [direct, demo], random);
    expect(only).toEqual([location.origin, 'wss://saved.test', 'https://saved.test']);
    expect(policies().at(-1)).toContain("connect-src 'self' wss://saved.test https://saved.test");
  });

  it('[SE42] narrows no address unless it is asked to, nor where there is no policy at all', () => {
    expect(narrowOwnPolicy(document, [direct], random)).toBeNull();
    expect(policies()).toEqual([]);
    document.head.innerHTML = SERVED;
    expect(narrowOwnPolicy(document, null, random)).toBeNull();
    expect(policies().at(-1)).not.toContain('connect-src');
  });
});
