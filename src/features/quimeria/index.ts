import { defineFeature } from '~/feature';
import { lazyView } from '~/ui/lazy-view';
import { bars } from './chart';
import { describe } from './describe';
import { fingerprint } from './fingerprint';
import { optionsSchema } from './options';
import { budget, serverTimeMs } from './select';
import { initialState } from './state';
import { apply } from './store';
import { useQuimeriaSocket } from './use-quimeria-socket';
import { quimeriaWire } from './wire';
import { worthKeeping } from './worth-keeping';

const KernelBoard = lazyView(() => import('./views/KernelBoard'), 'KernelBoard');
const BarsTable = lazyView(() => import('./views/BarsTable'), 'BarsTable');
const Control = lazyView(() => import('./views/Control'), 'Control');
const KernelBlocks = lazyView(() => import('./views/KernelBlocks'), 'KernelBlocks');
const KernelSetup = lazyView(() => import('./views/KernelSetup'), 'KernelSetup');
const Sensors = lazyView(() => import('./views/Sensors'), 'Sensors');
const Verdict = lazyView(() => import('./views/Verdict'), 'Verdict');

/** QUIMERIA-HYPERION: closed bars and the kernel's whole opinion of each, over `/ws/live`. */
export const feature = defineFeature({
  id: 'quimeria',
  title: 'QUIMERIA-HYPERION',
  carries: 'Bars',
  summary: 'Closed candles with the verdict, sensors and plan of a Sovereign Market Kernel.',
  defaults: { socketUrl: 'ws://localhost:8000', restUrl: 'http://localhost:8000' },
  options: optionsSchema,
  fingerprint,
  wire: () => quimeriaWire,
  initialState: () => initialState,
  apply,
  describe,
  serverTimeMs,
  budget,
  bars,
  worthKeeping,
  replays: ({ mode }) => mode === 'replay',
  panels: [
    { id: 'kernel', title: 'Kernel', area: 'board', component: KernelBoard },
    { id: 'verdict', title: 'Verdict', area: 'desk', component: Verdict },
    { id: 'sensors', title: 'Sensors', area: 'desk', component: Sensors },
    { id: 'kernel-blocks', title: 'Kernel blocks', area: 'desk', component: KernelBlocks },
    { id: 'bars', title: 'Bars', area: 'desk', component: BarsTable },
    { id: 'control', title: 'Feed control', area: 'desk', component: Control },
    { id: 'setup', title: 'Kernel setup', area: 'desk', component: KernelSetup },
  ],
  useSocket: useQuimeriaSocket,
});
