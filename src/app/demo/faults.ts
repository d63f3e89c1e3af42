/** A fault that the demo backend can be asked for, in a person's words. */
export interface DemoFault {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  /** Stays on until switched off; otherwise it happens once. */
  readonly lasting: boolean;
  readonly value?: unknown;
}

export const DEMO_FAULTS: readonly DemoFault[] = [
  { name: 'kill', label: 'Cut the wire', hint: 'TCP ends without a word', lasting: false },
  {
    name: 'restart',
    label: 'Restart the server',
    hint: 'closes with 1012, counters start afresh',
    lasting: false,
  },
  {
    name: 'gap',
    label: 'Lose 3 messages',
    hint: 'withheld, the socket stays open',
    lasting: false,
    value: 3,
  },
  {
    name: 'burst',
    label: 'Burst',
    hint: '500 messages a second for 5 s',
    lasting: false,
    value: { rate: 500, seconds: 5 },
  },
  {
    name: 'refuse',
    label: 'Refuse new sockets',
    hint: 'HTTP 503 on upgrade',
    lasting: true,
    value: 503,
  },
  {
    name: 'silence',
    label: 'Fall silent',
    hint: 'the socket stays open, nothing is sent',
    lasting: true,
  },
  { name: 'dup', label: 'Send everything twice', hint: 'duplicates', lasting: true },
  {
    name: 'reorder',
    label: 'Swap neighbours',
    hint: 'messages arrive out of order',
    lasting: true,
  },
  {
    name: 'garbage',
    label: 'Mix in garbage',
    hint: 'broken, malformed and unknown frames',
    lasting: true,
  },
  {
    name: 'slow',
    label: 'Delay by 2 s',
    hint: 'each message arrives late',
    lasting: true,
    value: 2_000,
  },
  { name: 'authFail', label: 'Refuse the key', hint: 'on the next connection', lasting: true },
  {
    name: 'restFail',
    label: 'REST answers 500',
    hint: 'history and recovery fail',
    lasting: true,
    value: 500,
  },
];
