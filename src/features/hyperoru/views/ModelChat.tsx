import { useDeferredValue, useMemo, useState } from 'react';
import { createStore, useStore } from 'zustand';
import type { TimelineState } from '~/timeline/timeline';
import { Badge } from '~/ui/Badge';
import { Button } from '~/ui/Button';
import { Select } from '~/ui/Field';
import { TextList } from '~/ui/TextList';
import { Time } from '~/ui/Time';
import { endOfWindow, USUAL_WINDOW_MS } from '../aftermath';
import type { Decision, HyperoruState } from '../state';
import { vetoesIn, type Veto } from '../veto-links';
import { useAccountNames } from './account-names';
import { Afterwards } from './Afterwards';
import { afterwardsOf, KINDS, type Afterwards as Told, type Kind } from './afterwards-of';
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

const WINDOWS = [1, 5, 15, 60].map((minutes) => ({
  value: String(minutes * 60_000),
  label: `within ${minutes} min`,
}));

/** A choice above the list is no taller than its chips. */
const COMPACT = 'h-6! w-auto! max-w-48 text-[12px]!';

interface Wanted {
  readonly accountId: string;
  readonly kind: Kind | '';
  readonly windowMs: number;
}

/** What the models decided and why, newest first, and what came of it. */
export function ModelChat({ connection }: ViewProps) {
  const state = useStore(connection.store);
  const vetoes = useVetoes(connection);
  const nameOf = useAccountNames(connection);
  const wire = useWireWords(connection);
  const [wanted, setWanted] = useState<Wanted>({
    accountId: '',
    kind: '',
    windowMs: USUAL_WINDOW_MS,
  });
  const set = (part: Partial<Wanted>) => setWanted({ ...wanted, ...part });
  const items = useWanted(state, vetoes, wanted);
  const isAll = wanted.accountId === '' && wanted.kind === '';
  return (
    <div className="flex h-full min-h-0 flex-col">
      {state.decisions.length > 0 ? <StaleNote wire={wire} /> : null}
      <div className="border-line text-muted flex shrink-0 flex-wrap items-center gap-1.5 border-b px-2 py-1 text-[12px]">
        <Select
          aria-label="Account of the decisions"
          className={COMPACT}
          value={wanted.accountId}
          options={[
            { value: '', label: 'All accounts' },
            ...state.accounts.map(({ accountId }) => ({
              value: accountId,
              label: nameOf(accountId),
            })),
          ]}
          onChange={(accountId) => set({ accountId })}
        />
        <Select
          aria-label="What came of them"
          className={COMPACT}
          value={wanted.kind}
          options={[{ value: '', label: 'Whatever came of it' }, ...KINDS]}
          onChange={(kind) => set({ kind })}
        />
        <Select
          aria-label="Time in which something may follow"
          className={COMPACT}
          value={String(wanted.windowMs)}
          options={WINDOWS}
          onChange={(value) => set({ windowMs: Number(value) })}
        />
      </div>
      <div className="min-h-0 flex-1">
        <TextList
          items={items}
          rowKey={(decision) => decision.decisionId}
          text={(decision) => searchText(decision, nameOf)}
          render={(decision) => (
            <DecisionRow
              decision={decision}
              account={nameOf(decision.accountId)}
              afterwards={toldOf(decision, state, vetoes, wanted.windowMs)}
              windowMs={wanted.windowMs}
            />
          )}
          filters={FILTERS}
          label="Model chat"
          timeMs={(decision) => decision.atMs}
          empty={emptyWords(wire, isAll || state.decisions.length === 0)}
        />
      </div>
    </div>
  );
}

function emptyWords(wire: ReturnType<typeof useWireWords>, isAll: boolean) {
  if (!isAll) {
    return { title: 'No such decision', hint: 'Choose all accounts and whatever came of it.' };
  }
  if (!wire.isLive) return { title: wire.title, hint: wire.hint };
  return {
    title: 'No decisions yet',
    hint: 'Hyperoru sends one here each time a model has decided.',
  };
}

const NO_TIMELINE = createStore<TimelineState>(() => ({
  version: 0,
  entries: [],
  rewrites: 0,
  dropped: 0,
}));

/** Refusals that any wire has told. The timeline is changed in place: its version says when to look again. */
function useVetoes({ timeline = NO_TIMELINE }: ViewProps['connection']): readonly Veto[] {
  const version = useStore(timeline, (state) => state.version);
  return useMemo(
    () => (version >= 0 ? vetoesIn(timeline.getState().entries) : []),
    [timeline, version],
  );
}

/** Following up all decisions is dear, so it is done only when a person asks for some outcome, and may come late. */
function useWanted(
  current: HyperoruState,
  currentVetoes: readonly Veto[],
  { accountId, kind, windowMs }: Wanted,
): readonly Decision[] {
  const state = useDeferredValue(current);
  const vetoes = useDeferredValue(currentVetoes);
  return useMemo(() => {
    const ofAccount =
      accountId === ''
        ? state.decisions
        : state.decisions.filter((decision) => decision.accountId === accountId);
    if (kind === '') return ofAccount;
    return ofAccount.filter((decision) =>
      toldOf(decision, state, vetoes, windowMs).kinds.includes(kind),
    );
  }, [state, vetoes, accountId, kind, windowMs]);
}

function toldOf(
  decision: Decision,
  state: HyperoruState,
  vetoes: readonly Veto[],
  windowMs: number,
): Told {
  const untilMs = endOfWindow(decision, state.decisions, windowMs);
  return afterwardsOf(decision, state, vetoes, { windowMs, untilMs });
}

interface DecisionRowProps {
  readonly decision: Decision;
  readonly account: string;
  readonly afterwards: Told;
  readonly windowMs: number;
}

function DecisionRow({ decision, account, afterwards, windowMs }: DecisionRowProps) {
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
      <Afterwards told={afterwards} windowMs={windowMs} />
    </article>
  );
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
