import type { Base, WorldEvents } from '~/mock/contract';
import type { Account } from './accounts';
import { unrealizedPnl } from './book';
import type { Direction, Stage } from './stage';

type Action = WorldEvents['decision']['action'];

/** Where a model's decision becomes a fill on its account. */
export interface AccountDesk {
  /** What this account would do about such a happening. */
  decide(account: Account, base: Base, direction: Direction): Action;
  /** Carries a decision out; nothing happens for `hold`. */
  carryOut(account: Account, base: Base, action: Action, why: string): void;
  /** An order of `sizeBase`, at the price of now. */
  order(
    account: Account,
    base: Base,
    side: 'buy' | 'sell',
    sizeBase: number,
    why: string,
  ):
    | { readonly ok: true; readonly fill: WorldEvents['fill'] }
    | { readonly ok: false; readonly reason: string };
}

/** A position larger than this share of the equity is not added to. */
const FULL = 0.4;
const TAKE_PROFIT = 0.012;
const STOP_LOSS = -0.015;

export function createAccountDesk(stage: Stage): AccountDesk {
  const { market, ids, random, scheduler } = stage;

  const desk: AccountDesk = {
    decide: (account, base, direction) => {
      const held = account.book.positions.get(base);
      if (held) {
        const result = unrealizedPnl(held, market.price(base)) / (held.sizeBase * held.entryPrice);
        const against = (held.side === 'long') === (direction === 'down');
        if (against || result > TAKE_PROFIT || result < STOP_LOSS) return 'close';
        if (held.sizeBase * market.price(base) > FULL * account.equity) return 'hold';
      }
      if (account.exposure() > 1.2 * account.equity || random.chance(0.15)) return 'hold';
      return direction === 'up' ? 'buy' : 'sell';
    },
    carryOut: (account, base, action, why) => {
      if (action === 'hold') return;
      const held = account.book.positions.get(base);
      if (action === 'close') {
        if (held)
          desk.order(account, base, held.side === 'long' ? 'sell' : 'buy', held.sizeBase, why);
        return;
      }
      const valueQuote = account.equity * random.between(0.06, 0.16);
      desk.order(
        account,
        base,
        action,
        Number((valueQuote / market.price(base)).toPrecision(3)),
        why,
      );
    },
    order: (account, base, side, sizeBase, why) => {
      const price = market.price(base);
      const reason = account.refuses(base, side, sizeBase, price);
      if (reason) return { ok: false, reason };
      const { pnl, fees } = account.execute(base, side, sizeBase, price);
      const fill = {
        by: { accountId: account.id },
        tradeId: ids.trade(),
        base,
        side,
        sizeBase,
        price,
        pnl: pnl === null ? null : Number(pnl.toFixed(2)),
        fees: Number(fees.toFixed(4)),
        orderRef: ids.order(),
        why,
      };
      stage.emit('fill', fill, scheduler.now());
      return { ok: true, fill };
    },
  };
  return desk;
}
