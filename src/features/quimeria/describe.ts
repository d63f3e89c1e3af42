import { formatFraction, formatQuantity, formatSigned } from '~/lib/format';
import type { Received } from '~/session/wire';
import type { EntryDraft } from '~/timeline/entry';
import { fitEntry } from '~/timeline/fit-entry';
import { barFactOf, symbolOf, type BarFact } from './bar-fact';
import { missingBetween } from './gap-band';
import { vetoWords } from './marks';
import type { QuimeriaMessage } from './schema';
import { isRestart } from './spacing';
import type { QuimeriaState } from './state';
import { planOf, type Plan } from './step';
import type { Step } from './step-schema';
import { isFatal } from './store';

type Incoming = Received<QuimeriaMessage>;

/** What the timeline shall say about a message. Keys are made of symbol and bar time, so a bar seen twice is one entry. */
export function describe(received: Incoming, before: QuimeriaState): readonly EntryDraft[] {
  return entriesOf(received, before).map(fitEntry);
}

function entriesOf(received: Incoming, before: QuimeriaState): readonly EntryDraft[] {
  const { message } = received;
  switch (message.type) {
    case 'bar':
      // A replayed bar did not happen now, so the timeline does not mention it.
      return message.data.live === true ? describeBar(message.data, received, before) : [];
    case 'logs/raw_bars':
      return message.steps.flatMap((step) =>
        step.live === true ? describeVerdict(step, barFactOf(step, received)) : [],
      );
    case 'error':
      return [errorEntry(message.message ?? 'error without a text', received)];
    case 'order':
      return [orderEntry(message, received)];
    case 'log':
      return [{ ...spoken(received, `log:${message.data}`, 'status'), title: message.data }];
    default:
      return [];
  }
}

function describeBar(step: Step, received: Incoming, before: QuimeriaState): EntryDraft[] {
  const fact = barFactOf(step, received);
  return [...describeVerdict(step, fact), ...describeTurn(symbolOf(step), fact, before)];
}

/** What the bar says by itself: a refusal, a change of the cycle, a plan. */
function describeVerdict(step: Step, fact: BarFact): EntryDraft[] {
  const symbol = symbolOf(step);
  const entries: EntryDraft[] = [];
  if (fact.gate === 'closed') entries.push(vetoEntry(step, symbol, fact));
  if (step.amd?.changed && step.amd.prev && fact.amd) {
    entries.push(
      atBar('amd', 'regime', symbol, fact, `Market cycle ${step.amd.prev} → ${fact.amd}`),
    );
  }
  const plan = planOf(step);
  if (plan && fact.plan) entries.push(planEntry(plan, step, symbol, fact));
  return entries;
}

/**
 * What the bar says against the newest one known. `before` is the state ahead of the whole batch, so these entries are
 * keyed by the older bar (one turn at most is told for it), and holes between bars are left to the chart's bands, which
 * see every bar: in a burst only a hole that the bar index confirms can be told from a bar of the same batch.
 */
function describeTurn(symbol: string, fact: BarFact, before: QuimeriaState): EntryDraft[] {
  const series = before.series.findLast((one) => one.symbol === symbol);
  const last = series?.facts[series.facts.length - 1];
  if (!series || !last || fact.timeSec <= last.timeSec) return [];
  const entries: EntryDraft[] = [];
  const since = { ...fact, timeSec: last.timeSec };
  if (isRestart(last, fact)) {
    const title = `Feed restarted on the server: it held ${last.total} bars, now ${fact.total}`;
    entries.push({
      ...atBar('restart', 'status', symbol, since, title),
      severity: 'notice',
      ...timeOf(fact),
    });
  }
  if (fact.regime && last.regime && fact.regime !== last.regime) {
    const title = `Regime ${last.regime} → ${fact.regime}`;
    entries.push({ ...atBar('regime', 'regime', symbol, since, title), ...timeOf(fact) });
  }
  const missing = missingBetween(last.timeSec, fact.timeSec, series.outline.spacing.intervalSec);
  if (missing > 0 && last.index !== null && fact.index === last.index + 1) {
    const title = `${missing} candle${missing === 1 ? '' : 's'} skipped by the server`;
    entries.push({
      ...atBar('skip', 'gap', symbol, since, title),
      severity: 'notice',
      ...timeOf(fact),
    });
  }
  return entries;
}

function vetoEntry(step: Step, symbol: string, fact: BarFact): EntryDraft {
  const verbatim = fact.reasons.join(', ');
  return {
    ...atBar('veto', 'veto', symbol, fact, vetoWords(fact)),
    severity: fact.decision === 'Reset' ? 'notice' : 'warning',
    detail: verbatim === '' ? null : verbatim,
    facts: factsOf(step),
  };
}

function planEntry(plan: Plan, step: Step, symbol: string, fact: BarFact): EntryDraft {
  const prices = [
    plan.stop === null ? null : `stop ${formatQuantity(plan.stop)}`,
    plan.target === null ? null : `target ${formatQuantity(plan.target)}`,
  ].filter((one) => one !== null);
  return {
    ...atBar('plan', 'decision', symbol, fact, [`Plan armed: ${fact.plan}`, ...prices].join(', ')),
    severity: 'notice',
    detail: plan.reason || null,
    facts: factsOf(step),
  };
}

function factsOf({ fusion, amd }: Step): { label: string; value: string }[] {
  const facts = [
    { label: 'p', value: formatSigned(fusion?.p_fused) },
    { label: 'confidence', value: formatFraction(fusion?.confidence, 0) },
    { label: 'cycle', value: amd?.state ?? '' },
    { label: 'regime', value: fusion?.regime ?? '' },
  ];
  return facts.filter(({ value }) => value !== '' && value !== '—');
}

function atBar(
  key: string,
  kind: EntryDraft['kind'],
  symbol: string,
  fact: BarFact,
  title: string,
): EntryDraft {
  return {
    key: `${key}:${symbol}:${fact.timeSec}`,
    ...timeOf(fact),
    kind,
    severity: 'info',
    symbol,
    title,
    detail: null,
  };
}

function timeOf(fact: BarFact): Pick<EntryDraft, 'atMs' | 'refs'> {
  return { atMs: fact.timeSec * 1000, refs: { barTimeSec: fact.timeSec } };
}

function errorEntry(words: string, received: Incoming): EntryDraft {
  const fatal = isFatal(words);
  return {
    ...spoken(received, `error:${words}`, 'system'),
    severity: 'warning',
    title: fatal ? `Feed stopped on server: ${words}` : `Server error: ${words}`,
    detail: fatal ? 'The feed must be started again.' : null,
  };
}

function orderEntry(
  message: Extract<QuimeriaMessage, { type: 'order' }>,
  received: Incoming,
): EntryDraft {
  const { side, lots, price } = message.order ?? {};
  const parts = [
    message.event,
    side,
    lots == null ? null : `${lots} lots`,
    price == null ? null : `at ${price}`,
  ];
  const words = parts.filter(Boolean).join(' ') || 'without details';
  return {
    ...spoken(received, `order:${words}`, 'order'),
    severity: 'notice',
    title: `Kernel order ${words}`,
  };
}

/** These messages have no identity: the same words within ten seconds are taken as one message, delivered twice. */
function spoken({ receivedAtMs }: Incoming, key: string, kind: EntryDraft['kind']): EntryDraft {
  return {
    key: `${key}:${Math.floor(receivedAtMs / 10_000)}`,
    atMs: receivedAtMs,
    kind,
    severity: 'info',
    symbol: null,
    title: '',
    detail: null,
    refs: {},
  };
}
