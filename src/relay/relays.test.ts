import { describe, expect, it } from 'vitest';
import { relaysFrom } from './relays';

describe('relaysFrom', () => {
  it('reads relays with their keys', () => {
    const relays = relaysFrom({
      PATH: '/bin',
      VIGIL_RELAY_NEXUSGLASS_TARGET: 'https://nexusglass.live/',
      VIGIL_RELAY_NEXUSGLASS_HEADERS: '{"X-API-Key":"nxg_1"}',
      VIGIL_RELAY_NEXUSGLASS_QUERY: '{"token":"nxg_1"}',
      VIGIL_RELAY_MY_AGENT_TARGET: 'http://localhost:8000/base/',
      VIGIL_RELAY_MY_AGENT_SOCKET_TARGET: 'wss://stream.example',
      VIGIL_RELAY_MY_AGENT_QUERY: '',
    });
    expect(relays).toEqual([
      {
        name: 'nexusglass',
        target: 'https://nexusglass.live',
        socketTarget: 'https://nexusglass.live',
        headers: { 'X-API-Key': 'nxg_1' },
        query: { token: 'nxg_1' },
      },
      {
        name: 'my_agent',
        target: 'http://localhost:8000/base',
        socketTarget: 'wss://stream.example',
        headers: {},
        query: {},
      },
    ]);
  });

  it.each([
    ['VIGIL_RELAY_A_TARGET', 'nexusglass.live'],
    ['VIGIL_RELAY_A_TARGET', 'ftp://a.example'],
    ['VIGIL_RELAY_A_TARGET', 'https://a.example?token=secret'],
    ['VIGIL_RELAY_A_TARGET', 'https://me:secret@a.example'],
    ['VIGIL_RELAY_A_SOCKET_TARGET', 'mailto:a@b'],
    ['VIGIL_RELAY_A_HEADERS', 'X-API-Key: secret'],
    ['VIGIL_RELAY_A_HEADERS', '{"X-API-Key":["secret"]}'],
    ['VIGIL_RELAY_A_HEADERS', '{"X API Key":"secret"}'],
    ['VIGIL_RELAY_A_HEADERS', '{"X-API-Key":"secret\\nHost: b"}'],
    ['VIGIL_RELAY_A_QUERY', '["secret"]'],
    ['VIGIL_RELAY_A_HEADER', '{"X-API-Key":"secret"}'],
  ])('names %s when its value is of no use, and never shows the value', (variable, value) => {
    const read = () => relaysFrom({ VIGIL_RELAY_A_TARGET: 'https://a.example', [variable]: value });
    expect(read).toThrow(new RegExp(`^${variable} `));
    expect(read).not.toThrow(/secret/);
  });

  it('asks for the target of a relay that has only keys', () => {
    expect(() => relaysFrom({ VIGIL_RELAY_A_QUERY: '{}' })).toThrow(
      'VIGIL_RELAY_A_TARGET is missing',
    );
  });
});
