import type { StoreApi } from 'zustand/vanilla';
import type { AnyFeature } from '~/feature';
import type { Frame, Received, Verdict } from '~/session/wire';
import type { ConnectionDeps } from './connection';
import { createSink } from './connection-sink';

/** What a connection lends to its intake. */
export interface IntakeOwner {
  readonly id: string;
  readonly isDemo: boolean;
  /** Literals that must never be shown. */
  readonly secrets: readonly string[];
  /** Nothing is taken in any more. */
  isOver(): boolean;
}

/** Where the frames of one connection are noted, and those that came in let in. */
export interface Intake {
  /** Records a frame and hands it to the door; returns its id. */
  admit(frame: Frame, observe?: (received: Received<unknown>) => void): number;
  /** Records a frame that does not go through the door; returns its id. */
  record(frame: Frame, direction: 'in' | 'out', verdict?: Verdict): number;
  /** Records what has been said on the socket; returns its frame's id. */
  sent(text: string, atMs: number): number;
}

/** No frame has this id. */
const NOT_RECORDED = 0;

/** Joins a connection to the recorder and, by a sink of its own, to the door. */
export function createIntake(
  feature: AnyFeature,
  wire: ReturnType<AnyFeature['wire']>,
  owner: IntakeOwner,
  store: StoreApi<object>,
  deps: Pick<ConnectionDeps, 'recorder' | 'door' | 'timeline' | 'gaps' | 'clocks' | 'clock'>,
): Intake {
  const { id: connectionId, secrets } = owner;
  const sink = createSink(feature, wire, owner, store, deps);

  function record(frame: Frame, direction: 'in' | 'out', verdict?: Verdict): number {
    if (owner.isOver()) return NOT_RECORDED;
    const { text, receivedAtMs: atMs, origin, source } = frame;
    return deps.recorder.record({
      connectionId,
      direction,
      origin,
      source,
      atMs,
      text,
      secrets,
      ...(verdict ? { verdict } : {}),
    });
  }

  return {
    record,
    admit(frame, observe) {
      if (owner.isOver()) return NOT_RECORDED;
      const frameId = record(frame, 'in');
      deps.door.ingest(sink, frame, frameId, observe);
      return frameId;
    },
    sent(text, receivedAtMs) {
      const source = { channel: 'socket' } as const;
      const verdict = { kind: 'ok', type: sentType(text), repaired: 0 } as const;
      const frameId = record({ text, receivedAtMs, origin: 'live', source }, 'out', verdict);
      deps.recorder.publish();
      return frameId;
    },
  };
}

/** The kind of a frame that we sent, as far as its text tells. Never the text itself, which may hold a secret. */
function sentType(text: string): string {
  const match = /^\s*\{[^{}]*?"(?:type|action|event)"\s*:\s*"([^"]{1,60})"/.exec(text);
  if (match?.[1]) return match[1];
  return /^[a-z]{1,8}$/.test(text) ? text : '(raw text)';
}
