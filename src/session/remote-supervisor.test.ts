import { describe, expect, it } from 'vitest';
import { FakeClock } from '~/lib/fake-clock';
import { superviseByWorker } from './remote-supervisor';
import type { StationSnapshot } from './station';
import type { SupervisedBy } from './status';
import { parsePageMessage, VERSION, type PageMessage, type WorkerMessage } from './worker-messages';

const st: StationSnapshot = {
  phase: 'waiting',
  attempt: 3,
  epoch: 2,
  vetoes: 0,
  dueAtMs: null,
  lastGrantAtMs: null,
  refusal: null,
};

function setUp() {
  const clock = new FakeClock();
  const said: string[] = [];
  let supervisedBy: SupervisedBy | null = null;
  const posted: PageMessage[] = [];
  const worker = { isThere: true, isReplaced: false, isListenedTo: true };
  const peers = { turnMs: 0, isListenedTo: true };
  let hear: (message: WorkerMessage) => void = () => undefined;
  const supervisor = superviseByWorker(
    {
      connect: () => said.push('connect'),
      plan: (attempt) => said.push(`plan ${attempt}`),
      block: () => said.push('block'),
      supervisedBy: (who) => (supervisedBy = who),
    },
    {
      clock,
      random: () => 0,
      endpoint: { key: 'ep', probeUrl: null },
      lineId: 'line',
      isVisible: () => true,
      probe: null,
      peers: {
        waits: () => undefined,
        settled: () => undefined,
        untilTurnMs: () => peers.turnMs,
        dispose: () => (peers.isListenedTo = false),
      },
      channel: {
        usable: () => worker.isThere,
        post: (message) => posted.push(message),
        listen(heard) {
          hear = heard;
          return () => (worker.isListenedTo = false);
        },
        only: ['https://saved.test'],
        mayLease: () => !worker.isReplaced,
      },
    },
  );
  const head = { ns: 'vigil', v: VERSION, boot: 'b', ep: 'ep', line: 'line', st } as const;
  return {
    clock,
    said,
    posted,
    supervisor,
    head,
    worker,
    peers,
    supervisedBy: () => supervisedBy,
    hear: (message: WorkerMessage) => hear(message),
  };
}

