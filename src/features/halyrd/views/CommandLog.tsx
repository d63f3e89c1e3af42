import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { assertNever } from '~/lib/assert-never';
import { Badge, type Tone } from '~/ui/Badge';
import { Time } from '~/ui/Time';
import { useNow } from '~/ui/use-now';
import { commandsOf, type Answer, type Command } from '../commands';
import { agreementOf, type Agreement } from '../observed';
import { ACTION_WORDS } from './action-words';
import type { ViewProps } from './view-props';

/** What was asked for, how the backend answered, and what is observed: three different things. */
export function CommandLog({ connection }: ViewProps) {
  const commands = useStore(commandsOf(connection));
  return (
    <section aria-label="Asked for and observed" className="flex min-w-0 flex-col gap-1.5">
      <h3 className="text-[12px] font-semibold">Asked for and observed</h3>
      {commands.length === 0 ? (
        <p className="text-muted text-[12px]">
          Nothing asked for since this page opened. Each command stays here with its answer and with
          what the agent is then seen to be.
        </p>
      ) : (
        <ol className="flex flex-col gap-1.5">
          {commands.toReversed().map((command) => (
            <Row key={command.id} connection={connection} command={command} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Row({ connection, command }: ViewProps & { readonly command: Command }) {
  const state = useStore(
    connection.store,
    useShallow(({ agent, phase, transitions, journal, objectives, watchlist }) => ({
      ...{ agent, phase, transitions, journal, objectives, watchlist },
    })),
  );
  const agreement = agreementOf(command, state, useNow(1_000));
  const answer = answerWords(command.answer);
  const seen = AGREEMENT[agreement.kind];
  return (
    <li className="border-line border-b pb-1 text-[12px]">
      <span className="text-ink font-medium">{ACTION_WORDS[command.kind].label}</span>{' '}
      <span className="text-muted">
        sent at <Time ms={command.sentAtMs} />
      </span>
      <div className="flex flex-wrap items-center gap-1.5">
        <Badge tone={answer.tone}>{answer.badge}</Badge>
        <Badge tone={seen.tone}>{seen.badge}</Badge>
        <span className="text-muted min-w-0 break-words">
          {answer.words} {agreementWords(agreement)}
        </span>
      </div>
    </li>
  );
}

interface Words {
  readonly tone: Tone;
  readonly badge: string;
  readonly words: string;
}

function answerWords(answer: Answer): Words {
  switch (answer.kind) {
    case 'sending':
      return { tone: 'info', badge: 'Sent', words: 'Waiting for the answer.' };
    case 'accepted':
      return { tone: 'good', badge: `Accepted (${answer.status})`, words: '' };
    case 'refused':
      return { tone: 'warn', badge: 'Refused', words: answer.words };
    case 'not-sent':
      return { tone: 'warn', badge: 'Not sent', words: answer.words };
    case 'unknown':
      return {
        tone: 'bad',
        badge: 'Outcome unknown',
        words: `${answer.words}. It may have been carried out; it is not sent again.`,
      };
    default:
      return assertNever(answer);
  }
}

const AGREEMENT: Record<Agreement['kind'], { readonly tone: Tone; readonly badge: string }> = {
  'not-done': { tone: 'neutral', badge: 'Nothing changed by it' },
  agree: { tone: 'good', badge: 'Observed' },
  pending: { tone: 'info', badge: 'Not observed yet' },
  contradiction: { tone: 'critical', badge: 'Contradiction' },
  'no-sign': { tone: 'warn', badge: 'No sign of it' },
};

function agreementWords(agreement: Agreement) {
  switch (agreement.kind) {
    case 'agree':
      return (
        <>
          Seen at <Time ms={agreement.seenAtMs} />.
        </>
      );
    case 'contradiction':
      return `Accepted, but observed: ${agreement.observed}.`;
    case 'no-sign':
      return `Observed: ${agreement.observed}.`;
    case 'pending':
    case 'not-done':
      return null;
  }
}
