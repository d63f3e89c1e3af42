import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { Age } from '~/ui/Age';
import { Button } from '~/ui/Button';
import { ConfirmDialog } from '~/ui/ConfirmDialog';
import { type Column, DataTable } from '~/ui/DataTable';
import { problemOf } from '../cancelling';
import { readingOf } from '../reading';
import { loadPendingOrders } from '../rest';
import type { Cancel } from '../trading/cancels';
import { deskOf } from '../trading/desks';
import type { Order } from '../state';
import { useAccountNames } from './account-names';
import { figure } from './figure';
import type { ViewProps } from './props';
import { StaleNote } from './StaleNote';
import { useWireWords } from './use-wire-words';

/** Orders that rest or wait, as socket and REST list them. */
export function OrdersTable({ connection }: ViewProps) {
  const orders = useStore(connection.store, (state) => state.orders);
  const nameOf = useAccountNames(connection);
  const wire = useWireWords(connection);
  const list = useOrderList(connection, wire.isLive);
  const [cancelling, setCancelling] = useState<Order | null>(null);
  const desk = deskOf(connection);
  const cancels = useStore(desk.store, (state) => state.cancels);

  async function cancel(order: Order) {
    await desk.cancel(order);
    list.reload();
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      {orders.length > 0 ? <StaleNote wire={wire} /> : null}
      <div className="text-muted flex items-center gap-2 px-2.5 py-1 text-[12px]">
        <Button size="small" onClick={list.reload} disabled={list.isLoading}>
          Reload orders
        </Button>
        {list.problem === null ? null : (
          <p role="status">
            Partial: the order list could not be read over REST ({list.problem}). Orders may be
            missing here that the socket did not name.
          </p>
        )}
        <ul className="flex min-w-0 flex-col gap-1">
          {cancels.map((each) => (
            <CancelLine
              key={each.order.orderId}
              cancel={each}
              onDismiss={() => desk.dismissCancel(each.order.orderId)}
            />
          ))}
        </ul>
      </div>
      <div className="min-h-0 flex-1">
        <DataTable
          rows={orders}
          columns={[...columnsFor(nameOf), cancelColumn(setCancelling)]}
          rowKey={(row) => row.orderId}
          caption="Active orders"
          csvName="hyperoru-orders"
          empty={emptyWords(wire, list.problem)}
        />
      </div>
      {cancelling === null ? null : (
        <ConfirmDialog
          open
          onOpenChange={(open) => {
            if (!open) setCancelling(null);
          }}
          title={`Cancel order ${cancelling.orderId}?`}
          confirmLabel="Cancel order"
          cancelLabel="Keep it"
          tone="danger"
          blockedReason={desk.refusalOf(null)}
          onConfirm={() => void cancel(cancelling)}
        >
          {nameOf(cancelling.accountId)}: {cancelling.side} {cancelling.sizeBase}{' '}
          {cancelling.symbol}. What is filled by then stays filled.
        </ConfirmDialog>
      )}
    </div>
  );
}

/** Stays while another view is in sight; what nobody knows for sure stays until it is known, or until a person has read it. */
function CancelLine({
  cancel: { text, isOver, isAsking },
  onDismiss,
}: {
  readonly cancel: Cancel;
  readonly onDismiss: () => void;
}) {
  const isDoubtful = !isOver && !isAsking;
  return (
    <li className="flex items-center gap-2">
      <p
        role={isDoubtful ? 'alert' : 'status'}
        className={isDoubtful ? 'text-warning' : 'text-ink'}
      >
        {text}
      </p>
      {isAsking ? null : (
        <Button size="small" onClick={onDismiss}>
          Dismiss
        </Button>
      )}
    </li>
  );
}

function cancelColumn(choose: (order: Order) => void): Column<Order> {
  return {
    id: 'cancel',
    header: 'Cancel',
    isUnsortable: true,
    value: () => null,
    render: (row) => (
      <Button size="small" tone="danger" className="h-[22px]" onClick={() => choose(row)}>
        Cancel {row.orderId}
      </Button>
    ),
  };
}

interface OrderList {
  readonly problem: string | null;
  readonly isLoading: boolean;
  reload(): void;
}

/** Asks for the list when the view opens on a live wire, and when a person asks. */
function useOrderList(connection: ViewProps['connection'], isLive: boolean): OrderList {
  const [problem, setProblem] = useState<string | null>(null);
  const [asked, setAsked] = useState(0);
  const [answered, setAnswered] = useState(-1);
  useEffect(() => {
    if (!isLive && asked === 0) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    void askList(connection, signal).then((problem) => {
      if (signal.aborted) return;
      setProblem(problem);
      setAnswered(asked);
    });
    return () => controller.abort();
  }, [connection, isLive, asked]);
  return {
    problem,
    isLoading: asked > 0 && answered < asked,
    reload: () => setAsked(asked + 1),
  };
}

/** What is wrong with what is shown, in words; null: the list has been read, every row. */
async function askList(
  connection: ViewProps['connection'],
  signal: AbortSignal,
): Promise<string | null> {
  const outcome = await loadPendingOrders(connection, signal);
  if (outcome.kind !== 'ok') return problemOf(outcome);
  switch (await readingOf(connection.store, outcome, signal)) {
    case 'whole':
      return null;
    case 'partly':
      return 'rows of the answer could not be read; see the inspector';
    default:
      return 'the answer could not be read; see the inspector';
  }
}

function emptyWords(wire: ReturnType<typeof useWireWords>, problem: string | null) {
  if (!wire.isLive) return { title: wire.title, hint: wire.hint };
  return problem === null
    ? { title: 'No active orders', hint: 'Orders that rest at the venue are listed here.' }
    : {
        title: 'Not known',
        hint: 'The socket named no active order and REST gave no list that could be read.',
      };
}

function columnsFor(nameOf: (id: string | null) => string): readonly Column<Order>[] {
  return [
    { id: 'order', header: 'Order', value: (row) => row.orderId },
    { id: 'account', header: 'Account', value: (row) => nameOf(row.accountId) },
    { id: 'symbol', header: 'Symbol', value: (row) => row.symbol },
    { id: 'side', header: 'Side', value: (row) => row.side },
    { id: 'type', header: 'Type', value: (row) => row.orderType },
    figure('size', 'Size', 'Base units', 'quantity', (row) => row.sizeBase),
    figure('filled', 'Filled', 'Base units', 'quantity', (row) => row.filledBase),
    figure('price', 'Price', 'Limit price, USD', 'quantity', (row) => row.price),
    { id: 'status', header: 'Status', value: (row) => row.status },
    {
      id: 'seen',
      header: 'Last seen',
      title: 'When a frame last named it; our clock',
      value: (row) => row.receivedAtMs,
      render: (row) => <Age sinceMs={row.receivedAtMs} />,
    },
  ];
}
