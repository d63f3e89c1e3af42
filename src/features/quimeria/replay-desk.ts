import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Connection } from '~/feature';
import type { Clock } from '~/lib/clock';
import { isEarlier, type Reception } from './bar-fact';
import type { QuimeriaOptions } from './options';
import { encodeCommand, type StreamCommand } from './schema';
import type { Playback, QuimeriaState } from './state';

type Replayed = Pick<Connection<QuimeriaState, QuimeriaOptions>, 'send' | 'store'>;

/** What the replay does, as far as commands and bars tell. */
export interface ReplayDesk {
  /** `priming`: a step was sent whose bar has to come before a run is sent (QU-T9). `silent`: the server stopped answering. */
  readonly phase: 'idle' | 'priming' | 'running' | 'paused' | 'done' | 'silent';
  /** What went wrong last, in words. */
  readonly problem: string | null;
}

export interface ReplayControls {
  readonly state: StoreApi<ReplayDesk>;
  run(speedMs: number): void;
  step(): void;
  pause(): void;
  reset(): void;
  /** Stops watching. */
  end(): void;
}

/** Something heard, and when. */
interface News {
  readonly at: Reception;
  readonly hear: () => void;
}

/** The server knows no faster pace; 0 would be read as "missing" (QU-T10). */
const LEAST_SPEED_MS = 16;
const LEAST_PATIENCE_MS = 2_000;

/** Commands of one replay connection, sent so that the published build does not fall silent. */
export function createReplayDesk({ send, store }: Replayed, after: Clock['after']): ReplayControls {
  const state = createStore<ReplayDesk>(() => ({ phase: 'idle', problem: null }));
  let speedMs = LEAST_SPEED_MS;
  let retried = false;
  let calm: (() => void) | null = null;
  /** Commands of ours whose word has not come yet. It may come after a later command, which it says nothing about. */
  let owedWords = 0;

  function say(command: StreamCommand): boolean {
    const result = send(encodeCommand(command));
    if (!result.sent) become('paused', result.reason);
    else if (command.action === 'stop' || command.action === 'reset') owedWords += 1;
    return result.sent;
  }

  function become(phase: ReplayDesk['phase'], problem: string | null = null): void {
    state.setState({ phase, problem });
    calm?.();
    calm = phase === 'priming' || phase === 'running' ? after(patienceMs(), despair) : null;
  }

  function patienceMs(): number {
    return Math.max(LEAST_PATIENCE_MS, 5 * speedMs);
  }

  /** Silence after a run is the published build's fault, mended by one more step and run; once. */
  function despair(): void {
    calm = null;
    if (retried) {
      become('silent', 'No bar came: the server does not answer run. Step by step may still work.');
      return;
    }
    retried = true;
    if (say({ action: 'step' })) become('priming');
  }

  function heardBar(): void {
    const { phase } = state.getState();
    if (phase === 'priming') {
      if (say({ action: 'run', speed: speedMs })) become('running');
    } else if (phase === 'running') become('running');
    else if (phase === 'silent') become('paused');
  }

  function heardWord({ word }: Playback): void {
    if (word === 'done') become('done');
    else if (owedWords > 0) owedWords -= 1;
    else become(word === 'reset' ? 'idle' : 'paused');
  }

  /** Several may come in one change of the store, under load or because a view's store is paced: each counts. */
  function newsOf({ newest, playback }: QuimeriaState, before: QuimeriaState): readonly News[] {
    const last = before.playback.at(-1);
    const news: News[] = playback
      .filter((word) => !last || isEarlier(last, word))
      .map((word) => ({ at: word, hear: () => heardWord(word) }));
    if (newest && newest !== before.newest) news.push({ at: newest, hear: heardBar });
    return news.sort((a, b) => (isEarlier(a.at, b.at) ? -1 : 1));
  }

  const undo = store.subscribe((now, before) => {
    for (const { hear } of newsOf(now, before)) hear();
    const { lastError } = now;
    if (lastError && lastError !== before.lastError) become('paused', lastError.words);
  });

  return {
    state,
    run(wantedMs) {
      speedMs = Math.max(LEAST_SPEED_MS, Math.round(wantedMs));
      retried = false;
      if (say({ action: 'step' })) become('priming');
    },
    step() {
      if (say({ action: 'step' })) become('paused');
    },
    pause() {
      if (say({ action: 'stop' })) become('paused');
    },
    reset() {
      if (say({ action: 'reset' })) become('idle');
    },
    end() {
      undo();
      calm?.();
    },
  };
}
