import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { ConfirmDialog } from '~/ui/ConfirmDialog';
import { Num } from '~/ui/Num';
import { useNow } from '~/ui/use-now';
import { isSameOrder, type Submission } from '../trading/submission';
import type { TradingDesk } from '../trading/desk';
import { deskOf } from '../trading/desks';
import { isPlayMoney } from '../trading/guards';
import type { Proposal } from '../trading/machine';
import { isFarOff, limitPriceWords, offMarket } from '../trading/limit-price';
import { acquaintanceOf, priceOf, type KnownPrice } from '../trading/prices';
import { modeWord } from '../trading/stakes';
import { acquaintanceWords } from '../trading/words';
import type { ViewProps } from './props';

/** Asks for the yes that sends an order; where real money may be at stake, for a second one. */
export function ConfirmOrder({ connection }: ViewProps) {
  const desk = deskOf(connection);
  const proposal = useStore(desk.store, (state) => state.proposal);
  const doubt = useStore(connection.store, (state) =>
    proposal
      ? acquaintanceWords(acquaintanceOf(state, proposal.terms.symbol), state.symbols)
      : null,
  );
  const known = useStore(
    connection.store,
    useShallow((state) => (proposal ? priceOf(state, proposal.terms.symbol) : null)),
  );
  return proposal ? (
    <Questions key={proposal.id} desk={desk} proposal={proposal} doubt={doubt} known={known} />
  ) : null;
}

function Questions({
  desk,
  proposal,
  doubt,
  known,
}: {
  readonly desk: TradingDesk;
  readonly proposal: Proposal;
  /** What is to be said of the symbol; null: nothing. */
  readonly doubt: string | null;
  /** What the market is known to pay now. */
  readonly known: KnownPrice | null;
}) {
  const limits = useStore(desk.store, (state) => state.limits);
  const submissions = useStore(desk.store, (state) => state.submissions);
  const [isSecond, setSecond] = useState(false);
  // A yes closes the dialog as well; only a no withdraws.
  const isAnswered = useRef(false);
  useNow(1_000);
  const needsSecond = !isPlayMoney(proposal.environment);
  const lost = submissions.find(
    (submission) => isLostTwin(submission, proposal) && !desk.isElsewhere(submission),
  );
  const blockedReason = desk.refusalOf(proposal);
  const isFar = isFarOff(offMarket(proposal.terms, known), limits);
  const terms = (
    <Terms
      proposal={proposal}
      notional={desk.notionalOf(proposal)}
      doubt={doubt}
      priceWords={limitPriceWords(proposal.terms, known)}
      isFar={isFar}
    />
  );

  if (isSecond) {
    return (
      <ConfirmDialog
        // Another question, not the same one answered twice.
        key="second"
        open
        onOpenChange={(open) => {
          if (!open) desk.withdraw();
        }}
        title="This may be real money"
        confirmLabel={`Place ${modeWord(proposal.environment)} order`}
        tone="danger"
        typed={modeWord(proposal.environment)}
        blockedReason={blockedReason}
        onConfirm={() => desk.confirm(proposal.id)}
      >
        {terms}
      </ConfirmDialog>
    );
  }
  return (
    <ConfirmDialog
      key="first"
      open
      onOpenChange={(open) => {
        if (!open && !isAnswered.current) desk.withdraw();
      }}
      title={proposal.resendOf === null ? 'Place this order?' : 'Send this order again?'}
      confirmLabel={needsSecond ? 'Continue' : 'Place order'}
      tone={proposal.terms.side === 'sell' ? 'danger' : 'primary'}
      typed={typedWord(proposal, lost, isFar)}
      blockedReason={blockedReason}
      onConfirm={() => {
        isAnswered.current = true;
        if (needsSecond) setSecond(true);
        else desk.confirm(proposal.id);
      }}
    >
      {terms}
      {lost ? (
        <p className="text-warning mt-2">
          The outcome of an earlier {lost.terms.side} of {lost.terms.symbol} is still unknown. If it
          was executed, this order comes on top of it.
        </p>
      ) : null}
    </ConfirmDialog>
  );
}

function Terms({
  proposal,
  notional,
  doubt,
  priceWords,
  isFar,
}: {
  readonly proposal: Proposal;
  /** By the price of now, USD. */
  readonly notional: number;
  readonly doubt: string | null;
  readonly priceWords: string | null;
  readonly isFar: boolean;
}) {
  const { terms, accountLabel, environment } = proposal;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5">
      <dt className="text-muted">Account</dt>
      <dd>{accountLabel}</dd>
      <dt className="text-muted">Environment</dt>
      <dd>
        {modeWord(environment)} ({environment})
      </dd>
      <dt className="text-muted">Order</dt>
      <dd>
        <strong>{terms.side}</strong> <Num value={terms.sizeBase} kind="quantity" /> {terms.symbol}
        {doubt === null ? null : <span className="text-warning block">{doubt}</span>}
      </dd>
      <dt className="text-muted">Type</dt>
      <dd>
        {terms.orderType}
        {terms.price === null ? null : (
          <>
            {' at '}
            <Num value={terms.price} kind="quantity" unit="USD" />
          </>
        )}
        {priceWords === null ? null : (
          <span className={isFar ? 'text-warning block font-medium' : 'text-muted block'}>
            {priceWords}
          </span>
        )}
      </dd>
      <dt className="text-muted">Notional, about</dt>
      <dd>
        <Num value={notional} kind="money" unit="USD" />
      </dd>
    </dl>
  );
}

function isLostTwin({ outcome, terms }: Submission, proposal: Proposal): boolean {
  const { accountId, symbol, side } = proposal.terms;
  const isTwin = terms.accountId === accountId && terms.symbol === symbol && terms.side === side;
  return outcome.status === 'unknown' && (isTwin || isSameOrder(terms, proposal.terms));
}

function typedWord(
  proposal: Proposal,
  lost: Submission | undefined,
  isFar: boolean,
): string | undefined {
  if (proposal.resendOf !== null) return 'SEND AGAIN';
  if (lost) return 'ANOTHER';
  return isFar ? 'OFF MARKET' : undefined;
}
