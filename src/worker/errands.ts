import type { Clock } from '~/lib/clock';
import { isAmong } from '~/lib/origins';
import { askServer } from '~/session/ask-server';
import type { CursorLog } from '~/session/cursor-log';
import type { RestAnswer } from '~/session/rest-answer';
import { askInTries } from '~/session/tries';
import {
  NAMESPACE,
  VERSION,
  type Errand,
  type PageMessage,
  type WorkerMessage,
} from '~/session/worker-messages';

export interface ErrandDeps {
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly cursors: Pick<CursorLog, 'commit'>;
  readonly post: (clientId: string, message: WorkerMessage) => void;
  readonly boot: string;
}

/** What the worker does for pages besides supervising: it asks REST once for all of them, and keeps their cursors. */
export interface Errands {
  /** The page's event must keep the worker alive until `release` is called. */
  run(clientId: string, errand: Errand, release: () => void): void;
}

type Backfill = Extract<PageMessage, { k: 'backfill' }>;

interface Asked {
  readonly startedAtMs: number;
  readonly answer: Promise<RestAnswer>;
}

/** A page may be this late to want the same answer; also how long one is held, in memory only. */
const HELD_MS = 30_000;
const MOST_HELD = 20;
/** Longer ones serve those only who ask while they are on their way. */
const MOST_HELD_CHARS = 1024 * 1024;
const REFUSED: RestAnswer = { kind: 'unreachable', reason: 'not one of the saved addresses' };

export function createErrands(deps: ErrandDeps): Errands {
  /** By address and headers: what one key may see is not shown to another. */
  const asked = new Map<string, Asked>();

  async function backfill(clientId: string, question: Backfill): Promise<void> {
    const answer = await answerTo(question);
    deps.post(clientId, { ...stamp(), k: 'backfill', req: question.req, answer });
  }

  function answerTo(question: Backfill): Promise<RestAnswer> {
    const { url, headers, maxLength, only } = question;
    if (!isAmong(only, url)) return Promise.resolve(REFUSED);
    const key = JSON.stringify([url, headers, maxLength, only !== null]);
    const known = asked.get(key);
    // An answer that was under way before that page's socket was subscribed may lack what neither then brings.
    if (known && known.startedAtMs > question.afterMs) return known.answer;
    const mine: Asked = { startedAtMs: deps.clock.now(), answer: ask(question) };
    asked.delete(key);
    asked.set(key, mine);
    if (asked.size > MOST_HELD) asked.delete(asked.keys().next().value!);
    const forget = () => asked.get(key) === mine && asked.delete(key);
    deps.clock.after(HELD_MS, forget);
    // A failure is no answer: whoever asks next asks the server.
    void mine.answer.then((answer) => isWorthHolding(answer) || forget());
    return mine.answer;
  }

  function ask({ url, headers, withinMs, maxLength, only }: Backfill): Promise<RestAnswer> {
    const { fetch, clock } = deps;
    // A page's policy also judges where it is sent on to; here nobody would.
    const init = { headers, redirect: only === null ? 'follow' : 'error' } as const;
    return askInTries((ms) => askServer(url, init, { fetch, clock, withinMs: ms, maxLength }), {
      clock,
      withinMs,
    });
  }

  function stamp() {
    return { ns: NAMESPACE, v: VERSION, boot: deps.boot } as const;
  }

  return {
    run(clientId, errand, release) {
      if (errand.k === 'backfill') {
        void backfill(clientId, errand).finally(release);
        return;
      }
      void deps.cursors
        .commit(errand.ep, errand.cursor)
        .then((kept) => deps.post(clientId, { ...stamp(), k: 'cursor', req: errand.req, kept }))
        .finally(release);
    },
  };
}

function isWorthHolding(answer: RestAnswer): boolean {
  if (answer.kind !== 'answer' || answer.text.length > MOST_HELD_CHARS) return false;
  return answer.status >= 200 && answer.status <= 299;
}
