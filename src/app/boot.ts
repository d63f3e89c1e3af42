import { systemClock } from '~/lib/clock';
import { openShelf } from '~/lib/database';
import { createRecorder } from '~/recorder/recorder';
import { createCursorLog } from '~/session/cursor-log';
import { createDoor } from '~/session/door';
import { createErrandDesk } from '~/session/errand-desk';
import { browserFrameHost, createNextFrame } from '~/session/next-frame';
import { openBrowserSocket } from '~/session/socket';
import { createClockWatch } from '~/timeline/clock-skew';
import { createGapLedger } from '~/timeline/gap-ledger';
import { createTimeline } from '~/timeline/timeline';
import { usePageMode } from '~/ui/page-mode';
import { createDesk, type Desk } from './desk-store';
import { demoSettings, isDemoServed } from './first-visit';
import { watchGaps } from './gap-watch';
import { isStrict, narrowOwnPolicy } from './own-policy';
import { createKnownStates } from './known-states';
import { watchLocalAccess } from './local-access';
import { modeOf } from './mode';
import { features } from './registry';
import type { Services } from './services';
import { createViewPace } from './view-store';
import { loadSettings, saveSettings } from './settings';
import { stayAwake } from './stay-awake';
import { sweepKept } from './sweep-kept';
import { startWorker } from './worker-channel';
import { randomId, superviseEndpoints } from './worker-supervise';

/** Frames waiting at the door from which on data goes before views: about half an animation frame of full load. */
const MUCH_WAITING = 50;

/** Makes everything that lives as long as the page: one door, one recorder, one timeline, the connections. */
export async function boot(view: Window & typeof globalThis): Promise<Services> {
  const recorder = createRecorder();
  const timeline = createTimeline();
  const gaps = createGapLedger();
  const clocks = createClockWatch();
  const frameHost = browserFrameHost(view);
  const door = createDoor({
    nextFrame: createNextFrame(frameHost),
    isHidden: () => frameHost.isHidden(),
    precise: () => view.performance.now(),
    drained(framesHandled) {
      recorder.publish();
      // For measuring from outside: a benchmark must know when a frame is in the stores. One event a drain.
      view.dispatchEvent(new CustomEvent('vigil:drained', { detail: framesHandled }));
    },
  });
  const viewOf = createViewPace(systemClock, () => door.backlog() > MUCH_WAITING);
  const fetcher: typeof fetch = (input, init) => view.fetch(input, init);
  const stored = loadSettings(view.localStorage);
  const only = narrowOwnPolicy(
    view.document,
    isStrict(view.localStorage) ? (stored.connections ?? []) : null,
    view.crypto.getRandomValues(new Uint8Array(16)),
  );
  const demoServed = await isDemoServed(fetcher);
  const firstVisit = demoServed ? demoSettings(features) : [];
  // Stored at once, so that a reload with the server down opens the same desk and not the first screen.
  if (stored.connections === null && demoServed) saveSettings(view.localStorage, firstVisit);
  const worker = startWorker(
    view.navigator.serviceWorker,
    systemClock,
    import.meta.env.PROD ? 'classic' : 'module',
    only,
  );
  const errands = createErrandDesk({
    clock: systemClock,
    channel: worker.channel,
    cursors: createCursorLog(openShelf('cursors')),
    pageId: randomId(view),
  });
  // A build's own script is named by its content. In development nothing is, so nothing is kept.
  const known = import.meta.env.PROD
    ? createKnownStates(openShelf('known'), import.meta.url)
    : undefined;
  // Not where the settings could not be read: what they were may yet be put right.
  if (stored.connections !== null && stored.notices.length === 0) {
    sweepKept(stored.connections, known, errands);
  }
  const desk = createDesk(
    { settings: stored.connections ?? firstVisit, notices: stored.notices },
    {
      features,
      origin: view.location.origin,
      storage: view.localStorage,
      clock: systemClock,
      openSocket: openBrowserSocket,
      supervise: superviseEndpoints(view, worker.channel, systemClock),
      fetch: fetcher,
      door,
      recorder,
      timeline,
      gaps,
      clocks,
      viewOf,
      errands,
      known,
      accessTo: watchLocalAccess(view.navigator.permissions, view.location.href),
    },
  );
  tellMode(desk);
  watchGaps(desk, { ledger: gaps, timeline, clock: systemClock });
  followHints(view, () => {
    for (const connection of desk.store.getState().connections) connection.hint();
  });
  followEnd(view, () => {
    for (const connection of desk.store.getState().connections) connection.flush();
  });
  followAbsence(view, () => {
    for (const connection of desk.store.getState().connections) connection.away();
  });
  stayAwake(view, () => desk.store.getState().connections.length > 0);
  const timelineView = viewOf(timeline.store);
  return {
    features,
    desk,
    recorder,
    timeline,
    gaps,
    clocks,
    worker,
    viewOf,
    timelineView,
    demoServed,
    remembers: errands.remembers,
  };
}

/** Features look at the word before they act: it must not be behind by as much as a frame. */
function tellMode({ store }: Desk): void {
  const tell = () => usePageMode.setState({ word: modeOf(store.getState().connections) });
  tell();
  store.subscribe(tell);
}

/**
 * From either on the page may end without another word. One that the browser puts aside for the back button is left alone:
 * a write under way would make the browser drop it.
 */
function followEnd(view: Window, flush: () => void): void {
  let isPutAside = false;
  view.addEventListener('pagehide', ({ persisted }) => {
    isPutAside = persisted;
    if (!persisted) flush();
  });
  view.addEventListener('pageshow', () => (isPutAside = false));
  view.document.addEventListener('visibilitychange', () => {
    if (view.document.visibilityState === 'hidden' && !isPutAside) flush();
  });
}

/** After either nothing of this page runs, for ever or until it is resumed, and a dial under way may never be finished. */
function followAbsence(view: Window, away: () => void): void {
  view.addEventListener('pagehide', away);
  view.document.addEventListener('freeze', away);
}

/** Any of these may mean that dialling works again; single ones get lost, so all are heard. */
function followHints(view: Window, hint: () => void): void {
  view.addEventListener('online', hint);
  view.addEventListener('focus', hint);
  view.addEventListener('pageshow', (event) => event.persisted && hint());
  view.document.addEventListener('resume', hint);
  // Hidden as well: a timer that was armed in an animation frame is late by up to a minute from now on, one that is armed
  // by an answer is not. A live socket is asked for one.
  view.document.addEventListener('visibilitychange', hint);
}
