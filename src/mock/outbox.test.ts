import { describe, expect, it } from 'vitest';
import { createFakeTime } from './fake-time';
import { createFaultSwitches } from './faults';
import { createOutbox } from './outbox';
import { createRandom } from './random';
import { frameOf } from './toy';

function setUp() {
  const faults = createFaultSwitches();
  const time = createFakeTime();
  const log: string[] = [];
  let open = true;
  const outbox = createOutbox({
    faults,
    random: createRandom(1),
    real: time,
    write: () => open,
    enter: (kind, frame, reason) => log.push([kind, frame.key, reason].filter(Boolean).join(' ')),
  });
  return { faults, time, log, outbox, shut: () => void (open = false) };
}

describe('createOutbox', () => {
  it('enters as withheld what a closed socket does not take, once even under dup', () => {
    const { faults, outbox, log, shut } = setUp();
    faults.set('dup', true);
    shut();
    outbox.deliver(frameOf('a'));
    expect(log).toEqual(['withheld a socket closed']);
  });

  it('enters as withheld what was still waiting when it closed', () => {
    const { faults, outbox, log, time } = setUp();
    faults.set('slow', 100);
    outbox.deliver(frameOf('slow'));
    faults.off('slow');
    faults.set('reorder', true);
    outbox.deliver(frameOf('held'));
    outbox.close();
    time.pass(10_000);
    expect(log).toEqual(['withheld slow socket closed', 'withheld held socket closed']);
  });

  it('lets frames without a key pass while one is held for its swap', () => {
    const { faults, outbox, log } = setUp();
    faults.set('reorder', true);
    outbox.deliver(frameOf('1'));
    outbox.deliver(frameOf(null));
    outbox.deliver(frameOf('2'));
    expect(log).toEqual(['emitted', 'emitted 2', 'emitted 1']);
  });

  it('sends the held frame first when reorder is switched off', () => {
    const { faults, outbox, log } = setUp();
    faults.set('reorder', true);
    outbox.deliver(frameOf('1'));
    faults.off('reorder');
    outbox.deliver(frameOf('2'));
    expect(log).toEqual(['emitted 1', 'emitted 2']);
  });
});
