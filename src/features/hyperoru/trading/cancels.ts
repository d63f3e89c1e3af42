import type { StoreApi } from 'zustand';
import type { Clock } from '~/lib/clock';
import { cancelAndSay, overWords, type Cancelling, type Reached } from '../cancelling';
import type { HyperoruState, Order } from '../state';

/** What is known of the wish to take an order back, newest last. */
export interface Cancel extends Cancelling {
  readonly order: Order;
  /** The server has not been heard yet. */
  readonly isAsking: boolean;
}

/** The wishes to take orders back, whether or not their view stays in sight. Each is sent once, after a person's yes. */
export interface Cancels {
  /** Resolves once it has been said what became of it by then; at once while the server is asked about that order. */
  cancel(order: Order): Promise<void>;
  /** A person has done with what was said. */
  dismiss(orderId: string): void;
}

/** What was settled has been read by then, if anybody looks. */
const LEAVES_AFTER_MS = 60_000;
const MOST = 5;

/** `listening`: what ends when nobody hears the server any more. */
export function createCancels(
  connection: Reached,
  clock: Clock,
  store: StoreApi<{ readonly cancels: readonly Cancel[] }>,
  listening: () => AbortSignal,
): Cancels {
  function put(next: Cancel): void {
    const others = without(next.order.orderId);
    store.setState({ cancels: [...others, next].slice(-MOST) });
    if (!next.isAsking && next.isOver) {
      clock.after(LEAVES_AFTER_MS, () => {
        if (store.getState().cancels.includes(next)) dismiss(next.order.orderId);
      });
    }
  }

  function without(orderId: string): readonly Cancel[] {
    return store.getState().cancels.filter(({ order }) => order.orderId !== orderId);
  }

  function dismiss(orderId: string): void {
    const cancels = without(orderId);
    if (cancels.length !== store.getState().cancels.length) store.setState({ cancels });
  }

  /** What was not known when it was said may be told later. */
  function complete({ settled }: HyperoruState): void {
    for (const { order, isOver, isAsking } of store.getState().cancels) {
      const over = settled.find(({ orderId }) => orderId === order.orderId);
      if (!over || isOver || isAsking) continue;
      put({ order, text: overWords(order, over), isOver: true, isAsking: false });
    }
  }

  connection.store.subscribe((state, before) => {
    if (state.settled !== before.settled) complete(state);
  });

  return {
    async cancel(order) {
      const isAsked = (each: Cancel) => each.isAsking && each.order.orderId === order.orderId;
      if (store.getState().cancels.some(isAsked)) return;
      const text = `Cancelling order ${order.orderId}…`;
      put({ order, text, isOver: false, isAsking: true });
      const said = await cancelAndSay(connection, order, listening());
      put({ order, ...said, isAsking: false });
      complete(connection.store.getState());
    },
    dismiss,
  };
}
