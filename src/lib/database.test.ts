import type { OpenDBCallbacks } from 'idb';
import { expect, it, vi } from 'vitest';
import { openShelf } from './database';

const { openDB } = vi.hoisted(() => ({ openDB: vi.fn() }));
vi.mock('idb', () => ({ openDB }));

it('opens the database anew once another tab has made it close', async () => {
  let callbacks: OpenDBCallbacks<unknown> = {};
  openDB.mockImplementation((_name: string, _version: number, given: OpenDBCallbacks<unknown>) => {
    callbacks = given;
    return Promise.resolve({ get: () => Promise.resolve('kept') });
  });
  const shelf = openShelf('known');
  await shelf.read('a');
  await shelf.read('b');
  expect(openDB).toHaveBeenCalledTimes(1);

  const close = vi.fn();
  callbacks.blocking?.(1, 2, { target: { close } } as unknown as IDBVersionChangeEvent);
  expect(close).toHaveBeenCalledOnce();
  expect(await shelf.read('a')).toBe('kept');
  expect(openDB).toHaveBeenCalledTimes(2);
});
