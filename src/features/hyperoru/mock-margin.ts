import type { World, WorldAccount } from '~/mock/contract';
import { cents, isoOf } from './mock-frames';

/** All positions have the same. */
const LEVERAGE = 10;
/** As the open project does. */
const TAKEN_EVERY_MS = 30_000;

/** What the venue says of an account's balance, as the page of `hyperliquid/account/{id}/state` names it. */
export function marginOf({ id, equity, positions }: WorldAccount, world: World) {
  const sum = (value: (position: WorldAccount['positions'][number]) => number) =>
    positions.reduce((total, position) => total + value(position), 0);
  const notional = sum(({ base, sizeBase }) => sizeBase * world.price(base));
  const used = Math.min(equity, notional / LEVERAGE);
  const nowMs = world.now();
  return {
    id: id * 1_000,
    account_id: id,
    environment: 'testnet',
    balance_total: cents(equity),
    balance_available: cents(equity - used),
    margin_used: cents(used),
    unrealized_pnl: cents(
      sum(({ base, side, sizeBase, entryPrice }) => {
        const gain = (world.price(base) - entryPrice) * sizeBase;
        return side === 'long' ? gain : -gain;
      }),
    ),
    taken_at: isoOf(nowMs - (nowMs % TAKEN_EVERY_MS)),
  };
}
