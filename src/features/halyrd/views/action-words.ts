import { formatFraction, formatNumber } from '~/lib/format';
import { livePositions, lostWords, stakeWords } from '../availability';
import type { ActionKind } from '../endpoints';
import type { State } from '../state';

/** How an action is named, what it leads to, and what must be typed first. */
export interface ActionWords {
  readonly label: string;
  readonly title: string;
  readonly short: string;
  readonly typed: string;
  /** Sentences on what will happen, for this agent in its present state. */
  readonly consequences: (state: State) => readonly string[];
}

export const ACTION_WORDS: Record<ActionKind, ActionWords> = {
  promote: {
    label: 'Promote to live',
    title: 'Promote this agent to live trading?',
    short: 'Real capital on BNB Smart Chain from the next order on.',
    typed: 'GO LIVE',
    consequences: (state) => [
      'From the next order on the agent trades real capital on BNB Smart Chain, without asking again.',
      drawdownWords(state),
      'It stays live until a limit is breached, you demote it, or you use the kill switch.',
    ],
  },
  'force-promote': {
    label: 'Force promote…',
    title: 'Promote before it is eligible?',
    short: 'Overrules an evaluation that has not been passed.',
    typed: 'FORCE',
    consequences: (state) => [
      'The evaluation says that this agent is NOT ready. You overrule it.',
      evaluationWords(state),
      drawdownWords(state),
    ],
  },
  demote: {
    label: 'Demote to paper',
    title: 'Take this agent out of live trading?',
    short: 'Back to paper; live trading stays locked until it is approved again.',
    typed: 'DEMOTE',
    consequences: () => [
      'The agent goes back to paper trading. The backend’s documents call this hard to undo.',
      'Whether live positions are closed is not documented: look at the wallet.',
    ],
  },
  reapprove: {
    label: 'Re-approve',
    title: 'Approve this agent again after its breach?',
    short: 'Ends the lock that a maximum breach or a manual demotion left.',
    typed: 'APPROVE',
    consequences: (state) => [
      'The lock ends that a breach or a manual demotion left. The agent can then earn live trading again.',
      drawdownWords(state),
    ],
  },
  kill: {
    label: 'Kill switch…',
    title: 'Revoke the signing session?',
    short: 'Nothing live is signed any more, exits included.',
    typed: 'revoke signing',
    consequences: (state) => [
      'The wallet signs nothing any more. That stops EXITS TOO: an open live position cannot be closed by the agent.',
      openPositionWords(state),
      'Paper trading, journal and evaluation go on. Only the wallet tool can restore signing; this page cannot.',
      stakeWords(state),
    ],
  },
  config: {
    label: 'New configuration…',
    title: 'Start a new configuration version?',
    short: '',
    typed: 'NEW VERSION',
    consequences: (state) => [
      'The current version is retired; the new one starts with an empty track record and evaluation window.',
      lostWords(state),
      stakeWords(state),
    ],
  },
  watchlist: {
    label: 'New watchlist…',
    title: 'Change the watchlist?',
    short: '',
    typed: 'NEW VERSION',
    consequences: (state) => [
      'A new watchlist is a new configuration version, with an empty track record and evaluation window.',
      lostWords(state),
      stakeWords(state),
    ],
  },
};

function drawdownWords({ samples }: State): string {
  const last = samples.at(-1);
  return last
    ? `Last snapshot: equity ${formatNumber(last.equity)} USDT, ${formatFraction(last.drawdown)} below the all-time peak.`
    : 'No equity snapshot is known.';
}

function evaluationWords({ evaluation }: State): string {
  const unmet = (evaluation?.value.objectives ?? []).filter(({ met }) => met === false);
  if (!evaluation) return 'The evaluation has not been read.';
  return unmet.length === 0
    ? `Evaluation state: ${evaluation.value.state}.`
    : `Not met: ${unmet.map(({ rule }) => rule).join(', ')}.`;
}

function openPositionWords(state: State): string {
  const positions = livePositions(state);
  switch (positions.kind) {
    case 'open':
      return `WARNING: the last live trade was a purchase of ${positions.pairs.join(', ')}, so a position is probably open.`;
    case 'closed':
      return `The last live trade seen on the stream was a sale of ${positions.pairs.join(', ')}; check the wallet all the same.`;
    case 'not-known':
      return 'Whether a live position is open is not known from the trades seen on the stream: check the wallet.';
  }
}
