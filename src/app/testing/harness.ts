import type { AnyFeature } from '~/feature';
import { FakeClock } from '~/lib/fake-clock';
import { createRecorder, type Recorder } from '~/recorder/recorder';
import { createDoor, type Door } from '~/session/door';
import { fakeSockets, type FakeSocket } from '~/session/fake-socket';
import type { SessionPlan } from '~/session/plan';
import { superviseInPage } from '~/session/supervisor';
import { createTimeline, type Timeline } from '~/timeline/timeline';
import { createConnection, type LiveConnection } from '../connection';
import type { Mode } from '~/ui/page-mode';

/** A real connection of a feature whose socket, clock and network are held by the test. */
export interface Harness {
  readonly connection: LiveConnection;
  readonly clock: FakeClock;
  readonly door: Door;
  readonly recorder: Recorder;
  readonly timeline: Timeline;
  /** Sockets dialled so far. */
  readonly sockets: readonly FakeSocket[];
  /** The server says this on the newest socket; it is in the store when this returns. */
  say(text: string): void;
}

/** The plainest plan: live on open, never pings, loads nothing. */
const QUIET: SessionPlan<unknown> = { url: () => 'ws://test', readyWhen: 'open' };

/**
 * Connects a feature to nothing real. Give `plan` to run the feature's own, `options` where they matter, `mode` where the
 * page plays; extend by what a backend can do.
 */
export function harness(
  feature: AnyFeature,
  plan: SessionPlan<unknown> = QUIET,
  options: Readonly<Record<string, unknown>> = {},
  mode: Mode = 'WATCHING',
): Harness {
  const clock = new FakeClock();
  const sockets = fakeSockets();
  const recorder = createRecorder();
  const timeline = createTimeline();
  const door = createDoor({ nextFrame: () => () => undefined, precise: () => 0 });
  const connection = createConnection(
    feature,
    {
      id: 'test',
      label: 'Test',
      target: {
        via: 'direct',
        socketUrl: 'ws://test',
        restUrl: 'http://test',
        options: feature.options.parse(options) as unknown,
      },
      secrets: [],
    },
    {
      clock,
      openSocket: sockets.open,
      supervise: superviseInPage(clock, () => 0),
      fetch: () => Promise.reject(new TypeError('no network in this test')),
      door,
      recorder,
      timeline,
      viewOf: (store) => store,
      mode: () => mode,
    },
  );
  connection.run(plan);
  sockets.last().open();
  return {
    connection,
    clock,
    door,
    recorder,
    timeline,
    sockets: sockets.all,
    say(text) {
      sockets.last().say(text);
      door.flush();
    },
  };
}
