import type { LiveConnection } from './connection';

type Known = Pick<LiveConnection, 'featureId'>;

/** Whether the same feature is connected more than once: only the label then tells its connections apart. */
export function hasTwin({ featureId }: Known, connections: readonly Known[]): boolean {
  return connections.filter((each) => each.featureId === featureId).length > 1;
}
