import { decimalsOf } from '~/lib/format';
import type { Step } from './step-schema';

/** A price zone of the kernel: a fair value gap or an order block. */
export interface Zone {
  /** Type and bounds: the wire gives no id. */
  readonly id: string;
  readonly type: string;
  readonly top: number;
  readonly bottom: number;
  /** Open time of the first and last bar that named it, as far as we hold them. Ours, not the server's. */
  readonly firstSeenSec: number;
  readonly lastSeenSec: number;
}

/** The zones that the steps (ascending by time) name, each once however often it was repeated (QU-T21). */
export function zonesOf(steps: readonly Step[]): readonly Zone[] {
  const zones = new Map<string, Zone>();
  for (const step of steps) {
    for (const { type, top, bottom } of namedZones(step)) {
      const decimals = Math.min(8, Math.max(2, decimalsOf(step.bar.close)));
      const id = `${type} ${bottom.toFixed(decimals)} ${top.toFixed(decimals)}`;
      const firstSeenSec = zones.get(id)?.firstSeenSec ?? step.bar.time;
      zones.set(id, { id, type, top, bottom, firstSeenSec, lastSeenSec: step.bar.time });
    }
  }
  return [...zones.values()];
}

function namedZones(step: Step): { type: string; top: number; bottom: number }[] {
  const gaps = (step.fvg?.recent ?? []).map((gap) => zone(gap?.type, gap?.top, gap?.bot));
  const blocks = (step.ob?.recent ?? []).map((block) => zone(block?.type, block?.high, block?.low));
  return [...gaps, ...blocks].filter((one) => one !== null);
}

function zone(
  type: string | null | undefined,
  a: number | null | undefined,
  b: number | null | undefined,
) {
  if (typeof a !== 'number' || typeof b !== 'number') return null;
  return { type: type ?? 'ZONE', top: Math.max(a, b), bottom: Math.min(a, b) };
}
