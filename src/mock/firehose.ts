import type { FirehoseLoad } from './control';
import { startLoad } from './load';
import type { WireHost } from './wire-host';
import type { RealTime } from './world-clock';

/** Frames may still be on their way for so long after the last one was emitted. */
const TAIL_MS = 1000;

/** All wires under a fixed load together; returns what ends it. */
export function openFirehose(
  hosts: ReadonlyMap<string, WireHost>,
  load: FirehoseLoad,
  real: RealTime,
): () => void {
  const weight = (host: WireHost) => (load.mix ? (load.mix[host.id] ?? 0) : 1);
  const all = Array.from(hosts.values());
  const total = all.reduce((sum, host) => sum + weight(host), 0);
  for (const host of all) host.measure(!load.ledger, load.stamp);
  const sources = all.map((host) => ({
    rate: total > 0 ? (load.rate * weight(host)) / total : 0,
    emit: host.emitBurst,
  }));
  const stopLoad = startLoad(real, sources, load.seconds);
  const stopMeasure = real.after(load.seconds * 1000 + TAIL_MS, () => end());
  const end = () => {
    stopLoad();
    stopMeasure();
    for (const host of all) host.measure(false, false);
  };
  return end;
}
