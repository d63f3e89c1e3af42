import { describe, expect, it } from 'vitest';
import { FakeClock } from '~/lib/fake-clock';
import { createStationHost } from './station-host';

const member = { id: 'a', visible: true };

/** A station whose line has just lost its socket, and whose probes are answered by hand. */
function waiting() {
  const clock = new FakeClock();
  const probes: ((reachable: boolean) => void)[] = [];
  const said: string[] = [];
  const host = createStationHost({
    clock,
    random: () => 0,
    probe: (answer) => void probes.push(answer),
    tell: (_to, { say }) => said.push(say),
  });
  host.step({ type: 'lost', member, urgency: 'retry', epoch: 0, lived: true });
  return { clock, probes, said, host };
}

describe('a station at work', () => {
  it('[SE21] takes an answer for that of the probe that asked, and for no later one', () => {
    const { clock, probes, host } = waiting();
    clock.advance(1_000 + 6_000 + 2_000);
    expect(probes).toHaveLength(2);
    probes[0]!(true);
    expect(host.state().phase).toBe('probing');
    probes[1]!(true);
    expect(host.state().phase).toBe('canary');
  });

  it('leaves no timer behind when it ends, and says nothing more', () => {
    const { clock, probes, said, host } = waiting();
    clock.advance(1_000);
    said.length = 0;
    host.dispose();
    expect(clock.nextDueMs()).toBeNull();
    probes[0]!(true);
    host.step({ type: 'user', member });
    expect(said).toEqual([]);
  });
});
