import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import { isLoopbackUrl } from '~/lib/loopback';
import { wait } from '~/lib/wait';
import { Age } from '~/ui/Age';
import { Button } from '~/ui/Button';
import { ConfirmDialog } from '~/ui/ConfirmDialog';
import { Field, Select, TextInput } from '~/ui/Field';
import { startFeed, stopFeed, type Progress } from '../feed-start';
import { GRANULARITIES } from '../interval';
import { selectFeed } from '../select';
import { FeedLine } from './FeedLine';
import type { ControlProps } from './view-props';

const TRAPS =
  'Only these spellings work. The server takes anything else, 1H included, for five minutes without a word.';

/** Starts and stops the one live feed that the server has for everybody. */
export function FeedControl({ connection }: ControlProps) {
  const { options, socketUrl } = connection.target;
  const session = useStore(connection.status, (status) => status.state.status);
  const running = useStore(connection.store, (state) => selectFeed(state).state === 'running');
  const clients = useStore(connection.store, (state) => state.feed?.clients ?? null);
  const newestAtMs = useStore(connection.store, (state) => state.newest?.receivedAtMs ?? null);
  const [known] = useState(() => connection.store.getState().feed);
  const [symbol, setSymbol] = useState(() => known?.symbol ?? options.symbol);
  const [granularity, setGranularity] = useState<string>(
    () => GRANULARITIES.find((one) => one === known?.granularity) ?? options.granularity,
  );
  const [asked, setAsked] = useState<'start' | 'stop' | null>(null);
  const [steps, setSteps] = useState<readonly Progress[]>([]);
  const busy = useRef(false);
  const working = steps.at(-1)?.at === 'working';
  const wanted = { symbol: symbol.trim().toUpperCase(), granularity };

  async function act(what: 'start' | 'stop'): Promise<void> {
    if (busy.current) return;
    busy.current = true;
    setSteps([]);
    const tell = (progress: Progress) => setSteps((before) => [...before, progress].slice(-12));
    const tools = { wait, tell };
    await (what === 'start' ? startFeed(connection, wanted, tools) : stopFeed(connection, tools));
    busy.current = false;
  }

  const blocked =
    session === 'live'
      ? null
      : 'Not connected: a failed start is told to open sockets only, so connect first.';
  return (
    <div className="flex flex-col gap-3 p-2.5 text-[12px]">
      <FeedLine connection={connection} />
      <p className="text-muted">
        Last bar received {newestAtMs === null ? '—' : <Age sinceMs={newestAtMs} />}
      </p>
      {isLoopbackUrl(socketUrl) ? null : (
        <p className="text-warning">
          This server is not on your own machine. It knows no login: whoever reaches it can start
          and stop its feed, and so do you.
        </p>
      )}
      <div className="flex flex-wrap items-start gap-3">
        <div className="w-40">
          <Field label="Symbol">
            <TextInput value={symbol} onChange={setSymbol} />
          </Field>
        </div>
        <div className="w-80 max-w-full">
          <Field label="Interval" description={TRAPS}>
            <Select
              value={granularity}
              options={GRANULARITIES.map((one) => ({ value: one, label: one }))}
              onChange={setGranularity}
            />
          </Field>
        </div>
        <div className="flex gap-2 pt-5">
          <Button
            tone="primary"
            disabled={working || wanted.symbol === ''}
            onClick={() => setAsked('start')}
          >
            {running ? 'Restart feed' : 'Start feed'}
          </Button>
          <Button disabled={working || !running} onClick={() => setAsked('stop')}>
            Stop feed
          </Button>
        </div>
      </div>
      <ol aria-label="Progress of the feed" aria-live="polite" className="list-decimal pl-5">
        {steps.map(({ at, words }) => (
          <li key={words} className={at === 'failed' ? 'text-bad' : undefined}>
            {at === 'failed' ? '✕ ' : at === 'done' ? '✓ ' : ''}
            {words}
          </li>
        ))}
      </ol>
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => setAsked((before) => (open ? before : null))}
        title={asked === 'stop' ? 'Stop the feed?' : `Start ${wanted.symbol} ${granularity}?`}
        confirmLabel={asked === 'stop' ? 'Stop for everybody' : 'Start for everybody'}
        tone="danger"
        blockedReason={blocked}
        onConfirm={() => {
          if (asked) void act(asked);
        }}
      >
        The server has one feed for all its clients
        {clients === null ? '' : ` (${clients} connected now)`}: what you do here happens to all of
        them.
        {asked === 'start' && running
          ? ' The running feed is stopped first, for otherwise the kernel would mix two instruments.'
          : ''}
      </ConfirmDialog>
    </div>
  );
}
