import { expect, it } from 'vitest';
import { fakeConnection } from '../fake-connection';
import { serverOf } from './server-of';

it('[F3][HY-T2] a server is known by its addresses and its books, never by a user or a token', () => {
  const at = (socketUrl: string, options = {}) =>
    serverOf(fakeConnection(options, socketUrl).target);
  expect(at('wss://a.test/')).toBe('wss://a.test, http://localhost:8080');
  expect(at('wss://me:secret@a.test?session_token=x')).toBe(at('wss://a.test'));
  expect(at('wss://b.test')).not.toBe(at('wss://a.test'));
  expect(at('wss://a.test', { user: 'carol', sessionToken: 'tok_1' })).toBe(at('wss://a.test'));
  const books = (tradingMode: string) => at('wss://a.test', { dialect: 'upstream', tradingMode });
  expect(books('mainnet')).not.toBe(books('paper'));
});
