import { describe, expect, it } from 'vitest';
import { refusalFor } from './trusted-asker';

describe('refusalFor', () => {
  it.each([
    [{ host: 'localhost:5173' }],
    [{ host: '127.0.0.1:5173', origin: 'http://localhost:4173' }],
    [{ host: '[::1]:5173', origin: 'http://[::1]:5173' }],
    [{ host: '192.168.1.20:5173', origin: 'http://192.168.1.20:5173' }],
    [{ host: 'vigil.localhost', origin: 'https://vigil.localhost' }],
  ])('lets %j pass', (asker) => {
    expect(refusalFor(asker)).toBeNull();
  });

  it.each([
    [{ host: 'localhost:5173', origin: 'https://evil.example' }],
    [{ host: 'localhost:5173', origin: 'null' }],
    [{ host: 'localhost:5173', origin: 'http://localhost.evil.example' }],
    [{ host: '192.168.1.20:5173', origin: 'http://192.168.1.21:5173' }],
    [{ host: 'evil.example:5173', origin: 'http://evil.example:5173' }],
    [{ host: 'evil.example:5173' }],
    [{ host: '127.0.0.1.evil.example' }],
    [{}],
  ])('refuses %j', (asker) => {
    expect(refusalFor(asker)).toMatch('is not allowed');
  });

  it('lets a name pass that the operator allows', () => {
    const asker = { host: 'dash.example', origin: 'https://dash.example' };
    expect(refusalFor(asker, ['dash.example'])).toBeNull();
  });
});
