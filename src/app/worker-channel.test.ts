import { describe, expect, it } from 'vitest';
import { FakeClock } from '~/lib/fake-clock';
import { VERSION, type PageMessage, type WorkerMessage } from '~/session/worker-messages';
import { startWorker } from './worker-channel';

const hello: PageMessage = {
  ns: 'vigil',
  v: VERSION,
  k: 'hello',
  ep: 'e',
  line: 'l',
  visible: true,
  st: null,
  probeUrl: null,
  only: null,
  waiting: false,
};

/** A worker that remembers what it was told. */
function fakeWorker(state: ServiceWorkerState = 'activated') {
  const told: unknown[] = [];
  return { state, told, postMessage: (message: unknown) => void told.push(message) };
}

/** The page's end of service workers: what `register` gives is held by the test. */
function fakeContainer(register: () => Promise<unknown>) {
  const target = new EventTarget();
  const container = Object.assign(target, { register, startMessages: () => undefined });
  return container as unknown as ServiceWorkerContainer;
}

interface FakeRegistration extends EventTarget {
  active: ReturnType<typeof fakeWorker> | null;
  waiting: ReturnType<typeof fakeWorker> | null;
}

function fakeRegistration(active: FakeRegistration['active']): FakeRegistration {
  return Object.assign(new EventTarget(), { active, waiting: null, installing: null });
}

async function started(register: () => Promise<unknown>) {
  const container = fakeContainer(register);
  const page = startWorker(container, new FakeClock(), 'classic');
  await Promise.resolve();
  await Promise.resolve();
  return { page, container };
}

describe('the way to the service worker', () => {
  it('[RF-44] is none where there are no workers', () => {
    const { channel } = startWorker(undefined, new FakeClock(), 'classic');
    expect(channel.usable()).toBe(false);
    channel.post(hello);
  });

  it.each([
    [
      'throws, as with cookies blocked',
      () => {
        throw new DOMException('no', 'SecurityError');
      },
    ],
    ['is refused, as by a policy', () => Promise.reject(new TypeError('no'))],
    ['gives nothing, as where workers are blocked', () => Promise.resolve(undefined)],
    ['gives one that never activates', () => Promise.resolve(fakeRegistration(null))],
  ])('[RF-44] is none where registering %s', async (_name, register) => {
    const { page } = await started(register);
    expect(page.channel.usable()).toBe(false);
  });

  it('[RF-43] leads to whichever worker is active when something is said', async () => {
    const registration = fakeRegistration(fakeWorker());
    const { page } = await started(() => Promise.resolve(registration));
    const first = registration.active!;
    page.channel.post(hello);
    registration.active = fakeWorker();
    page.channel.post(hello);
    expect([first.told.length, registration.active.told.length]).toEqual([1, 1]);
  });

  it('[SE27] hands on what the worker says and nothing that a stranger says', async () => {
    const { page, container } = await started(() =>
      Promise.resolve(fakeRegistration(fakeWorker())),
    );
    const heard: WorkerMessage[] = [];
    page.channel.listen(
      (message) => heard.push(message),
      () => undefined,
    );
    const who = { ns: 'vigil', v: VERSION, boot: 'b', k: 'who' };
    for (const data of [who, { ...who, k: 'dial' }, 'text', null]) {
      container.dispatchEvent(new MessageEvent('message', { data }));
    }
    expect(heard).toEqual([who]);
  });

  it('[SE42] knows where its page may connect to, anywhere unless it is told', () => {
    const only = ['https://saved.test'];
    const strict = startWorker(undefined, new FakeClock(), 'classic', only);
    expect(strict.channel.only).toBe(only);
    expect(startWorker(undefined, new FakeClock(), 'classic').channel.only).toBeNull();
  });

  it('[SE27] knows a worker of another version by its word, until one of its own speaks', async () => {
    const { page, container } = await started(() =>
      Promise.resolve(fakeRegistration(fakeWorker())),
    );
    const say = (data: unknown) => container.dispatchEvent(new MessageEvent('message', { data }));
    say({ ns: 'vigil', v: VERSION + 1, boot: 'b', k: 'unsupported', speaks: VERSION + 1 });
    expect(page.isForeign.getState()).toBe(true);
    say({ ns: 'vigil', v: VERSION, boot: 'b', k: 'who' });
    expect(page.isForeign.getState()).toBe(false);
  });

  it('[RF-42] stops leasing once a newer worker waits, and lets it take over when the person says so', async () => {
    const registration = fakeRegistration(fakeWorker());
    const newer = fakeWorker('installed');
    registration.waiting = newer;
    const { page } = await started(() => Promise.resolve(registration));
    expect(page.channel.mayLease()).toBe(false);
    expect(page.updateWaits.getState()).toBe(true);
    page.update();
    expect(newer.told).toEqual([{ ns: 'vigil', v: VERSION, k: 'activate' }]);
  });
});
