import { assertNever } from '~/lib/assert-never';
import { shorten } from '~/lib/shorten';
import type { Received } from '~/session/wire';
import type { QuimeriaMessage } from './schema';
import { SETUP_LIMIT, type FeedReport, type PluginReport, type QuimeriaState } from './state';
import { StateDraft } from './state-draft';

type Incoming = Received<QuimeriaMessage>;
type PluginsBody = Extract<QuimeriaMessage, { type: 'plugins' }>['body'];
type StatusBody = Extract<QuimeriaMessage, { type: 'live/status' }>['body'];

/** Folds messages in the order in which they came. Pure and idempotent; gives `state` itself when nothing changed. */
export function apply(state: QuimeriaState, batch: readonly Incoming[]): QuimeriaState {
  const draft = new StateDraft(state);
  for (const received of batch) fold(draft, received);
  return draft.finish();
}

const ERROR_CHARS = 300;

/** A failed bootstrap ends the feed; a failed poll is tried again by the server (4.2). */
export function isFatal(error: string): boolean {
  return /initial candles/i.test(error);
}

function fold(draft: StateDraft, received: Incoming): void {
  const { message, receivedAtMs, frameId } = received;
  switch (message.type) {
    case 'bar':
      return draft.takeBar(message.data, received);
    case 'logs/raw_bars':
      return foldLog(draft, message, received);
    case 'live/status':
      return draft.takeReport(reportOf(message.body, received));
    case 'live/stop':
      if (message.body.status === 'stopped') draft.remark('halt', received, 'stopped on request');
      return;
    case 'error':
      return foldError(draft, received, message.message ?? 'error without a text');
    case 'tick': {
      const { price, symbol = null } = message.data;
      return draft.takeTick({ price, symbol, receivedAtMs, frameId });
    }
    case 'done':
    case 'stopped':
    case 'reset':
      return draft.takePlayback({ word: message.type, receivedAtMs, frameId });
    case 'load/sample':
    case 'load/csv': {
      const { count = null, source = null } = message.body;
      return draft.takeLoaded({ count, source, receivedAtMs, frameId });
    }
    case 'plugins':
      return draft.takeSetup('plugins', pluginsOf(message.body, received));
    case 'api/status': {
      const { modules_ok, modules_failed } = message.body;
      const works = (modules_ok ?? []).slice(0, SETUP_LIMIT);
      const failed = (modules_failed ?? []).slice(0, SETUP_LIMIT);
      return draft.takeSetup('modules', { works, failed, receivedAtMs, frameId });
    }
    case 'config/modules': {
      const names = (message.body.disabled ?? []).slice(0, SETUP_LIMIT);
      return draft.takeSetup('modulesOff', { names, receivedAtMs, frameId });
    }
    // An accepted start is no proof that data flows (QU-T6): only a status or a bar is.
    case 'live/start':
    case 'api/ping':
    case 'plugins/toggle':
    case 'pong':
    case 'ping':
    case 'order':
    case 'log':
      return;
    default:
      assertNever(message);
  }
}

/** The log also holds bars of replays, which never were live. */
function foldLog(
  draft: StateDraft,
  message: Extract<QuimeriaMessage, { type: 'logs/raw_bars' }>,
  received: Incoming,
): void {
  for (const step of message.steps) if (step.live === true) draft.takeBar(step, received);
}

function foldError(draft: StateDraft, received: Incoming, text: string): void {
  const words = shorten(text, ERROR_CHARS);
  draft.remark('lastError', received, words);
  if (isFatal(words)) draft.remark('halt', received, words);
}

function reportOf(body: StatusBody, { receivedAtMs, frameId }: Incoming): FeedReport {
  return {
    running: body.running,
    symbol: body.symbol?.toUpperCase() ?? null,
    granularity: body.granularity ?? null,
    clients: body.clients ?? null,
    lastBarSec: body.last_ts || null,
    receivedAtMs,
    frameId,
  };
}

function pluginsOf(body: PluginsBody, { receivedAtMs, frameId }: Incoming): PluginReport {
  return {
    list: body.plugins.slice(0, SETUP_LIMIT).map((row) => ({
      name: row.name,
      layer: row.layer ?? null,
      sensor: row.sensor ?? null,
      enabled: row.enabled === true,
      ready: row.ready ?? null,
      bars: row.bars ?? null,
      warmup: row.warmup ?? null,
    })),
    errors: Object.entries(body.errors ?? {})
      .slice(0, SETUP_LIMIT)
      .map(([name, words]) => ({
        name,
        words: typeof words === 'string' ? words : JSON.stringify(words),
      })),
    receivedAtMs,
    frameId,
  };
}
