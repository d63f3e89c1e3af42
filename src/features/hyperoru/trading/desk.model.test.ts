import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeExchange, type FakeTab, holdTime, type Treatment } from './fake-exchange';
import type { OrderTerms } from './submission';

beforeEach(holdTime);
afterEach(() => {
  vi.useRealTimers();
});

const TERMS: Omit<OrderTerms, 'sizeBase'> = {
  accountId: '1',
  symbol: 'BTC',
  side: 'buy',
  orderType: 'market',
  price: null,
};

type Act =
  | { readonly do: 'ask' | 'order'; readonly tab: number; readonly size: number }
  | { readonly do: 'click'; readonly tab: number; readonly times: number }
  | { readonly do: 'disconnect' | 'connect' | 'reload' | 'cut'; readonly tab: number }
  | { readonly do: 'treat'; readonly as: Treatment }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'fill-late' | 'reply-late' | 'cancel' }
  | { readonly do: 'foreign'; readonly size: number }
  | { readonly do: 'again'; readonly tab: number };

const tab = fc.integer({ min: 0, max: 1 });
const SIZES = [0.1, 0.2];
const size = fc.constantFrom(...SIZES);
const treatment = fc.constantFrom<Treatment[]>(
  'fill',
  'fill-silently',
  'fill-to-all',
  'fill-without-id',
  'fill-reply-late',
  'reject',
  'reject-silently',
  'half',
  'half-silently',
  'late',
  'late-silently',
  'deaf',
);
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('ask' as const), tab, size }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('order' as const), tab, size }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('click' as const),
      tab,
      times: fc.integer({ min: 1, max: 10 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('disconnect', 'connect', 'reload', 'cut'), tab }),
  },
  fc.record({
    do: fc.constant('treat' as const),
    as: treatment,
  }),
  fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(300, 4_000, 16_000) }),
  fc.record({ do: fc.constantFrom('fill-late', 'reply-late', 'cancel') }),
  fc.record({ do: fc.constant('foreign' as const), size }),
  fc.record({ do: fc.constant('again' as const), tab }),
);

describe('the trading desk, whatever happens', () => {
  it('[F3][X3][HY-T4][HY-T5][HY-T7] sends each confirmed order once, and never calls failed what was filled', async () => {
    await fc.assert(
      fc.asyncProperty(
        treatment,
        fc.array(act, { minLength: 3, maxLength: 30 }),
        async (first, acts) => {
          const world = new World();
          world.exchange.treatment = first;
          for (const each of acts) {
            await world.perform(each);
            expect(world.complaints()).toEqual([]);
          }
          await world.calm();
          expect([...world.complaints(), ...world.unsettled()]).toEqual([]);
          vi.clearAllTimers();
        },
      ),
      { numRuns: 600 },
    );
  }, 60_000);
});

const FAILED: ReadonlySet<string> = new Set(['rejected', 'cancelled', 'not-sent']);

/** The exchange with a count of its own of what a person confirmed. */
class World {
  readonly exchange = new FakeExchange(2);
  confirmed = 0;

  async perform(each: Act): Promise<void> {
    switch (each.do) {
      case 'ask':
        return this.tab(each.tab).desk.propose(orderOf(each.size, null));
      case 'order':
        this.tab(each.tab).desk.propose(orderOf(each.size, null));
        return this.click(this.tab(each.tab), 2);
      case 'click':
        return this.click(this.tab(each.tab), each.times);
      case 'disconnect':
      case 'connect':
      case 'reload':
        return this.tab(each.tab)[each.do]();
      case 'cut':
        // The socket is gone, and nobody has noticed yet: between click and send.
        this.tab(each.tab).connection.isOpen = false;
        return;
      case 'treat':
        this.exchange.treatment = each.as;
        return;
      case 'pass':
        return this.pass(each.ms);
      case 'fill-late':
        return this.exchange.settleLate();
      case 'reply-late':
        return this.exchange.replyLate();
      case 'cancel':
        return this.exchange.cancelAll();
      case 'foreign': {
        const data = { account_id: 1, symbol: 'BTC', side: 'buy', size: each.size };
        return this.exchange.foreignOrder({ ...data, order_type: 'market' });
      }
      case 'again': {
        const { desk } = this.tab(each.tab);
        const lost = desk.store
          .getState()
          .submissions.find(({ outcome }) => outcome.status === 'unknown');
        if (lost) desk.propose(orderOf(lost.terms.sizeBase, lost.id));
      }
    }
  }

