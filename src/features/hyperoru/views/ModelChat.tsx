import { useState } from 'react';
import { useStore } from 'zustand';
import { assertNever } from '~/lib/assert-never';
import { formatQuantity } from '~/lib/format';
import { Badge } from '~/ui/Badge';
import { Button } from '~/ui/Button';
import { TextList } from '~/ui/TextList';
import { Time } from '~/ui/Time';
import { USUAL_WINDOW_MS, type Aftermath, aftermathOf } from '../aftermath';
import type { Decision } from '../state';
import { useAccountNames } from './account-names';
import type { ViewProps } from './props';
import { StaleNote } from './StaleNote';
import { useWireWords } from './use-wire-words';

/** Shown of a reasoning before a person asks for more. */
const SHORT_CHARS = 280;

const FILTERS = ['buy', 'sell', 'hold', 'close'].map((action) => ({
  id: action,
  label: action,
  match: (decision: Decision) => decision.action === action,
}));

/** What the models decided and why, newest first. */
export function ModelChat({ connection }: ViewProps) {
  const decisions = useStore(connection.store, (state) => state.decisions);
  const nameOf = useAccountNames(connection);
  const trades = useStore(connection.store, (state) => state.trades);
  const positions = useStore(connection.store, (state) => state.positions);
  const wire = useWireWords(connection);
  return (
    <div className="flex h-full min-h-0 flex-col">
      {decisions.length > 0 ? <StaleNote wire={wire} /> : null}
      <div className="min-h-0 flex-1">
        <TextList
          items={decisions}
          rowKey={(decision) => decision.decisionId}
          text={(decision) => searchText(decision, nameOf)}
          render={(decision) => (
            <DecisionRow
              decision={decision}
              account={nameOf(decision.accountId)}
              aftermath={aftermathOf(decision, { decisions, trades, positions })}
            />
          )}
          filters={FILTERS}
          label="Model chat"
          timeMs={(decision) => decision.atMs}
          empty={
            wire.isLive
              ? {
                  title: 'No decisions yet',
                  hint: 'Hyperoru sends one here each time a model has decided.',
                }
              : { title: wire.title, hint: wire.hint }
          }
        />
      </div>
    </div>
  );
}

interface DecisionRowProps {
  readonly decision: Decision;
  readonly account: string;
  readonly aftermath: Aftermath;
}

function DecisionRow({ decision, account, aftermath }: DecisionRowProps) {
  return (
    <article aria-label={`${account}: ${decision.action}`} className="flex flex-col gap-1">
      <header className="flex items-center gap-2 text-[12px]">
        <Badge tone={decision.action === 'hold' ? 'neutral' : 'info'}>{decision.action}</Badge>
        <span className="text-ink font-medium">{decision.symbol ?? 'no symbol'}</span>
        <span className="text-muted truncate">{account}</span>
        <span className="text-faint ml-auto">
          <Time ms={decision.atMs} withDate />
        </span>
      </header>
      <Reasoning decision={decision} />
      <p className="text-muted text-[12px]">{aftermathText(aftermath)}</p>
    </article>
  );
}

function aftermathText(aftermath: Aftermath): string {
  switch (aftermath.kind) {
    case 'trade': {
      const { tradeId, side, sizeBase, price } = aftermath.trade;
      const what = `${side ?? 'trade'} ${formatQuantity(sizeBase, 0)} at ${formatQuantity(price)}`;
      return `Afterwards: trade ${tradeId}, ${what} (inferred: ${aftermath.evidence})`;
    }
    case 'position':
      return `Afterwards: position in ${aftermath.position.symbol} closed (inferred: ${aftermath.evidence})`;
    case 'none-expected':
      return 'Afterwards: nothing was to be done.';
    case 'none-observed':
      return `Afterwards: no action observed within ${USUAL_WINDOW_MS / 60_000} min.`;
    case 'pending':
      return 'Afterwards: nothing yet.';
    default:
      return assertNever(aftermath);
  }
}

/** Model output: text and nothing else, short until asked for. */
function Reasoning({ decision }: { readonly decision: Decision }) {
  const [isOpen, setOpen] = useState(false);
  const { reasoning, cut } = decision;
  if (reasoning === '') return <p className="text-faint text-[12px]">No reasoning was given.</p>;
  const isLong = reasoning.length > SHORT_CHARS;
  const shown = isLong && !isOpen ? `${reasoning.slice(0, SHORT_CHARS)}…` : reasoning;
  return (
    <div className="text-[13px]">
      <p className="text-ink wrap-anywhere whitespace-pre-wrap">{shown}</p>
      {isOpen && cut > 0 ? (
        <p className="text-faint text-[12px]">{cut} more characters are in the recorded frame.</p>
      ) : null}
      {isLong ? (
        <Button tone="quiet" size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Show less' : 'Show more'}
        </Button>
      ) : null}
    </div>
  );
}

function searchText(decision: Decision, nameOf: (id: string) => string): string {
  const { action, symbol, accountId, reasoning } = decision;
  return `${action} ${symbol ?? ''} ${nameOf(accountId)} ${reasoning}`;
}
