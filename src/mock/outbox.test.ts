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
  const pieces: string[] = [];
  const carried: (string | null)[] = [];
  let open = true;
  const outbox = createOutbox({
    faults,
    random: createRandom(1),
    real: time,
    write: () => open,
    writePiece: (text, isLast) => (pieces.push(`${text}${isLast ? '.' : ''}`), open),
    carry: (frame) => carried.push(frame.key),
    enter: (kind, frame, reason) => log.push([kind, frame.key, reason].filter(Boolean).join(' ')),
  });
  return { faults, time, log, pieces, carried, outbox, shut: () => void (open = false) };
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

  it('holds a frame back until so many others have passed', () => {
    const { faults, outbox, log } = setUp();
    faults.set('hold', 2);
    for (const key of ['1', null, '2', '3', '4']) outbox.deliver(frameOf(key));
    expect(log).toEqual(['emitted', 'emitted 2', 'emitted 3', 'emitted 1' /* held: 4 */]);
  });

  it('[RF-31] gives what it holds to the next socket when the wire is cut', () => {
    const { faults, outbox, log, carried } = setUp();
    faults.set('hold', 5);
    outbox.deliver(frameOf('1'));
    outbox.deliver(frameOf('2'));
    outbox.close();
    expect(log).toEqual(['emitted 2', 'withheld 1 held']);
    expect(carried).toEqual(['1']);
  });

  it('drips a frame in four pieces, and lets nothing overtake them', () => {
    const { faults, outbox, log, pieces, time } = setUp();
    faults.set('drip', 100);
    outbox.deliver({ type: 'toy', key: 'a', text: 'abcdefgh' });
    faults.off('drip');
    outbox.deliver(frameOf('b'));
    expect(log).toEqual([]);
    time.pass(0);
    expect(pieces).toEqual(['ab']);
    time.pass(200);
    expect(log).toEqual([]);
    time.pass(100);
    expect(pieces).toEqual(['ab', 'cd', 'ef', 'gh.']);
    expect(log).toEqual(['emitted a', 'emitted b']);
  });

  it('enters a frame that was cut while it dripped as withheld, once', () => {
    const { faults, outbox, log, time } = setUp();
    faults.set('drip', 100);
    outbox.deliver(frameOf('a'));
    time.pass(100);
    outbox.close();
    expect(log).toEqual(['withheld a socket closed']);
  });
});
