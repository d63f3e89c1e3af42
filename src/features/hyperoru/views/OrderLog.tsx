import { useStore } from 'zustand';
import { formatQuantity } from '~/lib/format';
import { Badge, type Tone } from '~/ui/Badge';
import { Button } from '~/ui/Button';
import { CopyButton } from '~/ui/CopyButton';
import { Meter } from '~/ui/Meter';
import { Num } from '~/ui/Num';
import { TextList } from '~/ui/TextList';
import { Time } from '~/ui/Time';
import { isOpen, type Submission, type OrderTerms, type Outcome } from '../trading/submission';
import type { TradingDesk } from '../trading/desk';
import { deskOf } from '../trading/desks';
import { candidateText } from '../trading/evidence';
import { positionBase } from '../trading/known-before';
import { outcomeReason, outcomeWords } from '../trading/words';
import type { ViewProps } from './props';

/** Every order that was confirmed in this tab, and what is known of it. */
export function OrderLog({ connection }: ViewProps) {
  const desk = deskOf(connection);
  const submissions = useStore(desk.store, (state) => state.submissions);
  return (
    <TextList
      items={submissions}
      rowKey={(submission) => submission.id}
      text={(submission) =>
        `${orderText(submission)} ${outcomeWords(submission.outcome)} ${submission.id}`
      }
      render={(submission) => (
        <SubmissionRow connection={connection} desk={desk} submission={submission} />
      )}
      label="Order log"
      returnOn={submissions.at(-1)?.id}
      filters={filtersFor(submissions)}
      empty={{
        title: 'No order was placed from this tab',
        hint: 'Each confirmed order stays here with its request id and what became of it.',
      }}
    />
  );
}

const FILTERED = ['unknown', 'accepted', 'filled', 'rejected'] as const;

function filtersFor(submissions: readonly Submission[]) {
  return FILTERED.map((status) => {
    const match = ({ outcome }: Submission) => outcome.status === status;
    return { id: status, label: `${status} ${submissions.filter(match).length}`, match };
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

interface SubmissionRowProps extends ViewProps {
  readonly desk: TradingDesk;
  readonly submission: Submission;
}

function SubmissionRow({ connection, desk, submission }: SubmissionRowProps) {
  const { outcome, id, resendOf, sentAtMs, accountLabel, environment } = submission;
  const isElsewhere = desk.isElsewhere(submission);
  const reason = isElsewhere ? elsewhereWords(submission) : outcomeReason(outcome);
  return (
    <article aria-label={orderText(submission)} className="flex flex-col gap-1 text-[12px]">
      <header className="flex flex-wrap items-center gap-2">
        <Badge tone={TONES[outcome.status]}>{outcomeWords(outcome)}</Badge>
        {isElsewhere ? <Badge tone="warn">another server</Badge> : null}
        <span className="text-ink font-medium">{orderText(submission)}</span>
        <span className="text-muted">
          {accountLabel} · {environment}
        </span>
        <span className="text-faint ml-auto">
          <Time ms={sentAtMs} withDate />
        </span>
      </header>
      <Progress submission={submission} />
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
        <Unknown connection={connection} desk={desk} submission={submission} />
      ) : null}
    </article>
  );
}

/** The connection has been given another address since, or is another one of the same name. */
function elsewhereWords(submission: Submission): string {
  const told = outcomeReason(submission.outcome);
  const isOpenStill = isOpen(submission);
  return [
    isOpenStill || told === null ? '' : `${told} `,
    `It was sent to ${submission.server ?? 'another server'}. `,
    isOpenStill ? 'Nothing that is read here can tell what became of it; see there.' : '',
  ]
    .join('')
    .trim();
}

/** How much of an order is executed, where that is known; of a market order "filled" says all. */
function Progress({ submission: { outcome, terms } }: { readonly submission: Submission }) {
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

function Unknown({ connection, desk, submission }: SubmissionRowProps) {
  const candidates = useStore(desk.store, (state) => state.candidates[submission.id]);
  const { accountId, symbol } = submission.terms;
  const now = useStore(connection.store, (state) => positionBase(state, accountId, symbol));
  return (
    <div className="flex flex-col gap-1">
      <p className="text-muted">
        Position in {symbol} when it was sent:{' '}
        <Num value={submission.known.positionBase} kind="quantity" />, now:{' '}
        <Num value={now} kind="quantity" />.
      </p>
      {candidates === undefined ? null : (
        <ul aria-label="What it could be" className="flex flex-col gap-0.5">
          {candidates.map((candidate) => (
            <li key={candidateText(candidate)} className="flex items-center gap-2">
              {candidateText(candidate)}
              <Button size="small" onClick={() => desk.choose(submission.id, candidate)}>
                This was it
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className="flex gap-2">
        <Button size="small" onClick={() => desk.lookAgain(submission.id)}>
          Look again
        </Button>
        <Button
          size="small"
          tone="danger"
          disabled={desk.refusalOf(null) !== null}
          onClick={() => desk.propose(againOf(submission))}
        >
          Send again…
        </Button>
      </div>
    </div>
  );
}

/** All tries are linked to the first one. */
function againOf({ id, terms, accountLabel, environment, notional, resendOf }: Submission) {
  return { terms, accountLabel, environment, notional, resendOf: resendOf ?? id };
}

function orderText({ terms }: Submission): string {
  const { side, sizeBase, symbol, orderType, price } = terms;
  const at = price === null ? '' : ` at ${formatQuantity(price)}`;
  return `${side} ${formatQuantity(sizeBase, 0)} ${symbol} ${orderType}${at}`;
}
