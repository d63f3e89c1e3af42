import type { Step } from './step-schema';

/** One sensor as it is listed. */
export interface Sensor {
  readonly id: string;
  readonly name: string;
  readonly group: 'SMK' | 'λ' | 'Plugin' | 'More sensors';
  readonly layer: string | null;
  /** As sent: nominally 0 to 1, but not clamped; null where it was NaN. */
  readonly score: number | null;
  /** The score clamped to 0 to 1, for the length of a bar only (QU-T16). */
  readonly share: number;
  readonly state: string;
  readonly active: boolean;
  readonly status: string | null;
}

const GROUPS: readonly Sensor['group'][] = ['SMK', 'λ', 'Plugin', 'More sensors'];

/** The sensors of a bar by id, whatever their number and order (QU-T17): known groups first, then layer, then id. */
export function sensorsOf(step: Step): readonly Sensor[] {
  const byId = new Map<string, Sensor>();
  for (const row of step.sensors ?? []) {
    if (!row) continue;
    const { id, name, layer, status } = row;
    const score = row.score ?? null;
    const active = row.active === true;
    byId.set(id, {
      id,
      name: name || id,
      group: groupOf(id),
      layer: layer ?? null,
      score,
      share: Math.max(0, Math.min(1, score ?? 0)),
      state: stateWords(id, row.active),
      active,
      status: status ?? null,
    });
  }
  return [...byId.values()].sort(compare);
}

function compare(a: Sensor, b: Sensor): number {
  return (
    GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group) ||
    (a.layer ?? '').localeCompare(b.layer ?? '') ||
    a.id.localeCompare(b.id, 'en', { numeric: true })
  );
}

function groupOf(id: string): Sensor['group'] {
  if (/^s(0[1-9]|1[0-5])$/.test(id)) return 'SMK';
  if (/^λ[₇₈78]$/.test(id)) return 'λ';
  return /^p0[1-7]$/.test(id) ? 'Plugin' : 'More sensors';
}

/** Active means an event for most sensors, but an open gate for Mandra and a dissonance for MarketRhythm (5.7, 5.12). */
function stateWords(id: string, active: boolean | null | undefined): string {
  if (active === null || active === undefined) return 'not told';
  if (id === 's11') return active ? 'gate open' : 'gate closed';
  if (id === 'p01') return active ? 'dissonant' : 'in harmony';
  return active ? 'active' : 'quiet';
}
