import type { Clock } from '~/lib/clock';
import { isAmong } from '~/lib/origins';
import { eventOf } from '~/session/line-words';
import { isBusy, snapshotOf, type StationWord } from '~/session/station';
import { createStationHost, type Probe, type StationHost } from '~/session/station-host';
import {
  NAMESPACE,
  VERSION,
  parsePageMessage,
  type Errand,
  type LineMessage,
  type WorkerMessage,
} from '~/session/worker-messages';

export interface SupervisionDeps {
  readonly clock: Clock;
  readonly random: () => number;
  readonly probeOf: (url: string) => Probe;
  /** Says something to a page. */
  readonly post: (clientId: string, message: WorkerMessage) => void;
  /** What a page asks besides supervision; `release` as in `hear`. */
  readonly errand: (clientId: string, errand: Errand, release: () => void) => void;
  /** New at each start of the worker. */
  readonly boot: string;
}

/** The worker's side of all stations. It holds nothing that a page cannot hand to its successor. */
export interface Supervision {
  /**
   * Hears a message of a page. Its event must keep the worker alive until `release` is called: at once, when nobody waits
   * at that endpoint any more, and after 36 s in any case (Firefox ends a worker that an event holds for 60 s).
   */
  hear(clientId: string, data: unknown, release: () => void): void;
  /** What a worker says when it starts. */
  who(): WorkerMessage;
}

interface Post {
  readonly host: StationHost;
  /** Which page a line lives in. */
  readonly pages: Map<string, string>;
  readonly holders: Set<() => void>;
  probeUrl: string | null;
}

/** The longest wait of 30 s and the probe that follows it. A lease renews it. */
const HOLD_MS = 36_000;
const MOST_ENDPOINTS = 200;
const MOST_LINES = 1_000;

/** Supervises the lines of all tabs: one station per endpoint. */
export function createSupervision(deps: SupervisionDeps): Supervision {
  const posts = new Map<string, Post>();

  function hear(clientId: string, data: unknown, release: () => void): void {
    const parsed = parsePageMessage(data);
    if (parsed.kind === 'version') {
      deps.post(clientId, { ...stamp(), k: 'unsupported', speaks: VERSION });
    }
    if (parsed.kind !== 'ok') return release();
    const { message } = parsed;
    if (message.k === 'backfill' || message.k === 'cursor') {
      return deps.errand(clientId, message, release);
    }
    const post = postOf(message.ep);
    post.probeUrl = probeUrlOf(message);
    post.pages.set(message.line, clientId);
    if (post.pages.size > MOST_LINES) post.pages.delete(post.pages.keys().next().value!);
    if (message.st) post.host.step({ type: 'restore', snapshot: message.st });
    const event = eventOf(message);
    if (event) post.host.step(event);
    if (message.k === 'gone') post.pages.delete(message.line);
    hold(post, release);
  }

  function postOf(ep: string): Post {
    const known = posts.get(ep);
    if (known) return known;
    if (posts.size >= MOST_ENDPOINTS) forgetIdle();
    const made: Post = {
      pages: new Map(),
      holders: new Set(),
      probeUrl: null,
      host: createStationHost({
        clock: deps.clock,
        random: deps.random,
        get probe() {
          return made.probeUrl === null ? null : deps.probeOf(made.probeUrl);
        },
        tell: (line, word) => tell(ep, made, line, word),
        settled(state) {
          if (!isBusy(state)) for (const release of [...made.holders]) release();
        },
      }),
    };
    posts.set(ep, made);
    return made;
  }

  function tell(ep: string, post: Post, line: string, word: StationWord): void {
    const clientId = post.pages.get(line);
    if (clientId === undefined) return;
    const head = { ...stamp(), ep, line, st: snapshotOf(post.host.state()) };
    deps.post(clientId, messageOf(head, word));
  }

  function hold(post: Post, release: () => void): void {
    if (!isBusy(post.host.state())) return release();
    const end = () => {
      cancel();
      if (post.holders.delete(end)) release();
    };
    const cancel = deps.clock.after(HOLD_MS, end);
    post.holders.add(end);
  }

  function forgetIdle(): void {
    for (const [ep, post] of posts) {
      if (isBusy(post.host.state())) continue;
      post.host.dispose();
      posts.delete(ep);
      return;
    }
  }

  function stamp() {
    return { ns: NAMESPACE, v: VERSION, boot: deps.boot } as const;
  }

  return { hear, who: () => ({ ...stamp(), k: 'who' }) };
}

type Head = Pick<Extract<WorkerMessage, { k: 'plan' }>, 'ns' | 'v' | 'boot' | 'ep' | 'line' | 'st'>;

function messageOf(head: Head, word: StationWord): WorkerMessage {
  switch (word.say) {
    case 'connect':
      return { ...head, k: 'connect', epoch: word.epoch, notBeforeMs: word.notBeforeMs };
    case 'plan':
      return { ...head, k: 'plan', attempt: word.attempt, retryAtMs: word.retryAtMs };
    case 'block':
      return { ...head, k: 'block', refusal: word.refusal };
  }
}

/** What may not be asked for this page is not probed: it then dials without, under its own policy. */
function probeUrlOf({ probeUrl, only }: LineMessage): string | null {
  return probeUrl !== null && isAmong(only, probeUrl) ? probeUrl : null;
}