  /** A yes counts when there is a question and nothing stands against it; the rest of the clicks never do. */
  click({ desk }: FakeTab, times: number): void {
    const { proposal } = desk.store.getState();
    if (proposal && desk.refusalOf(proposal) === null) this.confirmed += 1;
    for (let index = 0; index < times; index += 1) {
      desk.confirm(proposal?.id ?? 'p1');
    }
  }

  async pass(ms: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(ms);
    for (const each of this.exchange.tabs) if (each.connection.isOpen) each.heard();
  }

  /** Everything comes back, and time passes. */
  async calm(): Promise<void> {
    for (const each of this.exchange.tabs) {
      if (each.connection.isOpen) continue;
      each.disconnect();
      each.connect();
    }
    for (let index = 0; index < 8; index += 1) await this.pass(5_000);
  }

  /**
   * What must hold at every moment, and does not: as many frames as orders that a person confirmed and the socket took;
   * no order shows failed that was filled, none shows more than was done; an order that nobody knows of is said to be
   * unknown, and each is in the log.
   */
  complaints(): readonly string[] {
    const ids = this.exchange.received.map(({ request_id }) => request_id);
    const submissions = this.submissions();
    const sent = submissions.filter(({ outcome }) => outcome.status !== 'not-sent');
    const found: string[] = [];
    if (new Set(ids).size !== ids.length) found.push('a frame was sent twice');
    if (submissions.length !== this.confirmed)
      found.push(`${submissions.length} of ${this.confirmed}`);
    if (
      ids.toSorted().join() !==
      sent
        .map(({ id }) => id)
        .toSorted()
        .join()
    ) {
      found.push(`${ids.length} frames for ${sent.length} orders that were sent`);
    }
    for (const { id, outcome, terms } of submissions) {
      const isFilled = this.exchange.filled(id);
      if (isFilled && FAILED.has(outcome.status)) found.push(`${id} was filled, not failed`);
      if (!('evidence' in outcome) || outcome.evidence.certainty !== 'exact') continue;
      if (outcome.status === 'filled' && !isFilled) found.push(`${id} was never filled`);
      if (outcome.status === 'accepted' && !this.exchange.wasPlaced(id)) {
        found.push(`${id} was never placed`);
      }
      const part = 'filledBase' in outcome ? (outcome.filledBase ?? 0) : 0;
      if (part > this.exchange.filledBase(id)) found.push(`${id} was not filled as far`);
      if (outcome.status === 'accepted' && part >= terms.sizeBase) found.push(`${id} is filled`);
    }
    for (const size of SIZES) {
      const shown = submissions.filter(
        ({ outcome, terms }) => outcome.status === 'filled' && terms.sizeBase === size,
      );
      const done = this.exchange.executed(size);
      if (shown.length > done) found.push(`${shown.length} shown as filled, ${done} were`);
    }
    return found;
  }

  /** What must hold once everything is back and time has passed, and does not. */
  unsettled(): readonly string[] {
    const isAlone = this.submissions().length === 1 && this.exchange.placed.length === 1;
    return this.submissions().flatMap(({ id, outcome, known }) => {
      const isLost =
        isAlone && known.ordersRead && this.exchange.filled(id) && outcome.status !== 'filled';
      const part = this.exchange.filledBase(id);
      const isBehind =
        outcome.status === 'accepted' &&
        outcome.evidence.certainty === 'exact' &&
        (outcome.filledBase ?? 0) !== part;
      const isEndless =
        outcome.status === 'sent' ||
        (outcome.status === 'unknown' && !['no-trace', 'several'].includes(outcome.search));
      return isLost || isBehind || isEndless ? [`${id} is still ${outcome.status}`] : [];
    });
  }

  submissions() {
    return this.exchange.tabs.flatMap(({ desk }) => desk.store.getState().submissions);
  }

  tab(index: number): FakeTab {
    return this.exchange.tabs[index]!;
  }
}

function orderOf(sizeBase: number, resendOf: string | null) {
  const terms = { ...TERMS, sizeBase };
  return { terms, accountLabel: 'Trader 1', environment: 'testnet', notional: 10, resendOf };
}
