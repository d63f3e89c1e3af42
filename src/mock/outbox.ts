import type { MockFrame, Random } from './contract';
import type { FaultSwitches } from './faults';
import { makeGarbage } from './garbage';
import type { LedgerKind } from './ledger';
import type { RealTime } from './world-clock';

/** The way of frames to one socket, past the faults that act on a stream: garbage, hold, reorder, dup, slow, drip. */
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
  /** As `write`, for a part of a message; `isLast` ends it. */
  writePiece(text: string, isLast: boolean): boolean;
  /** A frame that `hold` kept back when the socket ended. */
  carry(frame: MockFrame): void;
  enter(kind: LedgerKind, frame: MockFrame, reason?: string): void;
}

/** A frame held for its swap goes alone when no neighbour comes. */
const LONGEST_HOLD_MS = 2000;
const PIECES = 4;

/** What waits to be written: a message or, under `drip`, a piece of one. */
interface Waiting {
  readonly dueMs: number;
  readonly kind: LedgerKind;
  readonly frame: MockFrame;
  /** Null: the whole message. */
  readonly piece: { readonly text: string; readonly isLast: boolean } | null;
}

export function createOutbox(host: OutboxHost): Outbox {
  const { faults, random, real } = host;
  let held: MockFrame | null = null;
  let stopHolding: () => void = () => undefined;
  let heldLong: { frame: MockFrame; left: number } | null = null;
  const delayed: Waiting[] = [];
  let stopWaiting: (() => void) | null = null;

  const write = ({ kind, frame, piece }: Omit<Waiting, 'dueMs'>) => {
    const isTaken = piece ? host.writePiece(piece.text, piece.isLast) : host.write(frame.text);
    if (piece && !piece.isLast) return;
    if (isTaken) host.enter(kind, frame);
    else if (kind === 'emitted') host.enter('withheld', frame, 'socket closed');
  };

  /** Keeps the order: nothing overtakes what already waits. */
  const queue = (kind: LedgerKind, frame: MockFrame) => {
    const slowMs = faults.get('slow');
    const dripMs = faults.get('drip');
    const isAtOnce = typeof slowMs !== 'number' && typeof dripMs !== 'number';
    if (isAtOnce && delayed.length === 0) return write({ kind, frame, piece: null });
    const soonestMs = real.now() + (typeof slowMs === 'number' ? slowMs : 0);
    const dueMs = Math.max(soonestMs, delayed.at(-1)?.dueMs ?? 0);
    if (typeof dripMs !== 'number') delayed.push({ dueMs, kind, frame, piece: null });
    else {
      piecesOf(frame.text).forEach((text, place, { length }) => {
        const piece = { text, isLast: place === length - 1 };
        delayed.push({ dueMs: dueMs + place * dripMs, kind, frame, piece });
      });
    }
    stopWaiting ??= real.after(delayed[0]!.dueMs - real.now(), drain);
  };
  const drain = () => {
    stopWaiting = null;
    while (delayed[0] && delayed[0].dueMs <= real.now()) {
      write(delayed.shift()!);
    }
    if (delayed[0]) stopWaiting = real.after(delayed[0].dueMs - real.now(), drain);
  };

  const send = (frame: MockFrame) => {
    queue('emitted', frame);
    if (faults.get('dup')) queue('duplicate', frame);
  };
  /** Gives whether the frame is the one that is kept back; lets the one before go when enough have passed. */
  const holds = (frame: MockFrame): boolean => {
    const others = faults.get('hold');
    if (frame.key === null) return false;
    if (heldLong) {
      heldLong.left -= 1;
      return false;
    }
    if (typeof others === 'number') heldLong = { frame, left: others };
    return heldLong !== null;
  };
  const letGo = () => {
    if (!heldLong || (heldLong.left > 0 && faults.get('hold'))) return;
    const { frame } = heldLong;
    heldLong = null;
    send(frame);
  };
  const release = () => {
    stopHolding();
    const frame = held;
    held = null;
    if (frame) send(frame);
  };

  const swapOrSend = (frame: MockFrame) => {
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
  };

  return {
    deliver: (frame) => {
      const share = faults.get('garbage');
      if (typeof share === 'number' && random.chance(share)) {
        const { kind, text } = makeGarbage(random, frame.text);
        queue('injected', { type: kind, key: null, text });
      }
      if (holds(frame)) return;
      swapOrSend(frame);
      letGo();
    },
    close: () => {
      stopHolding();
      stopWaiting?.();
      for (const { kind, frame, piece } of delayed.splice(0)) {
        if (kind === 'emitted' && (piece?.isLast ?? true)) {
          host.enter('withheld', frame, 'socket closed');
        }
      }
      if (heldLong) {
        host.enter('withheld', heldLong.frame, 'held');
        host.carry(heldLong.frame);
      }
      heldLong = null;
      if (held) host.enter('withheld', held, 'socket closed');
      held = null;
    },
  };
}

function piecesOf(text: string): readonly string[] {
  const length = Math.max(1, Math.ceil(text.length / PIECES));
  const pieces: string[] = [];
  for (let from = 0; from < text.length; from += length)
    pieces.push(text.slice(from, from + length));
  return pieces.length === 0 ? [''] : pieces;
}
