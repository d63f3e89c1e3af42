import { formatDuration } from '~/lib/format';
import type { Received } from '~/session/wire';
import type { EntryDraft } from '~/timeline/entry';
import { agentReadOf, selectHeartbeat } from './agent';
import { headroomOf, isScarce, SCARCE_PERCENT } from './risk';
import type { AgentRow, ObjectiveRow } from './schema';
import { serverNow } from './heard';
import type { State } from './state';
import { canonicalRule, formatHeadroom, formatRuleValue, ruleLabel } from './units';

/**
 * One entry each time that the headroom of a rule falls under a fifth. Keyed by how often it has, so that readings that tell the
 * same again, or that are folded together, are one entry.
 */
export function scarcityEntries(
  rows: readonly ObjectiveRow[],
  { receivedAtMs, frameId }: Received<unknown>,
  { scarcities, objectives }: State,
): readonly EntryDraft[] {
  const isOld = objectives !== null && objectives.receivedAtMs > receivedAtMs;
  if (isOld) return [];
  const isHeld = objectives?.frameId === frameId;
  return rows.filter(isScarce).map((row) => {
    const rule = canonicalRule(row.rule);
    const known = Object.hasOwn(scarcities, rule) ? scarcities[rule]! : null;
    const crossing =
      known?.isScarce || isHeld ? (known?.crossings ?? 1) : (known?.crossings ?? 0) + 1;
    return {
      key: `headroom|${rule}|${crossing}`,
      atMs: receivedAtMs,
      kind: 'system',
      severity: 'warning',
      symbol: null,
      title: `Under ${SCARCE_PERCENT} % headroom: ${ruleLabel(row.rule)}`,
      detail: `${formatRuleValue(row.rule, row.current ?? null)} of ${formatRuleValue(row.rule, row.limit ?? null)} are used.`,
      refs: {},
      facts: [
        { label: 'Rule', value: row.rule },
        { label: 'Headroom', value: formatHeadroom(headroomOf(row) ?? 0) },
      ],
    };
  });
}

/** One entry for each heartbeat after which the agent fell silent; none while the difference of the clocks is not known. */
export function heartbeatEntries(
  row: AgentRow,
  { receivedAtMs, frameId }: Received<unknown>,
  { heard }: State,
): readonly EntryDraft[] {
  const read = agentReadOf(row, receivedAtMs, frameId, serverNow(heard, receivedAtMs));
  const heartbeat = selectHeartbeat(read, receivedAtMs);
  if (heartbeat?.state !== 'stale' || heard.skewMs === null) return [];
  return [
    {
      key: `heartbeat|${row.last_heartbeat}`,
      atMs: receivedAtMs,
      kind: 'system',
      severity: 'warning',
      symbol: null,
      title: `The agent is silent: its last heartbeat is ${formatDuration(heartbeat.ageMs)} old`,
      detail: 'The backend answers over REST, but the agent behind it does not beat.',
      refs: {},
      facts: [{ label: 'Last heartbeat', value: row.last_heartbeat ?? '' }],
    },
  ];
}
