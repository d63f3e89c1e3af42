import type { WorldEvents } from '~/mock/contract';

type Kind = keyof WorldEvents;
type Listener<K extends Kind> = (event: WorldEvents[K], atMs: number) => void;

/** Tells listeners what happened, in the order in which they came. One that throws does not stop the others. */
export interface Emitter {
  on<K extends Kind>(kind: K, listener: Listener<K>): () => void;
  emit<K extends Kind>(kind: K, event: WorldEvents[K], atMs: number): void;
}

export function createEmitter(report: (error: unknown) => void): Emitter {
  const listeners = new Map<Kind, Set<Listener<never>>>();
  return {
    on: (kind, listener) => {
      const own = listeners.get(kind) ?? new Set();
      listeners.set(kind, own);
      own.add(listener);
      return () => void own.delete(listener);
    },
    emit: (kind, event, atMs) => {
      for (const listener of listeners.get(kind) ?? []) {
        try {
          (listener as Listener<typeof kind>)(event, atMs);
        } catch (error) {
          report(error);
        }
      }
    },
  };
}
