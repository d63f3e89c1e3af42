import { useStore } from 'zustand';
import { formatQuantity } from '~/lib/format';
import { Badge, type Tone } from '~/ui/Badge';
import { Button } from '~/ui/Button';
import { CopyButton } from '~/ui/CopyButton';
import { Meter } from '~/ui/Meter';
import { Num } from '~/ui/Num';
import { TextList } from '~/ui/TextList';
import { Time } from '~/ui/Time';
import { isOpen, type Attempt, type OrderTerms, type Outcome } from '../trading/attempt';
import type { TradingDesk } from '../trading/desk';
import { deskOf } from '../trading/desks';
import { candidateText } from '../trading/evidence';
import { positionBase } from '../trading/known-before';
import { outcomeReason, outcomeWords } from '../trading/words';
import type { ViewProps } from './props';

/** Every order that was confirmed in this tab, and what is known of it. */
export function OrderLog({ connection }: ViewProps) {
  const desk = deskOf(connection);
  const attempts = useStore(desk.store, (state) => state.attempts);
  return (
    <TextList
      items={attempts}
      rowKey={(attempt) => attempt.id}
      text={(attempt) => `${orderText(attempt)} ${outcomeWords(attempt.outcome)} ${attempt.id}`}
      render={(attempt) => <AttemptRow connection={connection} desk={desk} attempt={attempt} />}
      label="Order log"
      returnOn={attempts.at(-1)?.id}
      filters={filtersFor(attempts)}
      empty={{
        title: 'No order was placed from this tab',
        hint: 'Each confirmed order stays here with its request id and what became of it.',
      }}
    />
  );
}

const FILTERED = ['unknown', 'accepted', 'filled', 'rejected'] as const;

function filtersFor(attempts: readonly Attempt[]) {
  return FILTERED.map((status) => {
    const match = ({ outcome }: Attempt) => outcome.status === status;
    return { id: status, label: `${status} ${attempts.filter(match).length}`, match };
  });
}

const TONES: Record<Outcome['status'], Tone> = {
  sent: 'info',
  'not-sent': 'neutral',
  accepted: 'info',
  filled: 'good',
  cancelled: 'neutral',
  rejected: 'bad',
  unknown: 'warn',
};

interface AttemptRowProps extends ViewProps {
  readonly desk: TradingDesk;
  readonly attempt: Attempt;
}

function AttemptRow({ connection, desk, attempt }: AttemptRowProps) {
  const { outcome, id, resendOf, sentAtMs, accountLabel, environment } = attempt;
  const isElsewhere = desk.isElsewhere(attempt);
  const reason = isElsewhere ? elsewhereWords(attempt) : outcomeReason(outcome);
  return (
    <article aria-label={orderText(attempt)} className="flex flex-col gap-1 text-[12px]">
      <header className="flex flex-wrap items-center gap-2">
        <Badge tone={TONES[outcome.status]}>{outcomeWords(outcome)}</Badge>
        {isElsewhere ? <Badge tone="warn">another server</Badge> : null}
        <span className="text-ink font-medium">{orderText(attempt)}</span>
        <span className="text-muted">
          {accountLabel} · {environment}
        </span>
        <span className="text-faint ml-auto">
          <Time ms={sentAtMs} withDate />
        </span>
      </header>
      <Progress attempt={attempt} />
      {reason === null ? null : <p className="text-muted wrap-anywhere">{reason}</p>}
      <p className="text-faint flex flex-wrap items-center gap-2">
        <span>Request {id}</span>
        <CopyButton text={() => id} what="request id" />
        {resendOf === null ? null : <span>Another try of request {resendOf}</span>}
      </p>
      {isElsewhere ? (
        <div>
          <Button size="small" onClick={() => desk.dismiss(id)}>
            Dismiss
          </Button>
        </div>
      ) : outcome.status === 'unknown' ? (
        <Unknown connection={connection} desk={desk} attempt={attempt} />
      ) : null}
    </article>
  );
}

/** The connection has been given another address since, or is another one of the same name. */
function elsewhereWords(attempt: Attempt): string {
  const told = outcomeReason(attempt.outcome);
  const isOpenStill = isOpen(attempt);
  return [
    isOpenStill || told === null ? '' : `${told} `,
    `It was sent to ${attempt.server ?? 'another server'}. `,
    isOpenStill ? 'Nothing that is read here can tell what became of it; see there.' : '',
  ]
    .join('')
    .trim();
}

/** How much of an order is executed, where that is known; of a market order "filled" says all. */
function Progress({ attempt: { outcome, terms } }: { readonly attempt: Attempt }) {
  const filled = filledOf(outcome, terms);
  if (filled === null) return null;
  const text = `${formatQuantity(filled, 0)} of ${formatQuantity(terms.sizeBase, 0)} ${terms.symbol}`;
  return (
    <div className="max-w-72">
      <Meter label="Filled" value={filled} limit={terms.sizeBase} text={text} tone="good" />
    </div>
  );
}

function filledOf(outcome: Outcome, { orderType, sizeBase }: OrderTerms): number | null {
  switch (outcome.status) {
    case 'filled':
      return orderType === 'limit' ? sizeBase : null;
    case 'accepted':
    case 'cancelled':
      return outcome.filledBase;
    default:
      return null;
  }
}

function Unknown({ connection, desk, attempt }: AttemptRowProps) {
  const candidates = useStore(desk.store, (state) => state.candidates[attempt.id]);
  const { accountId, symbol } = attempt.terms;
  const now = useStore(connection.store, (state) => positionBase(state, accountId, symbol));
  return (
    <div className="flex flex-col gap-1">
      <p className="text-muted">
        Position in {symbol} when it was sent:{' '}
        <Num value={attempt.known.positionBase} kind="quantity" />, now:{' '}
        <Num value={now} kind="quantity" />.
      </p>
      {candidates === undefined ? null : (
        <ul aria-label="What it could be" className="flex flex-col gap-0.5">
          {candidates.map((candidate) => (
            <li key={candidateText(candidate)} className="flex items-center gap-2">
              {candidateText(candidate)}
              <Button size="small" onClick={() => desk.choose(attempt.id, candidate)}>
                This was it
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className="flex gap-2">
        <Button size="small" onClick={() => desk.lookAgain(attempt.id)}>
          Look again
        </Button>
        <Button
          size="small"
          tone="danger"
          disabled={desk.refusalOf(null) !== null}
          onClick={() => desk.propose(againOf(attempt))}
        >
          Send again…
        </Button>
      </div>
    </div>
  );
}

/** All tries are linked to the first one. */
function againOf({ id, terms, accountLabel, environment, notional, resendOf }: Attempt) {
  return { terms, accountLabel, environment, notional, resendOf: resendOf ?? id };
}

function orderText({ terms }: Attempt): string {
  const { side, sizeBase, symbol, orderType, price } = terms;
  const at = price === null ? '' : ` at ${formatQuantity(price)}`;
  return `${side} ${formatQuantity(sizeBase, 0)} ${symbol} ${orderType}${at}`;
}
