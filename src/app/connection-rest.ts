import type { Clock } from '~/lib/clock';
import type { Recorder } from '~/recorder/recorder';
import type { RestClient } from '~/session/rest';
import { createRestClient, type AskShared } from '~/session/rest-client';
import type { Frame, Verdict } from '~/session/wire';
import { guardRest } from './play-guard';

/** What a connection lends to its REST client. */
export interface RestOwner {
  readonly baseUrl: string;
  /** Longest answer read. */
  readonly maxLength: number;
  /** Absent where the worker may not ask. */
  readonly askShared: AskShared | undefined;
  /** Lets an answer in through the door; gives the id of the recorded frame. */
  ingest(frame: Frame): number;
  /** Records what does not go through the door. */
  record(frame: Frame, direction: 'in' | 'out', verdict: Verdict): number;
  /** Why nothing that acts may leave now, in words; null: it may. */
  whyNot(): string | null;
  isOver(): boolean;
}

interface RestDeps {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly recorder: Recorder;
}

/** The REST client of a connection: guarded by the page's mode, recorded, and at its end with the connection. */
export function restOf(owner: RestOwner, { fetch, clock, recorder }: RestDeps): RestClient {
  const { baseUrl, maxLength, askShared } = owner;

  function frameOf(resource: string, text: string): Frame {
    const source = { channel: 'rest', resource } as const;
    return { text, receivedAtMs: clock.now(), origin: 'backfill', source };
  }

  const client = createRestClient({
    ...(askShared ? { askShared } : {}),
    baseUrl,
    maxLength,
    fetch,
    clock,
    ingest: (resource, text) => owner.ingest(frameOf(resource, text)),
    note(direction, resource, type, text) {
      const verdict = { kind: 'ok', type, repaired: 0 } as const;
      const frameId = owner.record(frameOf(resource, text), direction, verdict);
      recorder.publish();
      return frameId;
    },
  });
  return endWith(
    guardRest(client, () => owner.whyNot()),
    () => owner.isOver(),
  );
}

/** A REST client that asks nothing more once its connection is over. */
function endWith(rest: RestClient, isOver: () => boolean): RestClient {
  return {
    call(call) {
      if (!isOver()) return rest.call(call);
      const isRead = (call.method ?? 'GET') === 'GET';
      return Promise.resolve({ kind: isRead ? 'unreachable' : 'withheld', reason: OVER });
    },
  };
}

const OVER = 'This connection has been ended; nothing more is sent.';
