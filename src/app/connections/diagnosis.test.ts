import { describe, expect, it } from 'vitest';
import type { AnyFeature } from '~/feature';
import type { SessionState } from '~/session/status';
import { addressWarning } from './address-warning';
import { diagnose, socketFinding } from './diagnosis';
import { probeRest } from './probe';

describe('a connection test', () => {
  it.each([
    ['unreachable', 'Nothing answers at this address'],
    ['timeout', 'Nothing answered in time'],
    ['match', 'answers over REST, but the WebSocket is refused'],
  ] as const)('[F19] names the cause when the socket is lost and REST is %s', (kind, words) => {
    const diagnosis = diagnose(
      'Halyrd',
      { kind },
      { kind: 'lost', cause: 'cannot connect (1006)' },
    );
    expect(diagnosis.ok).toBe(false);
    expect(diagnosis.headline).toContain(words);
    expect(diagnosis.headline).not.toContain('1006');
    expect(diagnosis.next).not.toBeNull();
    expect(diagnosis.detail).toBe('cannot connect (1006)');
  });

  it('[F19] does not call a socket refused that was opened and then ended', () => {
    const lost = { kind: 'lost', cause: 'server closed the connection (1000)' } as const;
    const { headline, detail } = diagnose('Halyrd', { kind: 'match' }, lost);
    expect(headline).toBe(
      'Halyrd answers over REST, but ends the WebSocket as soon as it is open.',
    );
    expect(detail).toBe(lost.cause);
  });

  it('[F19] names a rejected key', () => {
    const lost = { kind: 'lost', cause: 'cannot connect (1006)' } as const;
    expect(diagnose('NexusGlass', { kind: 'key-rejected', status: 401 }, lost).headline).toBe(
      'The key is rejected (HTTP 401).',
    );
  });

  it('[HA-T23] [QU-T26] names the other protocol on the port, even when its socket opens', () => {
    const diagnosis = diagnose(
      'Halyrd',
      { kind: 'other', title: 'QUIMERIA-HYPERION' },
      { kind: 'live' },
    );
    expect(diagnosis).toMatchObject({
      ok: false,
      headline: 'Wrong protocol: QUIMERIA-HYPERION answers at this address, not Halyrd.',
    });
  });

  it('[HA-T17] [NX-T2] says what is missing when only the socket works', () => {
    expect(diagnose('Halyrd', { kind: 'unreachable' }, { kind: 'live' })).toEqual({
      ok: true,
      headline: 'The socket is live. REST gave no readable answer (network or CORS).',
      next: 'History and recovery need REST; the relay helps where CORS is in the way.',
      detail: null,
    });
  });

  it('[F19] ends in time, in whatever state the session is', () => {
    const states: readonly SessionState[] = [
      { status: 'off' },
      { status: 'waiting', attempt: 0, retryAtMs: 0, cause: '', sinceMs: 0 },
      { status: 'waiting', attempt: 1, retryAtMs: 0, cause: '', sinceMs: 0 },
      { status: 'connecting', attempt: 0, sinceMs: 0 },
      { status: 'signing-in', attempt: 0, sinceMs: 0 },
      { status: 'live', sinceMs: 0 },
      { status: 'refused', code: 'key', reason: '' },
    ];
    expect(states.map((state) => socketFinding(state, true)?.kind)).toEqual([
      'hanging',
      'hanging',
      'lost',
      'hanging',
      'mute',
      'live',
      'refused',
    ]);
  });

  it('waits while it is too early to tell', () => {
    expect(socketFinding({ status: 'connecting', attempt: 0, sinceMs: 0 }, false)).toBeNull();
    expect(socketFinding({ status: 'connecting', attempt: 0, sinceMs: 0 }, true)?.kind).toBe(
      'hanging',
    );
    expect(socketFinding({ status: 'signing-in', attempt: 0, sinceMs: 0 }, true)?.kind).toBe(
      'mute',
    );
  });
});

describe('asking an address who it is', () => {
  const feature = (id: string, path: string) =>
    ({
      id,
      title: id,
      fingerprint: {
        path,
        matches: (status: number, body: unknown) => status === 200 && body === id,
      },
    }) as unknown as AnyFeature;
  const [one, two] = [feature('one', '/one'), feature('two', '/two')];
  const answering = (table: Record<string, [number, string]>): typeof fetch =>
    (async (url: string) => {
      const answer = table[new URL(url).pathname];
      if (!answer) throw new TypeError('Failed to fetch');
      return new Response(answer[1], { status: answer[0] });
    }) as unknown as typeof fetch;

  it('finds the expected protocol', async () => {
    const fetcher = answering({ '/one': [200, '"one"'] });
    expect(await probeRest('http://x', one, [one, two], fetcher)).toEqual({ kind: 'match' });
  });

  it('[HA-T23] [QU-T26] finds another protocol on the same port', async () => {
    const fetcher = answering({ '/one': [404, '{}'], '/two': [200, '"two"'] });
    expect(await probeRest('http://x', one, [one, two], fetcher)).toEqual({
      kind: 'other',
      title: 'two',
    });
  });

  it('tells a rejected key from a wrong address', async () => {
    expect(await probeRest('http://x', one, [one], answering({ '/one': [401, ''] }))).toMatchObject(
      {
        kind: 'key-rejected',
      },
    );
    expect(await probeRest('http://x', one, [one], answering({ '/one': [404, ''] }))).toMatchObject(
      {
        kind: 'answered',
        status: 404,
      },
    );
    expect(await probeRest('http://x', one, [one], answering({}))).toEqual({ kind: 'unreachable' });
  });
});

describe('an address', () => {
  it('[F22] [QU-T24] warns when it is neither local nor encrypted', () => {
    expect(addressWarning('ws://192.0.2.1:8000', 'http:')).toContain('neither local nor encrypted');
    expect(addressWarning('ws://localhost:8000', 'http:')).toBeNull();
    expect(addressWarning('wss://example.org', 'https:')).toBeNull();
  });

  it('[HA-T17] [QU-T28] says that an https page cannot open it', () => {
    expect(addressWarning('ws://192.0.2.1:8000', 'https:')).toContain('cannot open ws://');
    expect(addressWarning('ws://127.0.0.1:8000', 'https:')).toBeNull();
  });
});
