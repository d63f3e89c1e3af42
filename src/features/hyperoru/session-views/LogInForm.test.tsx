// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeConnection } from '../fake-connection';
import { LogInForm } from './LogInForm';

afterEach(cleanup);

function wordsAt(restUrl: string): string {
  const made = fakeConnection();
  const connection = { ...made, target: { ...made.target, restUrl } };
  const { container } = render(
    <LogInForm connection={connection} tell={() => undefined} take={() => undefined} />,
  );
  return container.textContent;
}

describe('the form for name and password', () => {
  it.each([
    'http://192.168.1.5:8080',
    'http://localhost.evil.example',
    'http://127.evil.example',
    'http://127.0.0.1.evil.example',
  ])('[HY-T20] warns that a password to %s can be read on the way', (restUrl) => {
    expect(wordsAt(restUrl)).toContain('whoever is on the way can read the password');
  });

  it.each(['http://localhost:8080', 'http://127.0.0.1', 'http://[::1]:1', 'https://desk.example'])(
    'does not warn of %s',
    (restUrl) => {
      expect(wordsAt(restUrl)).not.toContain('on the way');
    },
  );
});