describe('a page whose worker is late', () => {
  it('[SE23] [SE1] supervises itself, and a permit that comes then comes too late', () => {
    const { clock, said, supervisor, head, hear } = setUp();
    supervisor.ask('retry', null);
    clock.advance(1_500);
    expect(said).toEqual(['plan 1']);
    hear({ ...head, k: 'connect', epoch: 9, notBeforeMs: clock.now() });
    expect(said).toEqual(['plan 1']);
    clock.advance(1_000);
    expect(said).toEqual(['plan 1', 'connect']);
  });

  it('[SE42] says with each word where its own policy lets it connect to', () => {
    const { posted, supervisor } = setUp();
    supervisor.ask('retry', null);
    expect(posted).toMatchObject([{ k: 'lost', only: ['https://saved.test'] }]);
  });

  it('[SE27] says no refusal that is too long to be heard, neither its own nor one that it carries', () => {
    const { clock, posted, supervisor } = setUp();
    supervisor.ask('want', null);
    supervisor.ask('refused', { code: 'AUTH_'.repeat(20), reason: 'because '.repeat(200) });
    clock.advance(30_000);
    supervisor.ask('user', null);
    clock.advance(1_500);
    supervisor.ask('refused', { code: 'AUTH_'.repeat(20), reason: 'because '.repeat(200) });
    supervisor.ask('user', null);
    expect(posted.filter(({ k }) => k === 'refused').length).toBeGreaterThan(0);
    expect(posted.map((message) => parsePageMessage(message).kind)).toEqual(posted.map(() => 'ok'));
  });

  it('[SE27] says that it supervises itself as soon as the worker is of another version, also while it is live', () => {
    const { supervisor, supervisedBy, head, hear } = setUp();
    supervisor.ask('want', null);
    supervisor.ask('live', null);
    expect(supervisedBy()).toBe('service worker');
    hear({ ns: 'vigil', v: VERSION + 1, boot: 'b', k: 'unsupported', speaks: VERSION + 1 });
    expect(supervisedBy()).toBe('this tab');
    hear({ ns: 'vigil', v: VERSION, boot: head.boot, k: 'who' });
    expect(supervisedBy()).toBe('service worker');
  });

  it('[SE21] tells of a dial that failed that it had not been live, though the socket before it was', () => {
    const { posted, supervisor } = setUp();
    // A server that was well has asked to be left alone; the dial after that fails.
    for (const ask of ['want', 'going', 'live', 'gone', 'want', 'going', 'retry'] as const) {
      supervisor.ask(ask, null);
    }
    expect(posted.at(-1)).toMatchObject({ k: 'lost', lived: false });
  });

  it('[SE26] gives back to a worker that plans for it, and goes on from there when that one ends', () => {
    const { clock, said, supervisor, head, hear } = setUp();
    supervisor.ask('retry', null);
    clock.advance(1_500);
    const retryAtMs = clock.now() + 4_000;
    hear({ ...head, k: 'plan', attempt: 3, retryAtMs, st: { ...st, dueAtMs: retryAtMs } });
    clock.advance(4_000 + 7_499);
    expect(said).toEqual(['plan 1', 'plan 3']);
    clock.advance(1);
    clock.advance(30_000);
    expect(said.filter((word) => word === 'connect')).toHaveLength(1);
  });

  it('[RF-61] a plan from a clock that jumped is no longer than the longest wait', () => {
    const { clock, said, supervisor, head, hear } = setUp();
    supervisor.ask('retry', null);
    const retryAtMs = clock.now() + 3_600_000;
    hear({ ...head, k: 'plan', attempt: 3, retryAtMs, st: { ...st, dueAtMs: retryAtMs } });
    clock.advance(30_000 + 7_500 + 30_000);
    expect(said).toContain('connect');
  });

  it('[RF-61] a permit from a clock that jumped is put off by no more than tabs that follow each other are', () => {
    const { clock, said, supervisor, head, hear } = setUp();
    supervisor.ask('retry', null);
    hear({ ...head, k: 'connect', epoch: 3, notBeforeMs: clock.now() + 3_600_000 });
    clock.advance(30_000);
    expect(said).toEqual(['connect']);
  });

  it('[SE23] does not wait a third time for a worker that was silent twice, until that one speaks', () => {
    const { clock, said, supervisor, head, hear } = setUp();
    const waitsMs = () => {
      const { length } = said;
      const askedAtMs = clock.now();
      supervisor.ask('retry', null);
      while (said.length === length) clock.advance(100);
      supervisor.ask('live', null);
      return clock.now() - askedAtMs;
    };
    expect([waitsMs(), waitsMs(), waitsMs()]).toEqual([1_500, 1_500, 0]);
    hear({ ...head, k: 'connect', epoch: 9, notBeforeMs: clock.now() });
    expect(waitsMs()).toBe(1_500);
  });

  it('[SE26] hands what its own station has come to on to a worker that is asked again', () => {
    const { clock, posted, supervisor } = setUp();
    supervisor.ask('retry', null);
    clock.advance(1_500);
    supervisor.ask('live', null);
    supervisor.ask('retry', null);
    expect(posted.at(-1)).toMatchObject({ k: 'lost', st: { phase: 'open', attempt: 1 } });
  });

  it('[SE2] hears nothing that is said to another line', () => {
    const { clock, said, supervisor, head, hear } = setUp();
    supervisor.ask('retry', null);
    hear({ ...head, line: 'another', k: 'connect', epoch: 3, notBeforeMs: clock.now() });
    expect(said).toEqual([]);
  });

  it.each([true, false])(
    '[RF-42] holds a worker in the wait unless a newer one waits: %s',
    (isReplaced) => {
      const { clock, posted, supervisor, head, worker, hear } = setUp();
      worker.isReplaced = isReplaced;
      supervisor.ask('retry', null);
      hear({ ...head, k: 'plan', attempt: 1, retryAtMs: clock.now() + 1_000 });
      expect(posted.some(({ k }) => k === 'lease')).toBe(!isReplaced);
    },
  );

  it('[SE29] waits for its turn where other tabs do without a worker as well, unless a person asks', () => {
    const { clock, said, supervisor, worker, peers } = setUp();
    worker.isThere = false;
    peers.turnMs = 2_000;
    supervisor.ask('retry', null);
    clock.advance(1_000 + 1_999);
    supervisor.ask('hint', null);
    expect(said).toEqual(['plan 1']);
    clock.advance(1);
    expect(said).toEqual(['plan 1', 'connect']);
    supervisor.ask('going', null);
    supervisor.ask('retry', null);
    clock.advance(2_000);
    supervisor.ask('user', null);
    expect(said).toEqual(['plan 1', 'connect', 'plan 2', 'connect']);
    supervisor.ask('going', null);
    clock.advance(2_000);
    expect(said).toHaveLength(4);
  });

  it('leaves nothing behind when it ends', () => {
    const { clock, said, supervisor, worker, peers } = setUp();
    supervisor.ask('retry', null);
    supervisor.dispose();
    expect([worker.isListenedTo, peers.isListenedTo]).toEqual([false, false]);
    expect(clock.nextDueMs()).toBeNull();
    expect(said).toEqual([]);
  });
});
