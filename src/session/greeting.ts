import type { Clock } from '~/lib/clock';
import type { SessionPlan } from './plan';

/** What is said on a socket that has just opened: at once, and the rest once the first part is answered or time is up. */
export interface Greeting<Message> {
  /** Says the first part. */
  begin(): void;
  /** Says the rest, if it waits for such a message. */
  heard(message: Message): void;
  /** The socket has ended: nothing more is said on it. */
  end(): void;
}

export function createGreeting<Message>(
  plan: Pick<SessionPlan<Message>, 'greet' | 'greetThen'>,
  send: (text: string) => void,
  clock: Clock,
): Greeting<Message> {
  /** Undoes the wait before the rest; null: nothing waits. */
  let restDue: (() => void) | null = null;

  function sayRest(): void {
    end();
    for (const text of plan.greetThen?.frames() ?? []) send(text);
  }

  function end(): void {
    restDue?.();
    restDue = null;
  }

  return {
    begin() {
      for (const text of plan.greet?.() ?? []) send(text);
      if (plan.greetThen) restDue = clock.after(plan.greetThen.withinMs, sayRest);
    },
    heard(message) {
      if (restDue && plan.greetThen?.after(message)) sayRest();
    },
    end,
  };
}
