import { describe, expect, it } from 'vitest';
import { FakeClock } from '~/lib/fake-clock';
import {
  NAMESPACE,
  VERSION,
  type PageMessage,
  type WorkerMessage,
} from '~/session/worker-messages';
import { createSupervision } from './supervision';

const line = {
  ns: NAMESPACE,
  v: VERSION,
  ep: 'ep',
  line: 'line',
  visible: true,
  st: null,
  probeUrl: null,
  only: null,
} as const;
const lost: PageMessage = { ...line, k: 'lost', urgency: 'retry', epoch: 0, lived: true };

function setUp() {
  const clock = new FakeClock();
  const told: WorkerMessage[] = [];
  const errands: string[] = [];
  const probed: string[] = [];
  let released = 0;
  const supervision = createSupervision({
    clock,
    random: () => 0,
    probeOf(url) {
      return () => void probed.push(url);
    },
    boot: 'b',
    post: (_clientId, message) => told.push(message),
    errand(_clientId, errand, release) {
      errands.push(errand.k);
      release();
    },
  });
  return {
    clock,
    told,
    errands,
    probed,
    released: () => released,
    hear: (message: unknown) => supervision.hear('client', message, () => (released += 1)),
  };
}

describe('how long a message keeps the worker alive', () => {
  it('[SE20] [RF-40] for as long as its line waits, and no longer', () => {
    const { clock, told, released, hear } = setUp();
    hear(lost);
    clock.advance(999);
    expect(released()).toBe(0);
    clock.advance(1);
    expect(told.at(-1)).toMatchObject({ k: 'connect' });
    // It is the canary now and has not said that it dials.
    expect(released()).toBe(0);
    hear({ ...line, k: 'going' });
    hear({ ...line, k: 'live' });
    expect(released()).toBe(3);
  });

  it('[SE20] at most 36 s, because Firefox ends a worker that an event holds for a minute', () => {
    const { clock, released, hear } = setUp();
    hear(lost);
    // Others keep the endpoint busy all the while.
    for (let passedMs = 0; passedMs < 36_000; passedMs += 1_000) {
      expect(released()).toBe(0);
      hear({
        ...line,
        line: `other ${passedMs}`,
        k: 'lost',
        urgency: 'retry',
        epoch: 0,
        lived: false,
      });
      clock.advance(1_000);
    }
    expect(released()).toBe(2);
  });

  it('[SE27] not at all where it is not understood, and as long as an errand takes where it is one', () => {
    const { told, errands, released, hear } = setUp();
    hear({ type: 'vite:ping' });
    hear({ ...lost, epoch: NaN });
    hear({ ...lost, v: VERSION + 1 });
    expect(told).toMatchObject([{ k: 'unsupported', speaks: VERSION }]);
    const cursor = { era: 0, position: '1', atMs: null, overlap: null };
    hear({ ns: NAMESPACE, v: VERSION, k: 'cursor', req: 'r', ep: 'ep', cursor });
    expect(errands).toEqual(['cursor']);
    expect(released()).toBe(4);
  });
});

describe('which addresses are probed', () => {
  it.each([
    ['any, where nothing is narrowed', 'https://saved.test/x', null, true],
    ['a saved one', 'https://saved.test/x', ['https://saved.test'], true],
    ['no other', 'https://evil.test/x', ['https://saved.test'], false],
    ['none, where none is saved', 'https://saved.test/x', [], false],
  ])('[SE42] for a page that may reach no other: %s', (_name, probeUrl, only, isProbed) => {
    const { clock, told, probed, hear } = setUp();
    hear({ ...lost, probeUrl, only });
    clock.advance(1_000);
    expect(probed).toEqual(isProbed ? [probeUrl] : []);
    // Whether somebody is there is then found out by dialling, which the page's own policy judges.
    expect(told.some(({ k }) => k === 'connect')).toBe(!isProbed);
  });
});

describe('what a worker remembers', () => {
  it('[SE26] is two hundred endpoints: of one more it forgets one where nobody waits', () => {
    const { told, hear } = setUp();
    const refusal = { code: 4001, reason: 'key rejected' };
    for (let index = 0; index <= 200; index += 1) {
      hear({ ...line, ep: `ep ${index}`, k: 'refused', refusal });
    }
    const answers = ['ep 1', 'ep 0'].map((ep) => {
      hear({ ...line, ep, k: 'want' });
      return told.at(-1)?.k;
    });
    expect(answers).toEqual(['block', 'connect']);
  });

  it('[SE26] is a thousand lines of an endpoint', () => {
    const { told, clock, hear } = setUp();
    hear(lost);
    for (let index = 0; index < 1_000; index += 1) {
      hear({ ...line, line: `another ${index}`, k: 'hello', waiting: false });
    }
    told.length = 0;
    clock.advance(1_000);
    expect(told).toEqual([]);
  });
});
