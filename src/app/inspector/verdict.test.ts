import { expect, it } from 'vitest';
import type { RecordedFrame } from '~/recorder/frame-log';
import { storyOf } from './verdict';

it('[F11] does not call a type known where there is none', () => {
  const issues = [{ path: '', problem: 'has no message type' }];
  const told = (type: string) =>
    storyOf({
      verdict: { kind: 'schema', type, issues },
      direction: 'in',
    } as unknown as RecordedFrame).sentence;
  expect(told('(none)')).toMatch(/^It names no type/);
  expect(told('bar')).toMatch(/^The type “bar” is known, but/);
});
