// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { block, fakeConnection, fold, journal, snapshot, T0, veto } from '../test-frames';
import { happeningOf } from '../trace';
import type { State } from '../state';
import { openTrace, useTraceRef } from '~/ui/trace-location';
import { AgentTrace } from './AgentTrace';
import { Blocks } from './Blocks';

beforeEach(() => history.replaceState(null, '', '/?wire=a'));
afterEach(cleanup);

function agentOf(id: string, state: State) {
  const { connection } = fakeConnection(undefined, state);
  return { ...connection, id, label: `Agent ${id}` };
}

function show(...states: readonly State[]) {
  const connections = states.map((state, at) => agentOf(String(at + 1), state));
  render(
    <>
      <Host connections={connections} />
      <Blocks connection={connections[0]!} />
    </>,
  );
}

/** As the app shows what the address asks for. */
function Host({ connections }: { connections: readonly ReturnType<typeof agentOf>[] }) {
  const reference = useTraceRef();
  if (reference === null) return null;
  return (
    <div role="dialog" aria-label={`Trace of ${reference}`}>
      {connections.map((connection) => (
        <section key={connection.id} aria-label={`Trace, ${connection.label}`}>
          <AgentTrace connection={connection} reference={reference} />
        </section>
      ))}
    </div>
  );
}

const dialog = () => screen.getByRole('dialog', { name: /^Trace of/ });

describe('the block trace', () => {
  it('[F4] opens by a click on a veto, with its stages, and puts its reference into the address', () => {
    show(fold(veto(5, 'ord_1'), journal(5, 'RISK_VETO', 'ord_1 refused')));
    fireEvent.click(screen.getByText('ord_1'));
    const stages = within(dialog())
      .getAllByRole('listitem')
      .map((item) => item.getAttribute('aria-label'));
    expect(stages).toEqual([
      'Quote: passed',
      'Policy (risk engine): refused',
      'Signing (TWAK): not reached',
      'Journal: written',
    ]);
    expect(dialog().textContent).toContain('exact: same order_ref');
    expect(dialog().textContent).toContain('inferred: same time, both mention ord_1');
    expect(location.search).toBe('?wire=a&trace=ord_1');
  });

  it('[F4] [X2] names the words by which a candle may be found: those of the refusal and of its entry', () => {
    const state = fold(
      veto(5, 'ord_1'),
      journal(5, 'RISK_VETO', 'ord_1 refused', ['RISK_VETO', 'ETH']),
      journal(6, 'SKIPPED', 'no signal', ['BTC']),
    );
    expect(happeningOf(state, 'ord_1')).toEqual({
      atMs: T0 + 5_000,
      words: ['too much', 'ord_1 refused', 'RISK_VETO', 'ETH'],
    });
    expect(happeningOf(state, 'ord_2')).toBeNull();
  });

  it('[F4] is found by its reference, and an unknown one says so', () => {
    show(fold(veto(5, 'ord_1')));
    fireEvent.change(screen.getByLabelText('Order ref'), { target: { value: ' ord_9 ' } });
    fireEvent.click(screen.getByRole('button', { name: 'Trace' }));
    expect(dialog().textContent).toContain('No refused order ord_9 is known of this agent.');
  });

  it('[F4] [HA-T26] flags a signing block in a paper phase', () => {
    show(fold(snapshot(0, 10), block(5, 'ord_1')));
    act(() => openTrace('ord_1'));
    expect(within(dialog()).getByText('Unexpected')).toBeDefined();
  });

  it('[F4] looks into every agent by itself: the same reference of two agents is two traces', () => {
    show(fold(veto(5, 'ord_1')), fold(snapshot(0, 10)), fold(block(9, 'ord_1')));
    act(() => openTrace('ord_1'));
    expect(screen.getAllByRole('dialog')).toHaveLength(1);
    const of = (id: string) =>
      within(dialog()).getByRole('region', { name: `Trace, Agent ${id}` }).textContent;
    expect(of('1')).toContain('risk_veto');
    expect(of('1')).not.toContain('twak_block).');
    expect(of('2')).toContain('No refused order ord_1');
    expect(of('3')).toContain('(twak_block)');
    expect(of('3')).not.toContain('risk_veto');
  });
});
