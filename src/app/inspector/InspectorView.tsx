import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { formatNumber } from '~/lib/format';
import type { RecordedFrame } from '~/recorder/frame-log';
import type { Recorder } from '~/recorder/recorder';
import { Button } from '~/ui/Button';
import { downloadText } from '~/ui/download';
import { EmptyState } from '~/ui/EmptyState';
import { CountsLine } from './CountsLine';
import { ndjsonOf } from './export-frames';
import { parseFilter, type FilterTerm } from './filter';
import { FilterBox } from './FilterBox';
import { FrameDetail } from './FrameDetail';
import { FrameList } from './FrameList';
import type { InspectedConnection } from './match';
import { QuickSelects } from './QuickSelects';
import { useFrameFeed } from './use-frame-feed';

export interface FrameLink {
  readonly connectionId: string;
  readonly frameId: number;
}

export interface InspectorViewProps {
  readonly recorder: Recorder;
  readonly connections: readonly InspectedConnection[];
  /** Selected when the view opens, and whenever another one is given. */
  readonly initialFrame?: FrameLink;
}

/** Every frame of every wire, both directions, as it was before anything looked inside. */
export function InspectorView(props: InspectorViewProps) {
  const { initialFrame } = props;
  const key = initialFrame ? `${initialFrame.connectionId}/${initialFrame.frameId}` : '';
  return <Inspector key={key} {...props} />;
}

function Inspector({ recorder, connections, initialFrame }: InspectorViewProps) {
  const [filter, setFilter] = useState('');
  const [terms, setTerms] = useState<readonly FilterTerm[]>([]);
  const [isPaused, setPaused] = useState(false);
  const [isAway, setAway] = useState(false);
  const [selected, setSelected] = useState<RecordedFrame | null>(
    () => (initialFrame && recorder.find(initialFrame.connectionId, initialFrame.frameId)) ?? null,
  );
  const [isMissing, setMissing] = useState(initialFrame !== undefined && selected === null);
  const [revealId, setRevealId] = useState(initialFrame?.frameId ?? null);
  const filterRef = useRef<HTMLInputElement>(null);

  const parsed = useMemo(() => parseFilter(filter), [filter]);
  const feed = useFrameFeed(recorder, connections, terms);
  const { frames, waiting, unread, types, refreshes } = useStore(feed.store);
  const labels = useMemo(
    () => new Map(connections.map(({ id, label }) => [id, label])),
    [connections],
  );
  const wireOf = (connectionId: string) => labels.get(connectionId) ?? connectionId;
  const context = useMemo(
    () => ({
      wires: [...new Set(connections.map(({ featureId }) => featureId))],
      labels: connections.map(({ label }) => label),
      types,
    }),
    [connections, types],
  );

  useEffect(() => feed.setHeld(isPaused || isAway), [feed, isPaused, isAway]);
  useSlashKey(() => filterRef.current?.focus());

  function changeFilter(text: string): void {
    setFilter(text);
    const next = parseFilter(text);
    if (next.ok) setTerms(next.terms);
    // Another filter is another list, read from its top.
    setAway(false);
    setRevealId(null);
  }

  function select(frame: RecordedFrame | null): void {
    setSelected(frame);
    setMissing(false);
  }

  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- Escape closes the frame from anywhere inside
    <div
      className="@container flex h-full min-h-0 flex-col"
      onKeyDown={(event) => {
        if (event.key === 'Escape') select(null);
      }}
    >
      <div className="border-line flex shrink-0 flex-wrap items-start gap-1.5 border-b px-2 py-1.5">
        <div className="flex min-w-0 basis-full @3xl:grow @3xl:basis-0">
          <FilterBox
            ref={filterRef}
            value={filter}
            onChange={changeFilter}
            problem={parsed.ok ? null : parsed.problem}
            context={context}
          />
        </div>
        <QuickSelects filter={filter} connections={connections} onChange={changeFilter} />
        <Button
          aria-pressed={isPaused}
          tone={isPaused ? 'primary' : 'neutral'}
          title="The list stands still; capture goes on"
          onClick={() => setPaused(!isPaused)}
        >
          Hold
        </Button>
        {isPaused ? (
          <output className="tabular text-warning self-center text-[12px]">
            Held · {formatNumber(waiting, 0)} new
          </output>
        ) : null}
        <Button
          disabled={frames.length === 0}
          onClick={() =>
            downloadText(exportName(frames), 'application/x-ndjson', ndjsonOf(frames, connections))
          }
        >
          Export {formatNumber(frames.length, 0)}
        </Button>
      </div>
      <CountsLine recorder={recorder} connections={connections} />
      <div className="flex min-h-0 flex-1 flex-col @3xl:flex-row">
        <section
          aria-label="Recorded frames"
          aria-busy={unread > 0}
          className="flex min-h-0 min-w-0 flex-1 flex-col"
        >
          {frames.length > 0 ? (
            <FrameList
              key={filter}
              frames={frames}
              wireOf={wireOf}
              selected={selected}
              revealId={revealId}
              waiting={waiting}
              isAway={isAway}
              onSelect={select}
              onAway={setAway}
            />
          ) : refreshes === 0 ? null : (
            <Nothing
              connections={connections}
              isFiltered={terms.length > 0}
              unread={unread}
              onClear={() => changeFilter('')}
            />
          )}
        </section>
        <section
          aria-label="Frame"
          className={`border-line min-h-0 border-t @3xl:w-[45%] @3xl:border-t-0 @3xl:border-l ${selected || isMissing ? 'h-1/2 @3xl:h-auto' : 'hidden @3xl:block'}`}
        >
          {selected ? (
            <FrameDetail
              key={selected.id}
              frame={selected}
              wire={wireOf(selected.connectionId)}
              onClose={() => select(null)}
            />
          ) : (
            <NoFrame isMissing={isMissing} />
          )}
        </section>
      </div>
      <p className="border-line text-faint shrink-0 border-t px-2 py-0.5 text-[12px]">
        The same sockets are in your browser’s DevTools: Network → Socket (WS). Reconnect to see
        earlier frames there.
      </p>
    </div>
  );
}

