import { createContext, use } from 'react';
import type { AnyFeature } from '~/feature';
import type { Recorder } from '~/recorder/recorder';
import type { StoreApi } from 'zustand';
import type { ClockWatch } from '~/timeline/clock-skew';
import type { GapLedger } from '~/timeline/gap-ledger';
import type { Timeline, TimelineState } from '~/timeline/timeline';
import type { Desk } from './desk-store';
import type { ViewOf } from './view-store';
import type { PageWorker } from './worker-channel';

/** What the views of the shell work with; made once at boot, handed down by context. */
export interface Services {
  readonly features: readonly AnyFeature[];
  readonly desk: Desk;
  readonly recorder: Recorder;
  readonly timeline: Timeline;
  /** What was or may have been missed. */
  readonly gaps: GapLedger;
  /** How far servers' clocks are from ours. */
  readonly clocks: ClockWatch;
  readonly worker: Pick<PageWorker, 'updateWaits' | 'isForeign' | 'update'>;
  /** False once the browser has refused to remember how far wires were processed. */
  readonly remembers: StoreApi<boolean>;
  /** What changes with frames, at a pace for views. */
  readonly viewOf: ViewOf;
  /** The timeline at that pace. */
  readonly timelineView: StoreApi<TimelineState>;
  /** Whether the demo backend answers on our origin. */
  readonly demoServed: boolean;
}

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = use(ServicesContext);
  if (!services) throw new Error('The shell was rendered without its services.');
  return services;
}
