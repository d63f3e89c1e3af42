import { describe, expect, it, vi } from 'vitest';

vi.mock('react', () => {
  throw new Error('The session must not need React.');
});

describe('the session', () => {
  it('[SE19] loads without React', async () => {
    const modules = await Promise.all([import('./session'), import('./door'), import('./decode')]);
    expect(modules.map((module) => Object.keys(module).length > 0)).toEqual([true, true, true]);
  });
});