interface NothingProps {
  readonly connections: readonly InspectedConnection[];
  readonly isFiltered: boolean;
  readonly unread: number;
  onClear(): void;
}

function Nothing({ connections, isFiltered, unread, onClear }: NothingProps) {
  if (connections.length === 0) {
    return <EmptyState title="No connections." hint="Add one, and its frames are listed here." />;
  }
  if (unread > 0) return <EmptyState title={`Searching ${formatNumber(unread, 0)} frames…`} />;
  if (isFiltered) {
    return (
      <EmptyState
        title="No frame matches the filter."
        hint={
          <Button size="small" onClick={onClear}>
            Clear the filter
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState
      title="No frames yet."
      hint={`What ${connections.map(({ label }) => label).join(', ')} and this page send each other is listed here, also what came while this view was closed.`}
    />
  );
}

function NoFrame({ isMissing }: { readonly isMissing: boolean }) {
  return isMissing ? (
    <EmptyState
      title="This frame is no longer held."
      hint="It made room for newer ones: see “oldest dropped” above."
    />
  ) : (
    <EmptyState
      title="No frame selected."
      hint="Click a frame, or move with the arrows and press Enter. “/” goes to the filter."
    />
  );
}

/** Calls `run` for "/" pressed outside inputs. */
function useSlashKey(run: () => void): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const isTyping =
        event.target instanceof HTMLElement &&
        event.target.closest('input, textarea, select, [contenteditable]') !== null;
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      run();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  });
}

/** "vigil-frames-2026-06-22T14-05-30Z.ndjson", after the newest frame in it. */
function exportName(frames: readonly RecordedFrame[]): string {
  const at = new Date(frames.at(-1)?.atMs ?? 0).toISOString().replace(/\.\d+/, '');
  return `vigil-frames-${at.replaceAll(':', '-')}.ndjson`;
}
