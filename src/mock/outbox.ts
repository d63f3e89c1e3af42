import type { MockFrame, Random } from './contract';
import type { FaultSwitches } from './faults';
import { makeGarbage } from './garbage';
import type { LedgerKind } from './ledger';
import type { RealTime } from './world-clock';

/** The way of frames to one socket, past the faults that act on a stream: garbage, reorder, dup, slow. */
export interface Outbox {
  deliver(frame: MockFrame): void;
  /** What still waits is withheld. */
  close(): void;
}

export interface OutboxHost {
  readonly faults: FaultSwitches;
  readonly random: Random;
  readonly real: RealTime;
  /** Gives whether the socket took it. */
  write(text: string): boolean;
  enter(kind: LedgerKind, frame: MockFrame, reason?: string): void;
}

/** A frame held for its swap goes alone when no neighbour comes. */
const LONGEST_HOLD_MS = 2000;

export function createOutbox(host: OutboxHost): Outbox {
  const { faults, random, real } = host;
  let held: MockFrame | null = null;
  let stopHolding: () => void = () => undefined;
  const delayed: { dueMs: number; kind: LedgerKind; frame: MockFrame }[] = [];
  let stopWaiting: (() => void) | null = null;

  const write = (kind: LedgerKind, frame: MockFrame) => {
    if (host.write(frame.text)) host.enter(kind, frame);
    else if (kind === 'emitted') host.enter('withheld', frame, 'socket closed');
  };

  /** Keeps the order: nothing overtakes what already waits. */
  const queue = (kind: LedgerKind, frame: MockFrame) => {
    const delayMs = faults.get('slow');
    if (typeof delayMs !== 'number' && delayed.length === 0) return write(kind, frame);
    const dueMs = real.now() + (typeof delayMs === 'number' ? delayMs : 0);
    delayed.push({ dueMs: Math.max(dueMs, delayed.at(-1)?.dueMs ?? 0), kind, frame });
    stopWaiting ??= real.after(delayed[0]!.dueMs - real.now(), drain);
  };
  const drain = () => {
    stopWaiting = null;
    while (delayed[0] && delayed[0].dueMs <= real.now()) {
      const { kind, frame } = delayed.shift()!;
      write(kind, frame);
    }
    if (delayed[0]) stopWaiting = real.after(delayed[0].dueMs - real.now(), drain);
  };

  const send = (frame: MockFrame) => {
    queue('emitted', frame);
    if (faults.get('dup')) queue('duplicate', frame);
  };
  const release = () => {
    stopHolding();
    const frame = held;
    held = null;
    if (frame) send(frame);
  };

  return {
    deliver: (frame) => {
      const share = faults.get('garbage');
      if (typeof share === 'number' && random.chance(share)) {
        const { kind, text } = makeGarbage(random, frame.text);
        queue('injected', { type: kind, key: null, text });
      }
      if (!faults.get('reorder') || frame.key === null) {
        if (!faults.get('reorder')) release();
        return send(frame);
      }
      if (held) {
        send(frame);
        return release();
      }
      held = frame;
      stopHolding = real.after(LONGEST_HOLD_MS, release);
    },
    close: () => {
      stopHolding();
      stopWaiting?.();
      for (const { kind, frame } of delayed.splice(0)) {
        if (kind === 'emitted') host.enter('withheld', frame, 'socket closed');
      }
      if (held) host.enter('withheld', held, 'socket closed');
      held = null;
    },
  };
}
