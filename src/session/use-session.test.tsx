// @vitest-environment jsdom
import { render } from '@testing-library/react';
import { StrictMode } from 'react';
import { describe, expect, it } from 'vitest';
import { useSession } from './use-session';

const planOf = () => ({ url: () => 'ws://test', readyWhen: 'open' }) as const;

function Host({ connection }: { readonly connection: { run(): () => void } }) {
  useSession(connection, planOf);
  return null;
}

describe('a session while its component is mounted', () => {
  it('[SE2] runs once, also where React mounts twice, and ends with it', async () => {
    let running = 0;
    let runs = 0;
    const connection = {
      run() {
        runs += 1;
        running += 1;
        return () => (running -= 1);
      },
    };
    const { unmount } = render(
      <StrictMode>
        <Host connection={connection} />
      </StrictMode>,
    );
    await Promise.resolve();
    expect([runs, running]).toEqual([1, 1]);
    unmount();
    expect([runs, running]).toEqual([1, 0]);
  });
});
