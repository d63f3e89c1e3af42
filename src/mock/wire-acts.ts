import type { Socket } from 'node:net';
import type { Burst, FaultName } from './faults';
import { garbageOf } from './garbage';
import { hugeText, rawFrame } from './raw-frames';
import type { Client, Clients } from './wire-clients';

/** The wire that is struck. */
export interface Struck {
  readonly clients: Clients;
  /** Sends a text past all faults, and enters it as injected. */
  inject(client: Client, type: string, text: string): void;
  /** Enters as injected what was sent past the socket itself. */
  enterRaw(client: Client, type: string): void;
  /** The feature's server begins anew. */
  restart(): void;
  /** Lets nobody in for a while, as a server that starts. */
  stayAway(): void;
  load(burst: Burst): void;
}

export const MILLION = 1_000_000;
export const RESTARTED = { code: 1012, reason: 'service restart' };

/** Faults that happen once, when they are switched on. */
export function createActs(struck: Struck): Partial<Record<FaultName, (value: unknown) => void>> {
  const { clients } = struck;
  const injectAll = (type: string, text: string) => {
    for (const client of clients.all()) struck.inject(client, type, text);
  };
  return {
    kill: (value) => {
      for (const { ws, tcp } of clients.all()) {
        if (value === 'reset' && 'resetAndDestroy' in tcp) (tcp as Socket).resetAndDestroy();
        else ws.terminate();
      }
    },
    idReset: () => {
      struck.restart();
      for (const { ws } of clients.all()) ws.terminate();
    },
    raw: (value) => {
      const { bytes, thenCut } = rawFrame(value as string);
      for (const client of clients.all()) {
        struck.enterRaw(client, `raw ${value as string}`);
        client.tcp.write(bytes, () => thenCut && client.tcp.destroy());
      }
    },
    inject: (value) => injectAll(value as string, garbageOf(value as string, '{}')),
    huge: (value) => injectAll('huge', hugeText((value as number) * MILLION)),
    close: (value) => {
      const { code, reason } = value as { code: number; reason: string };
      clients.closeAll(code, reason);
    },
    restart: () => {
      clients.closeAll(RESTARTED.code, RESTARTED.reason);
      struck.stayAway();
      struck.restart();
    },
    burst: (value) => struck.load(value as Burst),
  };
}
