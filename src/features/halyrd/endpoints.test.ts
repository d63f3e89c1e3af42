import { describe, expect, it } from 'vitest';
import { endpointOf, type ActionKind } from './endpoints';
import type { Operation } from './schema';

const KINDS: readonly ActionKind[] = [
  ...(['promote', 'force-promote', 'demote', 'reapprove', 'kill', 'config', 'watchlist'] as const),
];

const options = { agentId: 'current', actionPaths: '' };

const op = (method: string, path: string, takesForce = false): Operation => ({
  method,
  path,
  takesForce,
});

const where = (kind: ActionKind, operations: readonly Operation[] | null, actionPaths = '') => {
  const found = endpointOf(kind, operations, { ...options, actionPaths });
  return found && `${found.method} ${found.path} ${found.origin}`;
};

describe('endpointOf', () => {
  it('[HA19] finds an action by the ending of a path that the backend describes', () => {
    const described = [
      op('POST', '/agents/{agent_id}/lifecycle/promote', true),
      op('POST', '/agents/{agent_id}/signing/revoke'),
      op('PUT', '/agents/{agent_id}/config'),
      op('PATCH', '/agents/{agent_id}/config'),
    ];
    expect(where('promote', described)).toBe('POST /agents/current/lifecycle/promote described');
    expect(where('kill', described)).toBe('POST /agents/current/signing/revoke described');
    expect(where('config', described)).toBe('PATCH /agents/current/config described');
    expect(where('demote', described)).toBeNull();
  });

  it('[HA-T20] forces by a path of its own, else by a flag that promotion is said to take', () => {
    const own = op('POST', '/agents/{id}/force-promote');
    const plain = op('POST', '/agents/{id}/promote');
    expect(where('force-promote', [plain, own])).toBe(
      'POST /agents/current/force-promote described',
    );
    expect(where('force-promote', [plain])).toBeNull();
    expect(where('force-promote', [{ ...plain, takesForce: true }])).toBe(
      'POST /agents/current/promote described',
    );
  });

  it('[HA19] assumes the likely path only of a backend that does not describe itself', () => {
    expect(where('kill', null)).toBe('POST /agents/current/kill-switch assumed');
    expect(where('kill', [])).toBeNull();
  });

  it('[HA19] goes where the person said before anything else, and reads nothing into nonsense', () => {
    const said = 'kill=POST /agents/{id}/stop, demote = put /x, promote=GET /agents/{id}, config';
    expect(where('kill', [], said)).toBe('POST /agents/current/stop setting');
    expect(where('demote', [], said)).toBe('PUT /x setting');
    expect(where('promote', [], said)).toBeNull();
    expect(where('config', [], said)).toBeNull();
  });

  it('[HA-T18] acts by no GET, and not on a path with another blank or of another thing', () => {
    const odd = [
      op('GET', '/agents/{id}/kill-switch'),
      op('DELETE', '/agents/{id}/kill-switch'),
      op('POST', '/agents/{id}/{layer}/kill-switch'),
      op('POST', '/orders/{id}/kill-switch'),
    ];
    expect(where('kill', odd)).toBeNull();
    for (const kind of KINDS) expect(where(kind, null)).toMatch(/^(POST|PUT|PATCH) /);
  });

  it('writes the agent’s id as one part of the path', () => {
    const found = endpointOf('kill', null, { agentId: '../x?y', actionPaths: '' });
    expect(found?.path).toBe('/agents/..%2Fx%3Fy/kill-switch');
  });
});
