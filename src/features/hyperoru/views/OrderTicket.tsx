import { useEffect, useId, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { Badge } from '~/ui/Badge';
import { Button } from '~/ui/Button';
import { EmptyState } from '~/ui/EmptyState';
import { Field, NumberInput, Select, TextInput } from '~/ui/Field';
import { Num } from '~/ui/Num';
import { PLAY_MODES, usePageMode } from '~/ui/page-mode';
import { useNow } from '~/ui/use-now';
import { loadBars, loadSymbols } from '../rest';
import { accountLabel } from '../series';
import { deskOf } from '../trading/desks';
import { exposureOf, type Change } from '../trading/exposure';
import { isFarOff, limitPriceWords, offMarket } from '../trading/limit-price';
import { positionBase } from '../trading/known-before';
import type { Wanted } from '../trading/machine';
import {
  acquaintanceOf,
  priceOf,
  searchable,
  spellingOf,
  type KnownPrice,
} from '../trading/prices';
import { positionAfter, sizeOf } from '../trading/sizing';
import { environmentOf, modeWord } from '../trading/stakes';
import { acquaintanceWords } from '../trading/words';
import { ConfirmOrder } from './ConfirmOrder';
import { OrderLimits } from './OrderLimits';
import { OrderLog } from './OrderLog';
import type { ViewProps } from './props';
import { SideChoice } from './SideChoice';
import { useWireWords } from './use-wire-words';

/** Places orders, and keeps the log of what became of them. */
export function OrderTicket({ connection }: ViewProps) {
  const accounts = useStore(connection.store, (state) => state.accounts);
  const wire = useWireWords(connection);
  if (accounts.length === 0) {
    return wire.isLive ? (
      <EmptyState title="No accounts" hint="Hyperoru listed no account that could trade." />
    ) : (
      <EmptyState title={wire.title} hint={wire.hint} />
    );
  }
  return (
    <div className="@container h-full min-h-0">
      <div className="flex h-full flex-col overflow-auto @min-[60rem]:flex-row @min-[60rem]:overflow-hidden">
        <div className="border-line shrink-0 border-b @min-[60rem]:w-[46rem] @min-[60rem]:overflow-auto @min-[60rem]:border-r @min-[60rem]:border-b-0 @7xl:flex @7xl:w-[60rem]">
          <Ticket connection={connection} />
          <OrderLimits connection={connection} />
        </div>
        <div className="h-72 min-h-0 min-w-0 shrink-0 @min-[60rem]:h-auto @min-[60rem]:flex-1 @min-[60rem]:shrink">
          <OrderLog connection={connection} />
        </div>
        <ConfirmOrder connection={connection} />
      </div>
    </div>
  );
}

function Ticket({ connection }: ViewProps) {
  const desk = deskOf(connection);
  const state = useStore(connection.store);
  const limits = useStore(desk.store, (book) => book.limits);
  const refusal = useStore(desk.store, (book) => book.refusal);
  useStore(connection.status);
  const pageMode = usePageMode((page) => page.word);
  useNow(1_000);
  const draft = useStore(desk.store, (book) => book.draft);
  const set = desk.enter;
  const listId = useId();
  const doubtId = useId();
  const reasonId = useId();

  const account =
    state.accounts.find(({ accountId }) => accountId === draft.accountId) ?? state.accounts[0];
  const accountId = account?.accountId ?? '';
  const symbol = spellingOf(state, draft.symbol);
  const known = priceOf(state, symbol);
  useAskForPrice(connection, symbol, known);
  useAskForSymbols(connection, state.symbols === null);
  useEffect(() => desk.prepare(accountId), [desk, accountId]);
  if (!account) return null;

  const environment = environmentOf(account, connection.target.via);
  const mode = pageMode && PLAY_MODES.has(pageMode) ? pageMode : modeWord(environment);
  const doubt =
    symbol === '' ? null : acquaintanceWords(acquaintanceOf(state, symbol), state.symbols);
  const price = draft.orderType === 'limit' ? draft.price : (known?.price ?? null);
  const sized = sizeOf({
    unit: draft.unit,
    amount: draft.amount ?? 0,
    price,
    equity: account.equity,
    isLimit: draft.orderType === 'limit',
  });
  const before = symbol === '' ? null : positionBase(state, accountId, symbol);
  const order: Wanted | null =
    sized.ok && symbol !== ''
      ? {
          terms: {
            accountId,
            symbol,
            side: draft.side,
            orderType: draft.orderType,
            sizeBase: sized.sizeBase,
            price: draft.orderType === 'limit' ? price : null,
          },
          accountLabel: accountLabel(account),
          environment,
          notional: sized.notional,
          resendOf: null,
        }
      : null;
  const reason =
    desk.refusalOf(order) ?? (symbol === '' ? 'Choose a symbol.' : sized.ok ? null : sized.reason);
  const terms = { side: draft.side, orderType: draft.orderType, price };
  const priceWords = symbol === '' ? null : limitPriceWords(terms, known);
  const isFar = isFarOff(offMarket(terms, known), limits);
  const after = sized.ok ? positionAfter(before, draft.side, sized.sizeBase) : null;
  const exposure = exposureOf({ accountId, symbol, before, after, price }, state);

  return (
    // Not a form: no single key shall place or propose an order.
    <section
      aria-label="Order ticket"
      className="flex min-w-0 flex-1 flex-col gap-x-4 gap-y-1.5 p-2.5 @2xl:grid @2xl:grid-cols-[minmax(0,1fr)_17rem] @2xl:py-2"
    >
      <header className="flex items-center gap-2">
        <h3 className="text-[13px] font-semibold">Order ticket</h3>
        <Badge tone={mode === 'LIVE' ? 'critical' : 'warn'}>{mode}</Badge>
        <span className="text-muted text-[12px]">{environment}</span>
      </header>
      <div className="grid grid-cols-2 gap-x-2 gap-y-1.5 @2xl:grid-cols-4">
        <div className="col-span-2">
          <Field label="Account">
            <Select
              value={accountId}
              options={state.accounts.map((item) => ({
                value: item.accountId,
                label: accountLabel(item),
              }))}
              onChange={(value) => set({ accountId: value })}
            />
          </Field>
        </div>
        <Field label="Symbol">
          <TextInput
            value={draft.symbol}
            aria-describedby={doubt === null ? undefined : doubtId}
            onChange={(value) => set({ symbol: value })}
            list={listId}
            placeholder="Search"
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
        <datalist id={listId}>
          {searchable(state).map((name) => (
            <option key={name} value={name}>
              {acquaintanceOf(state, name) === 'seen' ? name : `${name} · listed, not seen yet`}
            </option>
          ))}
        </datalist>
        <SideChoice value={draft.side} onChange={(side) => set({ side })} />
        <Field label="Type">
          <Select
            value={draft.orderType}
            options={[
              { value: 'market', label: 'market' },
              { value: 'limit', label: 'limit' },
            ]}
            onChange={(orderType) => set({ orderType })}
          />
        </Field>
        {draft.orderType === 'limit' ? (
          <Field label="Limit price, USD">
            <NumberInput
              key={draft.round}
              value={draft.price}
              onChange={(value) => set({ price: value })}
            />
          </Field>
        ) : (
          <KnownPriceLine known={known} />
        )}
        <Field label="Amount">
          <NumberInput
            key={draft.round}
            value={draft.amount}
            onChange={(amount) => set({ amount })}
          />
        </Field>
        <Field label="Amount is in">
          <Select
            value={draft.unit}
            options={[
              { value: 'base', label: symbol === '' ? 'base units' : symbol },
              { value: 'notional', label: 'USD' },
              { value: 'percent', label: '% of equity' },
            ]}
            onChange={(unit) => set({ unit })}
          />
        </Field>
      </div>
      <dl
        aria-label="Preview"
        className="text-[12px] @2xl:col-start-2 @2xl:row-span-2 @2xl:row-start-1"
      >
        <Row label="Size">
          <Num value={sized.ok ? sized.sizeBase : null} kind="quantity" unit={symbol} />
        </Row>
        <Row label="Notional, about">
          <Num value={sized.ok ? sized.notional : null} kind="money" unit="USD" />
        </Row>
        <Row label="Position">
          <Num value={before} kind="quantity" /> → <Num value={after} kind="quantity" />
        </Row>
        <Row label={symbol === '' ? 'Exposure, about' : `${symbol} exposure, about`}>
          <Money change={exposure.symbol} />
        </Row>
        <Row label="Account exposure">
          <Money change={exposure.account} />
        </Row>
        <Row label="Share of equity">
          <Share percent={exposure.share.before} /> → <Share percent={exposure.share.after} />
        </Row>
        {exposure.unpriced.length === 0 ? null : (
          <Row label="Not in that sum">
            <span className="text-warning">{exposure.unpriced.join(', ')}: no price known</span>
          </Row>
        )}
      </dl>
      <div className="flex min-h-5 flex-col gap-1 text-[12px]">
        {doubt === null ? null : (
          <p id={doubtId} className="text-warning">
            {doubt}
          </p>
        )}
        {priceWords === null ? null : (
          <p className={isFar ? 'text-warning font-medium' : 'text-muted'}>{priceWords}</p>
        )}
        {refusal === null ? null : (
          <p role="alert" className="text-warning">
            Nothing was sent. {refusal}
          </p>
        )}
        {reason === null ? null : (
          <p role="status" id={reasonId} className="text-muted">
            {reason}
          </p>
        )}
      </div>
      <Button
        tone="primary"
        className="aria-disabled:border-line-strong aria-disabled:bg-sunken aria-disabled:text-muted aria-disabled:cursor-default aria-disabled:opacity-100! aria-disabled:hover:brightness-100 @2xl:self-start"
        // Not `disabled`: the question gives the focus back to here, and what is disabled loses it to nowhere.
        aria-disabled={reason !== null}
        aria-describedby={reason === null ? undefined : reasonId}
        onClick={() => {
          if (order && reason === null) desk.propose(order);
        }}
      >
        Review order
      </Button>
    </section>
  );
}

function KnownPriceLine({ known }: { readonly known: KnownPrice | null }) {
  return (
    <div className="flex flex-col gap-1 text-[12px]">
      <span className="text-muted truncate font-medium">Price, {known?.source ?? 'not known'}</span>
      <span className="truncate leading-7">
        <Num value={known?.price ?? null} kind="quantity" unit="USD" />
      </span>
    </div>
  );
}

/** USD. */
function Money({ change }: { readonly change: Change }) {
  return (
    <>
      <Num value={change.before} kind="money" /> →{' '}
      <Num value={change.after} kind="money" unit="USD" />
    </>
  );
}

/** A share has no direction, so it has no sign. */
function Share({ percent }: { readonly percent: number | null }) {
  return <Num value={percent === null ? null : percent / 100} kind="fraction" decimals={2} />;
}

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex justify-between gap-2">
      <dt className="text-muted shrink-0">{label}</dt>
      <dd className="tabular">{children}</dd>
    </div>
  );
}

/** Without a price the limits cannot be checked, so one is asked for: once for each symbol, when typing has ended. */
function useAskForPrice(
  connection: ViewProps['connection'],
  symbol: string,
  known: KnownPrice | null,
): void {
  const isMissing = symbol !== '' && known === null;
  useEffect(() => {
    if (!isMissing) return undefined;
    const controller = new AbortController();
    const timer = setTimeout(() => {
      void loadBars(connection, symbol, '1m', controller.signal);
    }, 500);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [connection, symbol, isMissing]);
}

/** What the server trades, asked for once when the ticket is open on a live wire; a server without the list answers 404. */
function useAskForSymbols(connection: ViewProps['connection'], isMissing: boolean): void {
  const isLive = useStore(connection.status, ({ state }) => state.status === 'live');
  useEffect(() => {
    if (!isLive || !isMissing) return undefined;
    const controller = new AbortController();
    void loadSymbols(connection, controller.signal);
    return () => controller.abort();
  }, [connection, isLive, isMissing]);
}
