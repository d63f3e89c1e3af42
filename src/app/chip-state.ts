import type { Budget } from '~/session/plan';
import type { SessionStatus } from '~/session/status';
import { elapsedMs } from '~/ui/set-back';

/** What a chip says about a connection. Words first; the tone only supports them. */
export interface ChipState {
  readonly word:
    'Connecting' | 'Signing in' | 'Live' | 'Late' | 'Silent' | 'Reconnecting' | 'Refused' | 'Off';
  readonly tone: 'good' | 'warn' | 'bad' | 'neutral';
  /** Why, and what happens next, in one sentence. */
  readonly detail: string;
  /** The wait for the next dial, null when none is planned. */
  readonly wait: Wait | null;
}

/** From when to when is waited, Unix milliseconds. */
export interface Wait {
  readonly sinceMs: number;
  readonly retryAtMs: number;
}

/** What is due is dialled within this time, milliseconds. */
const DUE_MS = 1_500;

/**
 * Seconds of a wait that are left; null where the clock does not tell. It may have been set since the wait began, which its
 * timer takes no notice of: none is longer than it was at its start.
 */
export function secondsLeft({ sinceMs, retryAtMs }: Wait, nowMs: number): number | null {
  const leftMs = retryAtMs - nowMs;
  if (leftMs < -DUE_MS) return null;
  const wholeMs = retryAtMs - sinceMs;
  return Math.max(0, Math.ceil((wholeMs > 0 ? Math.min(leftMs, wholeMs) : leftMs) / 1000));
}

/**
 * The truth about a connection at a moment, from its session and from how long its wire may be silent. What was heard later
 * than now was heard before the clock was set back by `setBackMs`; left out, as this page has seen it.
 */
export function chipState(
  status: SessionStatus,
  budget: Budget,
  nowMs: number,
  setBackMs?: number,
): ChipState {
  const { state } = status;
  switch (state.status) {
    case 'off':
      return chip('Off', 'neutral', 'Not connected: the connection is switched off.');
    case 'connecting':
      if (state.isAsking) {
        return chip('Connecting', 'warn', 'Allow local network access in the browser’s prompt.');
      }
      return chip('Connecting', 'warn', attemptWords('Dialling the server', state.attempt));
    case 'signing-in':
      return chip('Signing in', 'warn', 'Connected; waiting for the server’s greeting.');
    case 'waiting': {
      const detail = `${capital(plainCause(state.cause))}; retry ${state.attempt}.`;
      const { sinceMs, retryAtMs } = state;
      return { ...chip('Reconnecting', 'bad', detail), wait: { sinceMs, retryAtMs } };
    }
    case 'refused':
      return chip(
        'Refused',
        'bad',
        `${capital(state.reason)} (${state.code}). Not retried by itself.`,
      );
    case 'live':
      return freshness(status, budget, state.sinceMs, (heardMs) =>
        elapsedMs(heardMs, nowMs, setBackMs),
      );
  }
}

function freshness(
  status: SessionStatus,
  budget: Budget,
  sinceMs: number,
  silentFor: (heardMs: number) => number,
): ChipState {
  // A socket that is younger than the last word heard has had no time to be late.
  const heardMs = budget.lastHeardMs ?? status.lastFrameAtMs ?? sinceMs;
  const silentMs = Math.min(silentFor(heardMs), silentFor(sinceMs));
  if (silentMs > budget.silentAfterMs) {
    return chip(
      'Silent',
      'bad',
      `Connected, but nothing was heard for far too long. Normal: ${budget.normal}.`,
    );
  }
  return silentMs > budget.lateAfterMs
    ? chip('Late', 'warn', `Connected, but later than usual. Normal: ${budget.normal}.`)
    : chip('Live', 'good', `Connected. Normal: ${budget.normal}.`);
}

function chip(word: ChipState['word'], tone: ChipState['tone'], detail: string): ChipState {
  return { word, tone, detail, wait: null };
}

/** A browser does not tell why a dial failed; to whom reads "1006" that says even less. */
function plainCause(cause: string): string {
  return cause.replace(
    /^cannot connect \(1006\)/,
    'cannot connect: no answer, or the WebSocket was refused (code 1006)',
  );
}

function attemptWords(words: string, attempt: number): string {
  return attempt > 0 ? `${words}, retry ${attempt}.` : `${words}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
