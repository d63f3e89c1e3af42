import { useState, type DragEvent } from 'react';
import { useStore } from 'zustand';
import { systemClock } from '~/lib/clock';
import { formatFraction, formatSize } from '~/lib/format';
import { Badge } from '~/ui/Badge';
import { Button } from '~/ui/Button';
import { ConfirmDialog } from '~/ui/ConfirmDialog';
import { Meter } from '~/ui/Meter';
import { Select } from '~/ui/Field';
import { checkCsv } from '../csv-check';
import { problemOf } from '../feed-start';
import { createReplayDesk, type ReplayControls, type ReplayDesk } from '../replay-desk';
import { loadCsv, loadSample } from '../rest';
import { selectStep } from '../select';
import { positionWords, progressOf } from '../step';
import type { ControlProps } from './view-props';

const SPEEDS = [
  { value: '500', label: '1×, 500 ms' },
  { value: '150', label: '3×, 150 ms' },
  { value: '50', label: '10×, 50 ms' },
  { value: '16', label: 'fastest, 16 ms' },
] as const;

const PHASES: Record<ReplayDesk['phase'], string> = {
  idle: 'at the beginning',
  priming: 'starting: one step first, then run',
  running: 'running',
  paused: 'paused',
  done: 'at the end',
  silent: 'no answer',
};

type Source = { readonly kind: 'sample' } | { readonly kind: 'csv'; readonly file: File };

/** How far a load has come: `done` of its three steps, or what is wrong. */
interface Load {
  readonly bad: boolean;
  readonly words: string;
  readonly done: number;
}

/** Reading, checking, sending. */
const LOAD_STEPS = 3;

/** Commands survive a change of tab, so they belong to the connection and not to the panel. */
const desks = new WeakMap<object, ReplayControls>();

function deskOf(connection: ControlProps['connection']): ReplayControls {
  const known = desks.get(connection.rest);
  if (known) return known;
  const made = createReplayDesk(connection, systemClock.after);
  desks.set(connection.rest, made);
  return made;
}

/** Loads bars into the server's replay and plays them. */
export function ReplayPanel({ connection }: ControlProps) {
  const [desk] = useState(() => deskOf(connection));
  const { phase, problem } = useStore(desk.state);
  const step = useStore(connection.store, selectStep);
  const loaded = useStore(connection.store, (state) => state.loaded);
  const [speed, setSpeed] = useState<(typeof SPEEDS)[number]['value']>('150');
  const [source, setSource] = useState<Source | null>(null);
  const [load, setLoad] = useState<Load | null>(null);
  const [isOver, setOver] = useState(false);
  const playing = phase === 'running' || phase === 'priming';
  // The socket may tell of the new bars before the answer of the load resets the desk; a run started between would be undone.
  const loading = load !== null && !load.bad;
  const progress = step ? progressOf(step) : null;

  async function read(from: Source): Promise<void> {
    setLoad({ bad: false, words: 'Loading…', done: 0 });
    const outcome = await send(connection, from, (words, done) =>
      setLoad({ bad: false, words, done }),
    );
    if (typeof outcome === 'string') setLoad({ bad: true, words: outcome, done: 0 });
    else {
      setLoad(null);
      // Loading moves the cursor; what was replayed before belongs to other data.
      desk.reset();
    }
  }

  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) setSource({ kind: 'csv', file });
  }

  return (
    <div
      className={`flex min-h-full flex-col gap-3 p-2.5 text-[12px] ${isOver ? 'outline-accent bg-selected outline-2 -outline-offset-4 outline-dashed' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone="warn">REPLAY</Badge>
        <span className="text-muted">
          Bars of the past on a connection of their own. Nothing here is live, and nothing of it is
          told in the event feed.
        </span>
      </p>
      <div className="flex flex-wrap items-center gap-2">
        <Button onClick={() => setSource({ kind: 'sample' })}>Load sample</Button>
        <label className="border-line-strong hover:bg-hover focus-within:outline-accent flex h-7 cursor-pointer items-center border px-2.5 focus-within:outline-2">
          Load CSV…
          <input
            type="file"
            accept=".csv,.txt,text/csv"
            className="sr-only"
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file) setSource({ kind: 'csv', file });
              event.target.value = '';
            }}
          />
        </label>
        <span className="text-faint">or drop a file here</span>
        {loaded ? (
          <span>
            {loaded.count ?? '—'} bars loaded from {loaded.source ?? 'an unnamed source'}
          </span>
        ) : null}
      </div>
      {load ? (
        <div className="flex items-center gap-2">
          {load.bad ? null : (
            <progress
              aria-label="Load"
              className="accent-accent h-2 w-32"
              max={LOAD_STEPS}
              value={load.done}
            />
          )}
          <p role={load.bad ? 'alert' : 'status'} className={load.bad ? 'text-bad' : 'text-muted'}>
            {load.words}
          </p>
        </div>
      ) : null}
      <div role="group" aria-label="Replay" className="flex flex-wrap items-center gap-2">
        <Button
          tone="primary"
          disabled={playing || loading}
          onClick={() => desk.run(Number(speed))}
        >
          Run
        </Button>
        <Button disabled={playing || loading} onClick={desk.step}>
          Step
        </Button>
        <Button disabled={!playing} onClick={desk.pause}>
          Pause
        </Button>
        <Button onClick={desk.reset}>Reset</Button>
        <div className="w-36">
          <Select
            aria-label="Speed"
            value={speed}
            options={SPEEDS}
            onChange={(next) => {
              setSpeed(next);
              if (playing) desk.run(Number(next));
            }}
          />
        </div>
        <span className="text-muted" aria-live="polite">
          {PHASES[phase]}
        </span>
      </div>
      {problem ? (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      ) : null}
      {step && progress !== null ? (
        <Meter
          label="Position"
          value={progress}
          limit={1}
          text={`${positionWords(step)} (${formatFraction(progress, 0)})`}
        />
      ) : (
        <p className="text-faint">Nothing replayed yet: load bars, then run or step.</p>
      )}
      <ConfirmDialog
        open={source !== null}
        onOpenChange={(open) => setSource((before) => (open ? before : null))}
        title={source?.kind === 'csv' ? `Load ${source.file.name}?` : 'Load the sample?'}
        confirmLabel="Load for everybody"
        tone="danger"
        onConfirm={() => {
          if (source) void read(source);
        }}
      >
        The server has one pipeline. Loading replaces its bars and moves its cursor for every
        client, the live feed included.
      </ConfirmDialog>
    </div>
  );
}

/** Null when it went well, else what is wrong. `tell` is told of each step before it begins. */
async function send(
  { rest }: ControlProps['connection'],
  source: Source,
  tell: (words: string, done: number) => void,
): Promise<string | null> {
  if (source.kind === 'sample') {
    tell('The server loads its sample…', 2);
    return failure(await loadSample(rest));
  }
  const { name, size } = source.file;
  tell(`Reading ${name}…`, 0);
  const text = await source.file.text();
  tell(`Checking ${name}, ${formatSize(size)}…`, 1);
  const check = checkCsv(text);
  if (!check.ok) return check.problem;
  tell(`Sending ${name}; the server loads it…`, 2);
  return failure(await loadCsv(rest, { text, filename: name }));
}

function failure(outcome: Awaited<ReturnType<typeof loadCsv>>): string | null {
  return outcome.kind === 'ok' ? null : `The server did not load it: ${problemOf(outcome)}`;
}
