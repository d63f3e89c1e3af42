import type { RecordedFrame } from '~/recorder/frame-log';
import { isoOf } from '~/ui/Time';
import type { InspectedConnection } from './match';

/**
 * Frames as NDJSON, one a line, oldest first: id, time (ISO and Unix ms), connection, wire, direction, origin, source,
 * length on the wire, verdict, text. Secrets are masked, as everywhere.
 */
export function ndjsonOf(
  frames: readonly RecordedFrame[],
  connections: readonly InspectedConnection[],
): string {
  const wires = new Map(connections.map(({ id, featureId }) => [id, featureId]));
  return frames.map((frame) => `${JSON.stringify(lineOf(frame, wires))}\n`).join('');
}

function lineOf(frame: RecordedFrame, wires: ReadonlyMap<string, string>): object {
  const { id, atMs, connectionId, direction, origin, source, length, verdict, text } = frame;
  return {
    id,
    at: isoOf(atMs),
    atMs,
    connectionId,
    wire: wires.get(connectionId) ?? null,
    direction,
    origin,
    source,
    length,
    verdict,
    text,
  };
}
