// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { feature } from './index';
import { commandsOf, sendAct } from './commands';
import { restHealth } from './rest';
import {
  agent,
  block,
  demotion,
  fakeConnection,
  journal,
  promotion,
  snapshot,
  status,
  T0,
  trade,
  veto,
} from './test-frames';
import { AgentBoard } from './views/AgentBoard';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const ok = { kind: 'ok', status: 200, frameId: 1 } as const;

/** Three agents of which each has a life of its own; the frames reach them in turns. */
function three() {
  const made = ['Ada', 'Bob', 'Cyd'].map((name) => {
    const { connection, ...rest } = fakeConnection(() => ok);
    return { ...rest, connection: { ...connection, id: name, label: `Agent ${name}` } };
  });
  const [ada, bob, cyd] = made as [(typeof made)[0], (typeof made)[0], (typeof made)[0]];
  ada.push(agent(0, { id: 'a', name: 'Ada' }), snapshot(1, 111));
  bob.push(agent(0, { id: 'b', name: 'Bob', status: 'LIVE', phase: 'live' }));
  ada.push(veto(2, 'ord_1'), journal(2, 'RISK_VETO', 'of Ada'));
  bob.push(promotion(1), snapshot(2, 222, { phase: 'live' }), block(3, 'ord_1'));
  cyd.push(agent(0, { id: 'c', name: 'Cyd' }), snapshot(1, 333));
  bob.push(trade(4, { phase: 'live' }));
  cyd.push(demotion(5, null, { scope: 'max' }), status(6, 'LIVE', 'DEMOTED'));
  return { all: made, ada, bob, cyd };
}

describe('several agents', () => {
  it('never mix: each state holds what came on its own connection', () => {
    const { all } = three();
    const digest = all.map(({ connection }) => {
      const state = connection.store.getState();
      return [
        state.agent?.name,
        state.samples.map(({ equity }) => equity).join(),
        state.blocks.map(({ layer, orderRef }) => `${layer} ${orderRef}`).join(),
        `${state.fills.length} fills`,
        `${state.journal.length} entries`,
        state.transitions.map(({ to }) => to).join(),
        feature.money?.(state),
      ];
    });
    expect(digest).toEqual([
      ['Ada', '111', 'policy ord_1', '0 fills', '1 entries', '', 'paper'],
      ['Bob', '222', 'signing ord_1', '1 fills', '0 entries', 'LIVE', 'live'],
      ['Cyd', '333', '', '0 fills', '0 entries', 'DEMOTED', 'paper'],
    ]);
  });

  it('[F7] [F13] stand on one board, each with its own badges, equity and counts', () => {
    vi.useFakeTimers({ now: T0 + 60_000 });
    const { all } = three();
    for (const { connection } of all) {
      render(
        <section aria-label={connection.label}>
          <AgentBoard connection={connection} />
        </section>,
      );
    }
    const texts = ['Ada', 'Bob', 'Cyd'].map(
      (name) => screen.getByRole('region', { name: `Agent ${name}` }).textContent,
    );
    const own = ['111.00 USDT', '222.00 USDT', '333.00 USDT'];
    texts.forEach((text, at) => {
      for (const [other, figure] of own.entries()) {
        expect(text.includes(figure)).toBe(at === other);
      }
    });
    expect(texts[0]).toContain('1 policy, 0 signing');
    expect(texts[1]).toContain('0 policy, 1 signing');
    expect(texts[1]).toContain('LIVE (demo)');
    expect(texts[2]).toContain('needs your approval');
  });

  it('[HA-T18] are commanded and read one by one', async () => {
    const { ada, bob } = three();
    await sendAct(ada.connection, { kind: 'kill' });
    expect(commandsOf(ada.connection).getState()).toHaveLength(1);
    expect(commandsOf(bob.connection).getState()).toEqual([]);
    expect(bob.calls).toEqual([]);
    expect(restHealth(bob.connection).getState().lastOkAtMs).toBeNull();
  });
});
