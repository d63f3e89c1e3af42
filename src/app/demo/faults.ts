/** A fault that the demo backend can be asked for, in a person's words. */
export interface DemoFault {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  /** Stays on until switched off; otherwise it happens once. */
  readonly lasting: boolean;
  /** What is sent, `true` where it is left out. The first choice where there are some. */
  readonly value?: unknown;
  readonly choices?: readonly FaultChoice[];
}

/** One of several ways in which a fault can happen. */
export interface FaultChoice {
  readonly label: string;
  readonly value: unknown;
}

/** Faults of one part of the way, under a heading. */
export interface FaultGroup {
  readonly title: string;
  readonly faults: readonly DemoFault[];
}

const CLOSE_CODES = [1000, 1001, 1008, 1011, 1012, 1013, 4001, 4003, 4401, 4429];
const STATUSES = [503, 401, 403, 404, 429, 500];

const statuses = STATUSES.map((status) => ({ label: `HTTP ${status}`, value: status }));

export const FAULT_GROUPS: readonly FaultGroup[] = [
  {
    title: 'The connection',
    faults: [
      {
        name: 'kill',
        label: 'Cut the wire',
        hint: 'no close frame',
        lasting: false,
        choices: [
          { label: 'TCP ends (FIN)', value: true },
          { label: 'TCP reset (RST)', value: 'reset' },
        ],
      },
      {
        name: 'close',
        label: 'Close by a code',
        hint: 'with a close frame',
        lasting: false,
        choices: CLOSE_CODES.map((code) => ({ label: String(code), value: { code, reason: '' } })),
      },
      once('restart', 'Restart the server', 'closes with 1012, counters start afresh'),
      once('idReset', 'Crash and come back', 'cut at once, counters start afresh'),
      {
        name: 'refuse',
        label: 'Refuse new sockets',
        hint: 'on upgrade',
        lasting: true,
        choices: [...statuses, { label: 'hang up', value: true }],
      },
      lasting('hang', 'Never answer a dial', 'the upgrade hangs'),
      lasting('badAccept', 'Answer a dial wrongly', 'a key that no browser takes'),
      lasting('flap', 'Accept and cut', '200 ms after the greeting', 200),
      {
        name: 'authFail',
        label: 'Refuse the key',
        hint: 'on the next connection',
        lasting: true,
        choices: [
          { label: 'and close', value: true },
          { label: 'and stay open', value: 'stay' },
        ],
      },
    ],
  },
  {
    title: 'Messages',
    faults: [
      lasting('silence', 'Fall silent', 'half open: nothing is sent, not even a pong'),
      once('gap', 'Lose 3 messages', 'withheld, the socket stays open', 3),
      lasting('hold', 'Hold one back', 'until 5 others passed, or for the next socket', 5),
      lasting('dup', 'Send everything twice', 'duplicates'),
      lasting('reorder', 'Swap neighbours', 'messages arrive out of order'),
      lasting('slow', 'Delay by 2 s', 'each message arrives late', 2_000),
      lasting('drip', 'Drip', 'each message in four pieces, 200 ms apart', 200),
      once('burst', 'Burst', '500 messages a second for 5 s', { rate: 500, seconds: 5 }),
      lasting('clockSkew', 'Wrong clock', 'the server’s, two minutes fast', 120),
    ],
  },
  {
    title: 'What no server should send',
    faults: [
      lasting('garbage', 'Mix in garbage', 'broken, malformed and unknown frames'),
      {
        name: 'inject',
        label: 'One bad message',
        hint: 'the socket stays open',
        lasting: false,
        choices: [
          { label: 'unknown type', value: 'unknown type' },
          { label: '__proto__ keys', value: 'prototype' },
          { label: 'nested 2,000 deep', value: 'deep nesting' },
          { label: '20,000 keys', value: 'many keys' },
          { label: 'not JSON', value: 'not JSON' },
        ],
      },
      {
        name: 'raw',
        label: 'Broken bytes',
        hint: 'a browser ends the connection',
        lasting: false,
        choices: ['cut', 'bad UTF-8', 'garbage bytes', 'masked', 'giant'].map((kind) => ({
          label: kind === 'cut' ? 'cut inside a frame' : kind,
          value: kind,
        })),
      },
      once('huge', 'A huge message', '5 million characters', 5),
      lasting('deflateBomb', 'Deflate bomb', '100 MB for each new socket', 100),
    ],
  },
  {
    title: 'REST',
    faults: [
      {
        name: 'restFail',
        label: 'REST fails',
        hint: 'history and recovery',
        lasting: true,
        choices: [{ label: 'HTTP 500', value: 500 }, ...statuses.filter(isNot500)],
      },
      lasting('restDelay', 'REST takes 6 s', 'each answer', 6_000),
      lasting('restPage', 'Short pages', '7 events each (Events)', 7),
      lasting('restOverlap', 'Overlapping pages', 'by 20 events (Events)', 20),
    ],
  },
  {
    title: 'Orders (Accounts)',
    faults: [
      {
        name: 'orderNoReply',
        label: 'Replies get lost',
        hint: 'the order is carried out all the same',
        lasting: true,
        choices: [
          { label: 'Never a reply', value: true },
          { label: 'Reply without its request id', value: 'without-id' },
          { label: 'Reply to every client', value: 'to-all' },
        ],
      },
      lasting('orderReject', 'Reject every order', 'the venue says no'),
      lasting('orderLateFill', 'Fill 20 s late', 'accepted at first', 20),
    ],
  },
];

function isNot500({ value }: FaultChoice): boolean {
  return value !== 500;
}

function once(name: string, label: string, hint: string, value: unknown = true): DemoFault {
  return { name, label, hint, lasting: false, value };
}

function lasting(name: string, label: string, hint: string, value: unknown = true): DemoFault {
  return { name, label, hint, lasting: true, value };
}
