import { z } from 'zod';
import type { MockFrame } from './contract';
import { GARBAGE_KINDS } from './garbage';
import { RAW_KINDS } from './raw-frames';

/** What a fault is given when nobody says more than "on", and what it can be given. */
interface FaultSpec {
  readonly value: z.ZodType;
  /** Stands for `true`. */
  readonly usual: unknown;
  /** Happens once and is not a switch. */
  readonly once?: true;
  /** One sentence for the demo menu and the README. */
  readonly does: string;
}

const on = z.literal(true);
const status = z.int().min(400).max(599);
/** Faults that the wires' own mocks act out; what they take is theirs to say. */
const theirs = z.union([z.number(), z.string(), z.boolean(), z.record(z.string(), z.unknown())]);

/** A load: messages a second, and for how long. */
export interface Burst {
  readonly rate: number;
  readonly seconds: number;
}

const USUAL_BURST: Burst = { rate: 50, seconds: 10 };

export const FAULTS = {
  silence: { value: on, usual: true, does: 'keeps every frame back while the socket stays open' },
  mute: {
    value: z.string().min(1).max(40),
    usual: 'PONG',
    does: 'keeps back every frame of one type while the others pass',
  },
  gap: {
    value: z.int().min(1).max(100_000),
    usual: 3,
    does: 'keeps the next n frames with a key back',
  },
  dup: { value: on, usual: true, does: 'sends each frame twice' },
  reorder: { value: on, usual: true, does: 'swaps neighbouring frames with a key' },
  garbage: {
    value: z.number().gt(0).max(1),
    usual: 0.5,
    does: 'sends broken frames between real ones',
  },
  slow: {
    value: z.number().min(1).max(120_000),
    usual: 800,
    does: 'sends each frame n milliseconds late',
  },
  refuse: {
    value: z.union([on, status]),
    usual: true,
    does: 'refuses sockets, with a status or by hanging up',
  },
  hang: { value: on, usual: true, does: 'never answers when a socket is opened' },
  badAccept: { value: on, usual: true, does: 'answers an upgrade with a wrong key' },
  flap: {
    value: z.int().min(1).max(60_000),
    usual: 200,
    does: 'accepts each socket and cuts it n milliseconds later',
  },
  drip: {
    value: z.int().min(1).max(60_000),
    usual: 200,
    does: 'sends each frame in four pieces, n milliseconds apart',
  },
  hold: {
    value: z.int().min(1).max(1_000),
    usual: 5,
    does: 'keeps a frame with a key back until n others have passed, across a cut if need be',
  },
  authFail: {
    value: z.union([on, z.literal('stay')]),
    usual: true,
    does: 'refuses the key of every new socket; with `stay` it leaves the socket open',
  },
  restFail: { value: status, usual: 500, does: 'answers REST with this status' },
  restDelay: {
    value: z.int().min(1).max(120_000),
    usual: 6_000,
    does: 'answers REST n milliseconds late with what was true when it was asked',
  },
  restPage: {
    value: z.int().min(1).max(1_000),
    usual: 7,
    does: 'gives at most n events a page',
  },
  restOverlap: {
    value: z.int().min(1).max(1_000),
    usual: 20,
    does: 'begins each page n events before what was asked for',
  },
  kill: {
    value: z.union([on, z.literal('reset')]),
    usual: true,
    once: true,
    does: 'ends the TCP of every socket without a close frame; with `reset` by RST',
  },
  close: {
    value: z.object({
      code: z
        .int()
        .refine(
          (code) =>
            code === 1000 ||
            (code >= 1001 && code <= 1014 && ![1004, 1005, 1006].includes(code)) ||
            (code >= 3000 && code <= 4999),
          'no close code that may be sent',
        ),
      reason: z.string().max(123).default(''),
    }),
    usual: { code: 1011, reason: 'internal error' },
    once: true,
    does: 'closes every socket with a code',
  },
  restart: {
    value: z.unknown(),
    usual: true,
    once: true,
    does: 'restarts the server: 1012, 2 s away, counters afresh',
  },
  idReset: {
    value: on,
    usual: true,
    once: true,
    does: 'lets the server crash and be back at once: sockets cut, counters afresh',
  },
  raw: {
    value: z.enum(RAW_KINDS),
    usual: 'cut',
    once: true,
    does: 'sends bytes that are no WebSocket frame, or only a part of one',
  },
  inject: {
    value: z.enum(GARBAGE_KINDS),
    usual: 'unknown type',
    once: true,
    does: 'sends one frame of a kind of garbage',
  },
  huge: {
    value: z.number().min(0.001).max(300),
    usual: 5,
    once: true,
    does: 'sends a frame of n million characters',
  },
  deflateBomb: {
    value: z.number().min(0.001).max(300),
    usual: 100,
    does: 'compresses on new sockets, and first sends n million characters that are small on the wire',
  },
  burst: {
    value: z.object({ rate: z.number().min(1).max(20_000), seconds: z.number().gt(0).max(3600) }),
    usual: USUAL_BURST,
    once: true,
    does: 'sends `rate` more messages a second for `seconds`',
  },
  clockSkew: { value: theirs, usual: true, does: 'sets the server’s clock n seconds off' },
  orderNoReply: { value: theirs, usual: true, does: 'never answers an order' },
  orderReject: { value: theirs, usual: true, does: 'rejects every order' },
  orderLateFill: { value: theirs, usual: true, does: 'fills an order n seconds late' },
} satisfies Record<string, FaultSpec>;

export type FaultName = keyof typeof FAULTS;

export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(FAULTS, name);
}

/** The value to be used for what a person gave: `true` stands for the usual one. Throws a ZodError on a wrong one. */
export function faultValue(name: FaultName, given: unknown): unknown {
  const spec: FaultSpec = FAULTS[name];
  return given === true ? spec.usual : spec.value.parse(given);
}

/** The switches of one wire. */
export interface FaultSwitches {
  /** Undefined while off. */
  get(name: FaultName): unknown;
  set(name: FaultName, value: unknown): void;
  off(name: FaultName): void;
  clear(): void;
  /** Those that are on, with their values. */
  all(): Readonly<Record<string, unknown>>;
}

export function createFaultSwitches(): FaultSwitches {
  const values = new Map<FaultName, unknown>();
  return {
    get: (name) => values.get(name),
    set: (name, value) => void values.set(name, value),
    off: (name) => void values.delete(name),
    clear: () => values.clear(),
    all: () => Object.fromEntries(values),
  };
}

/**
 * Why a frame must be kept back, null when it may pass. Uses up one of a `gap`'s frames, so it is asked once a frame
 * however many sockets there are. A gap spares frames without a key: losing a pong is `silence`, not a gap.
 */
export function reasonToWithhold(
  faults: FaultSwitches,
  { type, key }: Pick<MockFrame, 'type' | 'key'>,
): string | null {
  if (faults.get('silence')) return 'silence';
  if (faults.get('mute') === type) return 'mute';
  const left = faults.get('gap');
  if (typeof left !== 'number' || key === null) return null;
  if (left <= 1) faults.off('gap');
  else faults.set('gap', left - 1);
  return 'gap';
}
